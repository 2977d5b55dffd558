# `make demo` and `make test` do everything on a machine that has Python 3.11+, make and git.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check chromium cluster bench fuzz torture clean

# The environment is made once, and again when the dependencies change.
$(VENV)/installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "searchkit needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable '.[test,bench,opensearch]'
	touch $@

demo: $(VENV)/installed ## index the sample essays and search them
	@PATH="$(CURDIR)/$(BIN):$$PATH"; PS4='$$ '; exec 2>&1; set -ex; \
	searchkit index; \
	searchkit search commonplace book -n 3; \
	searchkit search kind:footnote grandmother; \
	searchkit search memory --kind quote --kind footnote --after 2023 -n 2; \
	searchkit quote 'knowledge comes in two kinds: we know a subject, or we know where to find it' -n 1; \
	searchkit stats
	@printf '\nNow search them yourself: %s search WORDS\n' $(BIN)/searchkit
	@printf 'or in the search box:    %s serve, then open http://127.0.0.1:8000\n' $(BIN)/searchkit

test: check chromium cluster ## everything that must hold
	$(BIN)/python -m pytest

# Some tests follow links in a browser. Without one they are skipped, unless SEARCHKIT_REQUIRE says not to.
CHROMIUM := chromium chromium-browser google-chrome
chromium: ## a browser for the tests, where it is missing and can be installed
	@for name in $(CHROMIUM); do command -v $$name > /dev/null && exit; done; \
	if [ "$$(id -u)" = 0 ]; then sudo=; else sudo='sudo -n'; fi; \
	{ $$sudo apt-get update && $$sudo apt-get install -y chromium; } > /dev/null 2>&1 \
	|| echo 'no Chromium, and it cannot be installed here: the tests that need it are skipped'

check: $(VENV)/installed ## lints, types, and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/installed ## small runs of every benchmark
	$(BIN)/python -m benchmarks.indexing --rounds 1
	$(BIN)/python -m benchmarks.query --rounds 1
	$(BIN)/python -m benchmarks.quality
	$(BIN)/python -m benchmarks.spelling
	$(BIN)/python -m benchmarks.reading --rounds 1
	$(BIN)/python -m benchmarks.quotes --cases 20
	$(BIN)/python -m benchmarks.engines --rounds 1
	if command -v wrk > /dev/null; then $(BIN)/python -m benchmarks.serve --rounds 1 --requests 1000; fi
	$(BIN)/python -m benchmarks.differences

cluster: $(VENV)/installed ## the jars of an OpenSearch for the tests, where Java and Maven can have them
	$(BIN)/python tests/engines/opensearch_cluster.py

fuzz: $(VENV)/installed ## 200,000 odd posts: no crash, and time in proportion to size
	$(BIN)/pip install --quiet --editable '.[fuzz]'
	cd $${TMPDIR:-/tmp} && $(CURDIR)/$(BIN)/python $(CURDIR)/tests/fuzz/fuzz_reading.py

torture: $(VENV)/installed ## builds killed 200 times, indexes damaged 2,000 times
	SEARCHKIT_KILLS=67 SEARCHKIT_DAMAGES=2000 $(BIN)/python -m pytest tests/trust tests/indexing/test_interruption.py

clean: ## forget the environment and the index
	rm -rf $(VENV) index/searchkit.json index/touched.json index/tantivy-* index/whoosh-* index/writer.lock
