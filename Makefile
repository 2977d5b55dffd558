# `make demo` and `make test` do everything on a machine that has Python 3.11+, make and git.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check bench clean

# The environment is made once, and again when the dependencies change.
$(VENV)/installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "searchkit needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable '.[test,bench]'
	touch $@

demo: $(VENV)/installed ## index the sample essays and search them
	@PATH="$(CURDIR)/$(BIN):$$PATH"; PS4='$$ '; exec 2>&1; set -ex; \
	searchkit index; \
	searchkit search commonplace book -n 3; \
	searchkit search kind:footnote grandmother; \
	searchkit search memory --kind quote --kind footnote --after 2023 -n 2; \
	searchkit stats
	@printf '\nNow search them yourself: %s search WORDS\n' $(BIN)/searchkit

test: check ## everything that must hold
	$(BIN)/python -m pytest

check: $(VENV)/installed ## lints, types, and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/installed ## small runs of every benchmark
	$(BIN)/python -m benchmarks.indexing
	$(BIN)/python -m benchmarks.query

clean: ## forget the environment and the index
	rm -rf $(VENV) index/searchkit.json index/touched.json index/tantivy-* index/writer.lock
