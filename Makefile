# Every command that a newcomer, a maintainer and the continuous checks use. Start with `make demo`.

PYTHON ?= python3
ARGS ?=
MUTANTS ?= 1000000 20000 1
DATABASE_TESTS := $(addprefix tests/,api conduct journeys store web)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
LOCK := requirements/dev.txt
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE = $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --universal \
	--python-version 3.11 --only-binary :all: --custom-compile-command 'make lock' $(UPGRADE)

.DELETE_ON_ERROR:
.PHONY: help setup demo test lint pytest test-postgres soak fuzz oracle bench booth lock

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16

setup: $(STAMP)  ## .venv with the hustings command and everything that tests need

$(STAMP): $(LOCK) pyproject.toml src/hustings/__init__.py
	@$(PYTHON) -c 'import sys; sys.exit("Hustings needs Python 3.11 or later, and $(PYTHON) is %d.%d. Try: make setup PYTHON=python3.12" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV), once: a minute or two while packages are fetched."
	@$(PIP_INSTALL) --require-hashes --only-binary :all: -r $(LOCK)
	@$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

demo: setup  ## one seat from letter to declared candidate, then the site; ARGS=--no-serve stops before it
	@$(BIN)/hustings demo $(ARGS)

test: lint  ## all checks and all tests, on SQLite
	$(BIN)/python -m pytest -q -n 2 --dist worksteal $(ARGS)

lint: setup  ## style, import contracts and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/basedpyright

test-postgres: setup  ## every test that may touch the database, on a PostgreSQL that is started for them and stopped after
	@$(BIN)/python -m tests.postgresql $(BIN)/python -m pytest -q -n 2 --dist worksteal --only-database --ignore=tests/store/test_on_postgresql.py $(DATABASE_TESTS) $(ARGS)

soak: setup  ## property tests for long with fresh randomness, then MUTANTS="ballots archives seed" of archives
	HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -q -n 2 -m hypothesis $(ARGS)
	$(BIN)/python -m tests.verifier.belenios.mutations $(MUTANTS)

oracle: setup  ## secret ballots made by us in build/oracle/, each checked by Debian's belenios-tool
	@$(BIN)/python -m tests.oracle

fuzz: setup  ## atheris against every parser of papers and archives; SECONDS=10 each, ARGS=blt for one
	$(BIN)/python -m tests.fuzz $(ARGS)

bench: setup  ## the table of times and memory that README quotes
	$(BIN)/python -m benchmarks $(ARGS)

booth: setup  ## build the voting booth anew from booth/ (needs Node 20 or later; tests compare it byte for byte)
	$(BIN)/python -m tests.node booth npm ci --no-audit --no-fund
	$(BIN)/python -m tests.node booth npm run --silent check
	$(BIN)/python -m tests.node booth npm run --silent build

rivals: setup .venv-rivals  ## our counts beside those of independent counters: docs/measurements/rivals.md
	$(BIN)/python -m benchmarks.differential

.venv-rivals: requirements/rivals.txt
	@$(PYTHON) -m venv $@
	@$@/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

lock-rivals: setup  ## write requirements/rivals.txt anew from rivals.in
	$(subst 'make lock','make lock-rivals',$(subst --only-binary :all: ,,$(COMPILE))) requirements/rivals.in --output-file requirements/rivals.txt

lock: setup  ## write requirements/*.txt anew from pyproject.toml and dev.in; UPGRADE=--upgrade for newer versions
	$(COMPILE) pyproject.toml --extra server --extra fast --extra dask requirements/dev.in --output-file requirements/dev.txt
	$(COMPILE) pyproject.toml --extra server --constraint requirements/dev.txt --output-file requirements/server.txt
	$(COMPILE) pyproject.toml --constraint requirements/dev.txt --output-file requirements/base.txt
