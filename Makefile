# Two commands do everything on a fresh machine with Python 3.11 or newer: make demo, make test.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
JOBS ?= auto

.PHONY: help demo test coverage lint format bench serve sources lock clean

help: ## List the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-8s %s\n", $$1, $$2}'

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; set PYTHON=python3.12, say")'
	@echo "Setting up $(VENV) (a minute or two, once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: $(READY) ## Crawl, judge and mail the bundled sample bills; says where to look
	@$(BIN)/python -m tools.demo

test: $(READY) ## Run all tests
	@$(BIN)/python -m pytest -n $(JOBS) $(ARGS)

coverage: $(READY) ## Run all tests and count what they reach, in every process that they start; slower
	@$(BIN)/python -m pytest -n $(JOBS) --cov --cov-report=term $(ARGS)

lint: $(READY) ## Style, types, direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(READY) ## Put the style right
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(READY) ## Measure speed
	@$(BIN)/python -m pytest benchmarks -p no:randomly --benchmark-only --benchmark-sort=name --benchmark-group-by=group --benchmark-columns=min,median,ops,rounds $(ARGS)

serve: $(READY) ## Run the service (crawl, assess, digest on schedule) on the data folder
	@$(BIN)/preempt init
	@$(BIN)/preempt run

sources: $(READY) ## Write the table of sources in docs/sources.md, measured on their samples
	@$(BIN)/python -m tools.write_sources

lock: ## Pin every dependency with hashes again (needs the command uv)
	@uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet -o requirements.lock

clean: ## Remove what the other commands made
	@rm -rf $(VENV) .demo .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks .import_linter_cache
