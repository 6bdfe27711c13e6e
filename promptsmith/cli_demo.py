"""What ``promptsmith demo`` shows: the bundled prompts on the whole way."""

from __future__ import annotations

from pathlib import Path

from promptsmith.errors import InputError

REWRITES_SHOWN = 8


def run(folder: Path) -> None:
    """Evaluate and process the bundled prompts, print a table and write ``report.html`` and ``prompts.duckdb`` into ``folder``.

    Raises:
        InputError: the folder cannot be made.
        StoreError: the DuckDB file cannot be written.
    """
    import promptsmith as ps
    from promptsmith import cli_output
    from promptsmith.report.text import prompts_text, rows_text, totals
    from promptsmith.report.visible import one_line
    from promptsmith.store import save_run

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"Cannot make the folder {str(folder)!r}: {error.strerror or error}. Give another with -o.") from error
    samples = ps.datasets.load_samples()
    with cli_output.progress_bar() as draw:
        measured = ps.evaluate(samples, progress=draw)
    with cli_output.progress_bar() as draw:
        rewritten = ps.process(samples, progress=draw)
    report = measured.to_html(folder / "report.html")
    store = folder / "prompts.duckdb"
    made = {"version": measured.version, "ruleset": measured.ruleset, "weights": measured.weights, "source": "samples"}
    run_id = save_run(store, {**rewritten.tables, **measured.tables}, made)

    changed = [
        {
            "id": row["prompt_id"],
            "before": row["score_before"],
            "after": row["score_after"],
            "edits": len(row["edits"]),
            "proof": "holds" if all(item["holds"] for item in row["proof"]) else "broken",
            "rewritten prompt": one_line(row["refined"], 70),
        }
        for row in rewritten.table("processed").to_pylist()
        if row["refined"] is not None and row["refined"] != row["original"]
    ]
    text = [prompts_text(measured), "", totals(measured), ""]
    if changed:
        text += [f"Rewritten: {len(changed)} of {len(measured)}; the first {min(len(changed), REWRITES_SHOWN)}:", ""]
        text += [rows_text(changed[:REWRITES_SHOWN], width=70), ""]
    text += [f"HTML report:  {report}", f"DuckDB file:  {store} (run {run_id}; every table, every rewrite)"]
    cli_output.write_text("\n".join(text), None)
    cli_output.tell_errors(measured)
