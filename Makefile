# Assigned with ":=", so that only the command line sets them, never the environment: desktops
# export LANGUAGE for gettext, and other tools export PYTHON.
PYTHON := python3
AS_OF := 2026-06-30
LANGUAGE :=
JOBS := 2
PYTEST_ARGS :=
BENCH_ARGS :=
UPGRADE :=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
PMKB := $(BIN)/pmkb
FLAGS := --as-of $(AS_OF) $(if $(LANGUAGE),--language $(LANGUAGE))

RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development
UV := .cache/uv/bin/uv

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Two rules that install into one environment would race under -j.
.NOTPARALLEL:
.PHONY: help site serve test lint format bench lock clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  AS_OF=$(AS_OF)   the day whose status is built"
	@echo "  LANGUAGE=zh        the language of the site"
	@echo "  PYTHON=python3.12  the Python of a new $(VENV), 3.11 or later"

site: $(RUNTIME) ## build the example site into site/
	$(PMKB) build $(FLAGS)

serve: $(RUNTIME) ## serve the example site, rebuilt as files change
	$(PMKB) serve $(FLAGS)

test: lint ## check code, schemas and example, then run every test
	$(PMKB) schema --check
	$(PMKB) check --as-of $(AS_OF)
	$(BIN)/python -m pytest -n $(JOBS) $(PYTEST_ARGS)

lint: $(DEVELOPMENT) ## check style and types only
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(DEVELOPMENT) ## format the code and apply safe fixes
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

bench: $(DEVELOPMENT) ## time the compiler on generated knowledge bases
	$(BIN)/python -m benchmarks $(BENCH_ARGS)

# The run-time lock starts from the development lock, the larger of the two: a tool may hold a package
# back, and what both install must be one version. Pins stay where they fit, unless UPGRADE=1.
lock: $(UV) ## pin the dependencies anew (UPGRADE=1: the newest)
	$(call compile,dev,requirements-dev.lock) $(if $(UPGRADE),--upgrade)
	cp requirements-dev.lock requirements.lock
	$(call compile,build,requirements.lock)

clean: ## remove all that is made here, the environment too
	rm -rf $(VENV) .cache build dist test-results
	rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find site -mindepth 1 ! -name .gitkeep -delete
	find . -name __pycache__ -prune -exec rm -rf {} +

define compile
$(UV) pip compile pyproject.toml --group $(1) --output-file $(2) --quiet \
	--universal --python-version 3.11 --generate-hashes --annotation-style line \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
endef

define install
$(PIP) install --require-hashes -r $(1)
$(PIP) install --no-index --no-deps --no-build-isolation --editable .
@$(PIP) check || { echo "The lock does not fit pyproject.toml: make lock; or $(VENV) is stale: make clean"; exit 1; }
endef

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "pmkb needs Python 3.11 or later, for example: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.lock pyproject.toml | $(VENV)/pyvenv.cfg
	$(call install,requirements.lock)
	@touch $@

$(DEVELOPMENT): requirements-dev.lock pyproject.toml | $(VENV)/pyvenv.cfg
	$(call install,requirements-dev.lock)
	@touch $(RUNTIME) $@

$(UV):
	$(PYTHON) -m venv .cache/uv
	.cache/uv/bin/python -m pip --quiet --disable-pip-version-check install "uv>=0.8"
