"""DuckDB file that keeps runs and their tables."""

from promptsmith.store.runs import StoredRun, list_runs, load_run, save_run

__all__ = ["StoredRun", "list_runs", "load_run", "save_run"]
