# Needs Python 3.11 or newer and make; everything else is installed into .venv.
# `make` alone lists what can be made.

PYTHON ?= python3
WORKERS ?= 2
SEEDS ?= 1-4
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench bench-root-cause score lock docs simulator-page fmt

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Byte code is written when a module is first imported: writing it for every package would double the time.
setup: $(READY)  ## install into .venv, every package checked against its hash

$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q src
	touch $@

demo: $(READY)  ## a shop folder in demo/, filled from export files, and this morning's list
	$(BIN)/zhanggui demo --out demo

test: $(READY)  ## the tests, ten minutes on two cores: WORKERS=8 for more
	$(BIN)/python -m pytest -q -n $(WORKERS)

check: $(READY)  ## all that must hold: style, types, contracts, house rules, tests, coverage
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m checks
	$(BIN)/python -m pytest -q -n $(WORKERS) --cov --cov-report=term

bench: $(READY)  ## speed and memory, as ratios measured in one run
	$(BIN)/python -m bench

bench-root-cause: $(READY)  ## finding the place of a change, on labelled cases: CASES=folder
	$(BIN)/python -m bench.root_cause $(CASES)

score: $(READY)  ## every play against simulated shops of known truth: SEEDS=first-last
	$(BIN)/zhanggui score --seeds $(SEEDS) --page docs/score.md

docs: $(READY)  ## write the generated pages of docs/
	$(BIN)/python -m checks.docs --write

simulator-page: $(READY)  ## docs/simulator.md: simulated shops beside published ones: ZHANGGUI_DATA=folder
	$(BIN)/python -m bench.simulator_page

fmt: $(READY)  ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only .

PIN := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links

lock: $(READY)  ## pin the newest versions that fit: UPGRADE=--upgrade
	$(BIN)/$(PIN) $(UPGRADE) --output-file requirements.lock
	$(BIN)/$(PIN) $(UPGRADE) --extra dev --output-file requirements-dev.lock
