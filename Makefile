# Everything happens in a virtual environment of the project's own; nothing has to be activated.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin

.PHONY: help demo test test-full lint types pages format books docs bench dist lock clean

help: ## show the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

demo: $(VENV)/.user ## model, solve, verify and show a Hamburg scenario
	$(BIN)/staffmatch demo --out out

test: $(VENV)/.dev ## the test suite
	$(BIN)/python -m pytest -n logical --dist worksteal -m "not full and not types and not pages"

test-full: $(VENV)/.dev ## with thousands of random instances against brute force
	STAFFMATCH_EXAMPLES=1 $(BIN)/python -m pytest -n logical --dist worksteal

lint: $(VENV)/.dev ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev ## mypy, strict; and what users type, under mypy and pyright
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -m types tests/typing

pages: $(VENV)/.dev ## what the documentation shows, run as it stands: blocks, notebooks, examples of names, pictures of rules
	$(BIN)/python -m pytest -n logical --dist worksteal -m "pages and not full"

format: $(VENV)/.dev ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

books: $(VENV)/.dev ## docs/rules.md, docs/terms.md and the pictures of rules from the classes
	$(BIN)/python -m docs.books
	$(BIN)/python -m docs.rule_drawing

docs: $(VENV)/.dev ## the pages as HTML in out/docs; a warning is an error, and nothing is fetched
	$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going --nitpicky docs out/docs

bench: $(VENV)/.dev ## one instance of each kind of work beside a peer, in some ten minutes; STAFFMATCH_DATA has the files
	$(BIN)/python -m benchmarks headline

dist: $(VENV)/.dev ## wheel and sdist in dist, checked; the README's lines run from the wheel in a clean environment
	$(BIN)/python -m pip install --quiet --constraint requirements.lock --editable ".[release]"
	rm -rf dist
	$(BIN)/python -m build --outdir dist > /dev/null
	$(BIN)/python -m twine check --strict dist/*
	$(BIN)/python -m docs.distribution dist

lock: $(VENV)/.dev ## pin every package of every extra, by name and version only
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --all-extras --strip-extras --upgrade --no-header --no-annotate \
		--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
		--output-file requirements.lock pyproject.toml
	sed -i.old '/^staffmatch/d' requirements.lock && rm requirements.lock.old

clean: ## remove the environment and all that was made
	rm -rf $(VENV) out docs/api docs/notebooks/*.ipynb dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "staffmatch needs Python 3.11 or newer; name one with make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || \
		{ echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.user: $(BIN)/python pyproject.toml requirements.lock
	$(BIN)/python -m pip install --quiet --constraint requirements.lock --editable ".[cli,report]"
	@touch $@

$(VENV)/.dev: $(BIN)/python pyproject.toml requirements.lock
	$(BIN)/python -m pip install --quiet --constraint requirements.lock --editable ".[dev]"
	@touch $@
