"""The pandas accessor is there in either import order, and costs no import of pandas."""

import subprocess
import sys


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_importing_promptsmith_loads_no_heavy_library():
    code = """
import sys, promptsmith
heavy = {"pandas", "numpy", "pyarrow", "polars", "narwhals", "duckdb", "spacy", "sklearn", "scipy", "textstat", "jinja2", "rich"}
print(sorted(heavy & set(sys.modules)))
"""
    assert run(code) == "[]"


def test_the_accessor_works_when_pandas_is_imported_after():
    code = """
import promptsmith
import pandas as pd
run = pd.DataFrame({"prompt": ["Name three rivers in Spain.", ""]}).prompts.evaluate(domain="general")
print(run.prompts["score_status"].tolist())
"""
    assert run(code) == "['scored', 'failed: empty']"


def test_the_accessor_works_when_pandas_is_imported_before():
    code = """
import pandas as pd
import promptsmith
print(pd.Series(["Name three rivers in Spain."]).prompts.validate().is_valid)
"""
    assert run(code) == "True"
