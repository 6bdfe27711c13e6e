"""DuckDB file that keeps runs and their tables."""
