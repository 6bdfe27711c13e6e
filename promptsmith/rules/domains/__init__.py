"""Checklists and rules of the five built-in domains, one file each."""
