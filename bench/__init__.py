"""Measurements: how well the differ judges, how fast everything is."""
