# Needs Python 3.11 or newer and make; everything else goes into .venv.
PYTHON ?= python3
PY := .venv/bin/python
# The locks name everything: left to look, pip takes a newer release that has no hash here.
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
TEST_SETTINGS := DJANGO_SETTINGS_MODULE=clinic_site.settings.test DATABASE_URL=sqlite://:memory:

# Node comes out of the venv too.
NODE := tests/browser/node_modules

.PHONY: run test lint bench faults lighthouse

run: .venv/requirements.lock
	@exec $(PY) manage.py run_site

# In two processes, file after file in the order they were collected: after tests that
# empty the database, which come late, no other finds its rows (tests/handing_out.py).
IN_ORDER := -n 2 --no-loadscope-reorder
# A person at a browser waits as often as not: for a page, a mail, a form that was not
# looked at long enough. A third process works meanwhile.
AT_BROWSERS := -n 3 --no-loadscope-reorder

# On SQLite, then whole sites on SQLite in browsers, then on PostgreSQL.
test: .venv/requirements-dev.lock $(NODE)/.package-lock.json
	@$(PY) -m pytest $(IN_ORDER) -m "not browser"
	@$(PY) -m pytest $(AT_BROWSERS) -m browser tests/browser
	@$(PY) -m tests.with_postgres $(PY) -m pytest $(IN_ORDER) -m "not browser"

lint: .venv/requirements-dev.lock $(NODE)/.package-lock.json
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m djlint --lint --quiet templates
	.venv/bin/node $(NODE)/stylelint/bin/stylelint.mjs --config tests/browser/stylelint.config.mjs "clinic_site/static/css/**/*.css"
	$(PY) -m tests.supply.secret_scan
	$(PY) -m tests.supply.licenses --check
	$(TEST_SETTINGS) $(PY) manage.py makemigrations --check --dry-run
	env $$(grep -v '^#' tests/site/production.env) $(PY) manage.py check --deploy --fail-level WARNING

# Figures and scores wobble with what else the machine does: they are no part of the tests.
bench: .venv/requirements-dev.lock
	@$(PY) -m tests.benchmarks

# Kills, fills and unplugs what a site needs, on both databases: a quarter of an hour.
faults: .venv/requirements-dev.lock
	@$(PY) -m tests.faults
	@$(PY) -m tests.deploy

lighthouse: .venv/requirements-dev.lock $(NODE)/.package-lock.json
	@$(PY) -m tests.browser.lighthouse

$(NODE)/.package-lock.json: tests/browser/package-lock.json | .venv/requirements-dev.lock
	@echo "Installing what $< names ..."
	@.venv/bin/npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund \
	  --no-update-notifier --loglevel error >/dev/null
	@touch $@

.venv/%.lock: %.lock
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit( \
	  "Python 3.11 or newer is needed, $(PYTHON) is %d.%d. Name another: make PYTHON=python3.12" % v[:2])'
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@echo "Installing what $< names ..."
	@$(PIP) -r $<
	@cp $< $@
