"""Who may import whom: a folder only those before it, and nothing heavy while it is being imported."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import promptsmith

PACKAGE = Path(promptsmith.__file__).parent
LAYERS = (
    "text",
    "datasets",
    "constraints",
    "features",
    "rules",
    "scoring",
    "corpora",
    "rewrite",
    "templates",
    "compare",
    "calibration",
    "store",
    "report",
)
GROUND = {"schema", "errors", "config", "version"}
HEAVY = {
    "pandas",
    "pyarrow",
    "polars",
    "narwhals",
    "duckdb",
    "spacy",
    "textstat",
    "jinja2",
    "rich",
    "openpyxl",
    "sklearn",
    "scipy",
    "statsmodels",
    "plotly",
}
# An estimator inherits from its protocol, so the module needs the library; nothing may load that module while it is being imported.
ESTIMATORS = PACKAGE / "calibration" / "estimators.py"
# The command line answers `--help` without numpy; the others carry arrays.
LIGHT_FILES = {"__init__.py", "errors.py", "config.py", "schema.py", "cli.py", "version.py"}

MODULES = sorted(file for file in PACKAGE.rglob("*.py"))
LAYERED = [file for file in MODULES if file.relative_to(PACKAGE).parts[0] in LAYERS]


def imported(tree: ast.AST, package: str) -> Iterator[str]:
    """Every module a tree imports, in full, relative ones resolved."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.rsplit(".", node.level - 1)[0] + "." if node.level else ""
            name = base + (node.module or "")
            yield name
            yield from (f"{name}.{alias.name}" for alias in node.names)


def loaded_at_import(tree: ast.Module) -> ast.Module:
    """The module without function bodies and without what only a type checker reads."""

    class Pruned(ast.NodeTransformer):
        def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
            return None

        def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
            return None

        def visit_If(self, node: ast.If) -> ast.AST | None:
            return None if "TYPE_CHECKING" in ast.dump(node.test) else self.generic_visit(node)

    pruned = Pruned().visit(tree)
    assert isinstance(pruned, ast.Module)
    return pruned


def tree_of(file: Path) -> tuple[ast.Module, str]:
    package = ".".join(("promptsmith", *file.relative_to(PACKAGE).parent.parts))
    return ast.parse(file.read_text(encoding="utf-8")), package


def test_the_walk_sees_the_package() -> None:
    assert {file.relative_to(PACKAGE).parts[0] for file in LAYERED} >= {"text", "rules", "store", "report"}


@pytest.mark.parametrize("file", LAYERED, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_a_folder_imports_only_the_folders_before_it(file: Path) -> None:
    layer = LAYERS.index(file.relative_to(PACKAGE).parts[0])
    allowed = {*GROUND, *LAYERS[: layer + 1]}

    tree, package = tree_of(file)
    names = {name.split(".")[1] for name in imported(tree, package) if name.startswith("promptsmith.")}

    assert names <= allowed, f"{file.name} imports {sorted(names - allowed)}; allowed are {sorted(allowed)}"


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_heavy_libraries_are_imported_where_they_are_used(file: Path) -> None:
    tree, package = tree_of(file)
    forbidden = HEAVY | ({"numpy"} if file.name in LIGHT_FILES and file.parent == PACKAGE else set())

    names = set(imported(loaded_at_import(tree), package))

    assert not {name.partition(".")[0] for name in names} & (forbidden - ({"sklearn"} if file == ESTIMATORS else set()))
    assert "promptsmith.calibration.estimators" not in names


def test_importing_the_package_loads_no_library() -> None:
    code = "import sys, promptsmith; print(*sorted({name.partition('.')[0] for name in sys.modules}))"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert not set(loaded) & (HEAVY | {"numpy", "click"})
