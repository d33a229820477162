# Short names. Each makes a virtual environment in .venv from a hash-pinned list and runs one command in it.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python

# A machine that keeps Python from writing what it compiled compiles everything anew in each process: Django, the tests.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test quick lint lock clean

demo: $(VENV)/demo-installed
	$(RUN) manage.py demo $(ARGS)

test: $(VENV)/test-installed
	$(RUN) -m pytest -n auto -m "not browser" $(ARGS)
	$(RUN) -m pytest -n auto -m browser $(ARGS)

quick: $(VENV)/test-installed
	$(RUN) -m pytest -n auto -m "not browser and not thorough" $(ARGS)

lint: $(VENV)/test-installed
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/djlint --lint --check --quiet templates
	$(VENV)/bin/lint-imports

# Writes the three lists anew from pyproject.toml. Needs uv; the lists name no package index.
lock:
	for list in "requirements.txt:" "requirements-demo.txt:--group demo" "requirements-dev.txt:--group test"; do \
	  uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-annotate --custom-compile-command "make lock" pyproject.toml $${list#*:} -o $${list%%:*}; \
	done

$(VENV)/demo-installed: requirements-demo.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements-demo.txt
	touch $@

$(VENV)/test-installed: requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

clean:
	rm -rf $(VENV) .data staticfiles
