# Every target sets up its environment by itself; a fresh machine needs make and Python 3.11 or newer.
#
#   make run                                                  the main example
#   make run SCENARIO=scenarios/strait.yaml ARGS="-n 200"     another one, with options of `hotline run`
#   make test TESTS=tests/domain                              some tests
#   make lint PYTHON=python3.13 VENV=/tmp/venv                another Python, another place

.DEFAULT_GOAL := help
SHELL := /bin/sh

VENV ?= .venv
SCENARIO ?= scenarios/northern-front.yaml
ARGS ?=
TESTS ?= tests

# The first Python on the path that is new enough; empty where there is none.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)

BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help run test slow lint format bench constraints clean

help:  ## what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-20s%s\n", $$1, $$2 }'

run: $(READY)  ## run a scenario: SCENARIO=file ARGS="options"
	$(BIN)/hotline run $(SCENARIO) $(ARGS)

test: $(READY)  ## the tests, but for the slow ones: TESTS=folder ARGS="options"
	$(BIN)/python -m pytest $(TESTS) $(ARGS)

slow: $(READY)  ## the slow tests: theory, stylised facts, many examples
	HYPOTHESIS_PROFILE=slow $(BIN)/python -m pytest $(TESTS) -m slow $(ARGS)

lint: $(READY)  ## style, types, layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(READY)  ## let the formatter do what it can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(VENV)/.bench  ## speed and memory, side by side, as ratios: ARGS="names --page"
	$(BIN)/python -m benchmarks $(ARGS)

$(VENV)/.bench: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]' --constraint constraints.txt
	@touch $@

constraints:  ## renew the exact versions in constraints.txt
	@$(MAKE) --no-print-directory $(VENV)/.python
	$(BIN)/python -m pip install --quiet --upgrade --upgrade-strategy eager --editable '.[dev,bench]'
	sed -i.old '/^[^#]/d' constraints.txt && rm constraints.txt.old
	$(BIN)/python -m pip freeze --exclude-editable >> constraints.txt

clean:  ## remove the environment and caches; results stay
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find sim tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml constraints.txt | $(VENV)/.python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' --constraint constraints.txt
	@touch $@

$(VENV)/.python:
	@test -n "$(PYTHON)" && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Hotline needs Python 3.11 or newer and found none (tried: $(or $(PYTHON),the path))." \
			"Name one: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	"$(PYTHON)" -m venv --clear $(VENV)
	@touch $@
