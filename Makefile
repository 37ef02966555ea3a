# make run and make test need Python 3.11 or newer and make, nothing else.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= $(or $(ALUR_PORT),8000)
SETUP  := scripts/setup.sh

.PHONY: help run test check lint format types contracts cover audit bench pictures lock generate clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.run: requirements.lock requirements-setup.lock pyproject.toml
	@sh $(SETUP) $(PYTHON) $(VENV) requirements.lock && touch $@

$(VENV)/.run-web: $(VENV)/.run scripts/front_end.py web/package-lock.json web/icons.txt requirements-node.lock
	@$(BIN)/python scripts/front_end.py && touch $@

$(VENV)/.dev: requirements-dev.lock requirements-setup.lock pyproject.toml
	@sh $(SETUP) $(PYTHON) $(VENV) requirements-dev.lock && touch $@ $(VENV)/.run

$(VENV)/.dev-web: $(VENV)/.dev scripts/front_end.py web/package-lock.json web/icons.txt requirements-node.lock
	@$(BIN)/python scripts/front_end.py --dev && touch $@ $(VENV)/.run-web

run: $(VENV)/.run-web ## Set up and start Alur with demo data at http://127.0.0.1:$(PORT)
	@$(BIN)/alur serve --demo --port $(PORT)

test: $(VENV)/.dev-web ## Set up and run every test
	$(BIN)/python -m pytest -n auto --dist loadgroup --cov --cov-report=

check: $(VENV)/.dev lint types contracts ## Lint, types, import contracts

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

cover: test ## Tests with the coverage floors
	$(BIN)/coverage report
	$(BIN)/coverage report --include='engine/core/*,engine/sop/*' --fail-under=100

audit: $(VENV)/.dev ## Known holes in the packages, and the bill of materials (build/)
	$(BIN)/python -m scripts.audit

format: $(VENV)/.dev ## Put the code into the house format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

generate: $(VENV)/.dev-web ## Write the generated files (JSON Schema, OpenAPI, tables in docs)
	$(BIN)/python scripts/generate.py

bench: $(VENV)/.dev-web ## Measure (see benchmarks/README.md)
	$(BIN)/python -m benchmarks

pictures: $(VENV)/.dev-web ## Draw the README's pictures anew (needs chromium)
	$(BIN)/python -m scripts.pictures

lock: $(VENV)/.dev ## Resolve the lock files anew
	sh scripts/lock.sh $(BIN)/uv

clean: ## Remove what the two commands made, the demo database included
	rm -rf $(VENV) .alur build web/node_modules web/static/vendor .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis
