"""Strings and frames in; distinct texts in batches of arrays, and one document per text, out."""
