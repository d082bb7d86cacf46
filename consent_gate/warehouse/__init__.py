"""The rule where the data lies: as one SQL statement for tables elsewhere, and as a mask over columns in memory.

Both answer for each row exactly what `check` answers for an open record, for now. Only `check` replays the past.
"""
