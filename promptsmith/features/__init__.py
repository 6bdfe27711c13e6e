"""Measured numbers: whole columns at a time, one row per distinct text."""
