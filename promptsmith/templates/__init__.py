"""Sandboxed Jinja2: the five template types, their filters and the system prompt."""
