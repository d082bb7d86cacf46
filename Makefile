# reconsent: `make run` opens the app on the example, `make test` installs and passes the tests. All targets: `make help`.
.DEFAULT_GOAL := help
SHELL := /bin/sh
.SUFFIXES:

# The first Python of 3.11 or newer that can make virtual environments; `make PYTHON=/path/to/python …` to choose another.
PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
# Streamlit and the tests must find the tools of this environment, not another's.
export VIRTUAL_ENV := $(CURDIR)/$(VENV)
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

CODE := policy_versions differ consent_gate bench tests $(wildcard app.py desk examples scripts)
TYPED := policy_versions differ consent_gate bench $(wildcard app.py desk scripts)
WORKERS ?= 2
PYTEST_ARGS ?=
BENCH ?=

.PHONY: help setup run demo test check format style lint types imports dead deps spelling bench soak lock spark wheel clean

help:  ## show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.installed  ## make .venv from the hash-locked requirements; a second run takes no time

$(VENV)/.installed: requirements.lock requirements-bootstrap.lock pyproject.toml
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh .ci/bootstrap

run: setup  ## open the app on the example: the desk and the prompt page; Ctrl-C stops both
	@$(BIN)/reconsent run-example

demo: setup  ## walk the whole path in a temporary folder and check every verdict
	@$(BIN)/reconsent demo

test: setup  ## run the tests (RECONSENT_CORPUS=FOLDER adds those on real policies; PYTEST_ARGS="-k word" chooses)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(PYTEST_ARGS)

soak: setup  ## run the random and fault tests in full
	@RECONSENT_SOAK=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m soak --timeout=0 --durations=0 $(PYTEST_ARGS)

check: setup style lint types imports dead deps spelling  ## format, lint, types, import contracts, dead code, dependencies, spelling

style: setup
	$(BIN)/ruff format --check --quiet $(CODE)

lint: setup
	$(BIN)/ruff check $(CODE)

types: setup
	$(BIN)/mypy $(TYPED)

imports: setup
	$(BIN)/lint-imports --no-logo

dead: setup
	$(BIN)/vulture $(CODE)

deps: setup
	$(BIN)/deptry .

spelling: setup
	$(BIN)/codespell

format: setup  ## format the code
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix --select I $(CODE)

bench: setup  ## run every bench/bench_*.py and print a table (BENCH="NAME …" chooses, BENCH=--full takes full sizes)
	@$(BIN)/python -m bench $(BENCH)

lock: $(VENV)/.installed  ## choose the newest versions that fit and write them, with hashes, to requirements*.lock
	@sh .ci/lock

spark: setup  ## add PySpark (450 MB; needs Java) for its one test
	@$(BIN)/uv pip install --python $(BIN)/python --group spark

wheel: setup  ## build dist/*.whl
	@$(BIN)/python -m hatchling build --target wheel

clean:  ## remove what was built; keeps .venv
	@rm -rf dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
