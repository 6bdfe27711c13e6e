# Needs Python 3.11 to 3.13 and make. Everything goes into .venv; nothing else on the machine changes.
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && { command -v $$python; break; }; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RUN := .venv/.stamp-run
DEV := .venv/.stamp-dev

.DEFAULT_GOAL := help
.PHONY: help demo test inspector quick lint types format docs docs-check site bench bench-rules clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | awk -F '\t' '{printf "make %-12s %s\n", $$1, $$2}'

demo: $(RUN) ## install, evaluate and process the bundled prompts, write out/report.html and out/prompts.duckdb
	@$(BIN)/promptsmith demo -o out

test: $(DEV) ## install everything the tests need, then run linter, type checker and all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --maxprocesses 4

inspector: .inspector/node_modules ## install the MCP inspector, a foreign client that the tests of the server use (needs Node 20)

.inspector/node_modules:
	npm install --prefix .inspector --no-audit --no-fund --silent @modelcontextprotocol/inspector@0.15.0

quick: $(DEV) ## the fast part of `make test`, under two minutes
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -m "not slow" -x

lint: $(DEV) ## linter and formatter, without changing a file
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(DEV) ## repair what the linter and the formatter can repair
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(DEV) ## type checker
	$(BIN)/mypy

docs: $(DEV) ## write the generated pages: rules, tables, command line
	$(BIN)/python docs/generate.py

docs-check: $(DEV) ## fail when a generated page differs from the code
	$(BIN)/python docs/generate.py --check

site: $(DEV) docs ## build the documentation site into site/
	$(PIP) install -e '.[docs]'
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

bench: $(DEV) ## speed and memory of the whole way of a prompt
	$(BIN)/python benchmarks/pipeline.py

bench-rules: $(DEV) ## measure the rules and write the numbers into their pages
	$(BIN)/python benchmarks/rules.py --write

clean: ## remove the environment and everything that was made
	rm -rf .venv out site build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11, 3.12 or 3.13 was found. Install one, or call: make $(MAKECMDGOALS) PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv .venv

$(RUN): .venv/bin/python pyproject.toml
	$(PIP) install -e .
	@touch $@

$(DEV): .venv/bin/python pyproject.toml
	$(PIP) install -e '.[test]' 'mypy>=2.4,<3' 'pandas-stubs>=3,<4' 'types-pyyaml>=6,<7' 'ruff>=0.17,<0.18'
	@touch $@ $(RUN)
