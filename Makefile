# `make run` is all that is needed: Python 3.11 or newer with venv, and make. PORT, PORTAL_DATA and DEMO may be set.
PYTHON3 ?= python3
BIN := .venv/bin
export DEMO ?= 1
# Where rules, money and figures live, every branch is tried; the whole run of `make test` fails below 100 %.
COVERED := */services.py,*/services/*,*/reporting.py,*/reporting/*,*/formats/*
.DEFAULT_GOAL := help
.PHONY: help setup setup-tests run demo test check bench messages lock

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

setup: ## the environment, from the lock file
	@$(PYTHON3) scripts/setup.py

setup-tests:
	@$(PYTHON3) scripts/setup.py --test

run: setup ## the whole portal at http://localhost:8000, with demonstration data (DEMO=0: without)
	@exec $(BIN)/python -m darbigas_kopienas.supervisor

demo: setup ## the demonstration data once more, into the portal that is running
	@$(BIN)/python manage.py seed

test: setup-tests ## every test; `make test ARGS="tests/budget -n0"` for some
	@DEMO=0 $(if $(CI),PORTAL_NO_SKIP=1) $(BIN)/pytest $(if $(ARGS),$(ARGS),--cov --cov-report=)
	@$(if $(ARGS),,$(BIN)/coverage report --include='$(COVERED)' --fail-under=100)

check: setup ## format, lint, types, directions of imports, migrations, settings
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --cache-dir=/dev/null .
	$(BIN)/lint-imports
	$(BIN)/djlint --lint templates
	$(BIN)/python scripts/messages.py check
	DEMO=0 $(BIN)/python manage.py makemigrations --check --dry-run
	DEMO=0 PUBLIC_URL=https://portal.example SECRET_KEY=$$($(PYTHON3) -c 'import secrets; print(secrets.token_urlsafe(60))') \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

bench: setup ## ratios measured in one run: pages, statements, report, queue
	@DEMO=0 $(BIN)/python -m tests.bench

messages: setup ## collect texts to be translated (needs gettext)
	$(BIN)/python scripts/messages.py update

lock: setup ## the lock file anew, from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group dev \
		--upgrade --output-file requirements.lock pyproject.toml
