# `make run` is all that is needed: Python 3.11 or newer with venv, and make. PORT, PORTAL_DATA and DEMO may be set.
PYTHON3 ?= python3
BIN := .venv/bin
export DEMO ?= 1
# A run starts many processes; where this is set, each of them would compile every module anew, at two seconds apiece.
unexport PYTHONDONTWRITEBYTECODE
PYTEST = DEMO=0 $(if $(CI),PORTAL_NO_SKIP=1) $(BIN)/pytest
# The last minute of a year, a day that most years lack, and the hours in which clocks are changed (Riga's two 03:30).
MOMENTS := 2026-12-31T23:59+02:00 2028-02-29T12:00+02:00 2027-03-28T02:59+02:00 2027-03-28T04:00+03:00 \
	2027-10-31T03:30+03:00 2027-10-31T03:30+02:00
.DEFAULT_GOAL := help
.PHONY: help setup setup-tests run demo backup restore verify backup-key test test-long check check-types check-rules bench messages lock audit

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

setup: ## the environment, from the lock file
	@$(PYTHON3) scripts/setup.py

setup-tests:
	@$(PYTHON3) scripts/setup.py --test

run: setup ## the whole portal at http://localhost:8000, with demonstration data (DEMO=0: without)
	@exec $(BIN)/python -m darbigas_kopienas.runtime.supervisor

demo: setup ## the demonstration data once more, into the portal that is running
	@$(BIN)/python manage.py seed

backup: setup ## all of the portal into one file (BACKUP_DIR, BACKUP_KEY; docs/restore.md)
	@$(BIN)/python -m darbigas_kopienas.runtime.backup make

restore: setup ## FROM=backup into an empty data folder or database (BACKUP_IDENTITY where it is encrypted)
	@$(BIN)/python -m darbigas_kopienas.runtime.backup restore "$(FROM)"

verify: setup ## FROM=backup: is it whole? Without: is every file and report of the portal what it was?
	@$(BIN)/python -m darbigas_kopienas.runtime.backup verify $(if $(FROM),"$(FROM)")

backup-key: setup ## a pair of keys: one that encrypts backups, one that opens them
	@$(BIN)/python -m darbigas_kopienas.runtime.backup key

test: setup-tests $(if $(ARGS),,check) ## the checks and every test; `make test ARGS="tests/budget -n0"` for some tests
	@$(PYTEST) $(if $(ARGS),$(ARGS),--cov --cov-report=)
	@$(if $(ARGS),,$(BIN)/coverage report --fail-under=100)

test-long: setup-tests ## the same tests with more rounds, the last file first, and rules and mails at other moments (an hour or more)
	@PORTAL_TEST_LONG=1 PORTAL_TEST_ORDER=reversed $(PYTEST)
	@$(foreach moment,$(MOMENTS),echo "at $(moment)"; PORTAL_TEST_NOW=$(moment) $(PYTEST) &&) true

check: setup-tests ## format, lint, types, directions of imports, migrations, settings
	@$(MAKE) --no-print-directory --jobs=2 --output-sync check-types check-rules

check-types:
	$(BIN)/mypy --cache-dir=/dev/null .

check-rules:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/djlint --lint templates
	$(BIN)/python scripts/messages.py check
	DEMO=0 $(BIN)/python manage.py makemigrations --check --dry-run
	DEMO=0 PUBLIC_URL=https://portal.example PROXY_COUNT=1 SECRET_KEY=$$($(PYTHON3) -c 'import secrets; print(secrets.token_urlsafe(60))') \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

bench: setup ## ratios measured in one run: pages, statements, report, queue
	@DEMO=0 $(BIN)/python -m tests.bench

messages: setup ## collect texts to be translated (needs gettext)
	$(BIN)/python scripts/messages.py update
	@DEMO=0 $(BIN)/python -m darbigas_kopienas.runtime.proxy_pages

lock: setup ## the lock files anew, from pyproject.toml: all, and what the image needs
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group dev \
		--upgrade --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--constraint requirements.lock --output-file requirements-image.lock pyproject.toml

audit: setup ## known vulnerabilities of the packages in the image (asks the public database; docs/security.md)
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv tool run --quiet pip-audit --disable-pip --require-hashes --progress-spinner off --format json \
		--requirement requirements-image.lock | $(BIN)/python scripts/audit.py
