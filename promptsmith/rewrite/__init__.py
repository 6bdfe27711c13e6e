"""Edits that keep what the user said, and the proof that they do."""
