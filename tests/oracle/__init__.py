"""A second, naive implementation of the whole rule, to hold the gate against."""
