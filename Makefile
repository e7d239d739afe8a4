# Needs Python 3.11 or newer and make; everything else goes into .venv.
PYTHON ?= python3
PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
TEST_SETTINGS := DJANGO_SETTINGS_MODULE=clinic_site.settings.test DATABASE_URL=sqlite://:memory:

.PHONY: run test lint

run: .venv/requirements.lock
	@exec $(PY) manage.py run_site

# On SQLite, then a whole site on SQLite in a browser, then on PostgreSQL.
test: .venv/requirements-dev.lock
	@$(PY) -m pytest -n 2 -m "not browser"
	@$(PY) -m pytest -m browser
	@$(PY) -m tests.with_postgres $(PY) -m pytest -n 2 -m "not browser"

lint: .venv/requirements-dev.lock
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m djlint --lint --quiet templates
	$(TEST_SETTINGS) $(PY) manage.py makemigrations --check --dry-run
	env $$(grep -v '^#' tests/site/production.env) $(PY) manage.py check --deploy --fail-level WARNING

# A lock file is copied here once what it names is installed.
.venv/%.lock: %.lock
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit( \
	  "Python 3.11 or newer is needed, $(PYTHON) is %d.%d. Name another: make PYTHON=python3.12" % v[:2])'
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@echo "Installing what $< names ..."
	@$(PIP) -r $<
	@cp $< $@
