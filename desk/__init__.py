"""The pages of the desk, one module each, and what they share."""
