# make run: everything set up and served. make test: the whole suite. Needs Python 3.11+ and make.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8000
EXTRAS ?= dev

.PHONY: help run test check format bench clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 14

run: $(BIN)/.installed ## set up (environment, database, demo lists and customers, graded) and serve on 127.0.0.1:8000
	$(BIN)/amlrisk init --demo
	$(BIN)/amlrisk serve --scheduler --port $(PORT)

test: $(BIN)/.installed-dev ## the whole suite
	$(BIN)/pytest

check: $(BIN)/.installed-dev ## lint, types, layers, shipped policy packs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/amlrisk policy validate cn_insurer
	$(BIN)/amlrisk policy validate international

format: $(BIN)/.installed-dev ## put the code in the house's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(BIN)/.installed-dev ## speed and memory against stated peers (LISTS and NAMES: folders with real lists and names)
	$(BIN)/python -m bench $(if $(LISTS),--lists $(LISTS)) $(if $(NAMES),--names $(NAMES))

clean: ## remove what was built (never var/, where data lives)
	rm -rf $(VENV) build dist *.egg-info

$(BIN)/.installed: setup.cfg pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(BIN)/.installed-dev: $(BIN)/.installed
	$(BIN)/python -m pip install --quiet --editable '.[$(EXTRAS)]'
	touch $@
