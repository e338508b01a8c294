# Every path below is relative and every tool is called through .venv/bin/python: the folder's name may hold spaces.
PYTHON ?= python3
PY := .venv/bin/python
SETUP := .venv/.installed
STACK_TESTS ?= tests/stack
AWS_SETUP := .venv/.aws-installed
WITHOUT_SERVICES := --ignore=tests/aws --ignore=tests/bench --ignore=tests/stack --ignore=tests/browser
# A process a core; one that has nothing left takes tests from the other, so few modules set up twice.
PARALLEL := --numprocesses auto --maxprocesses 4 --dist worksteal
LINT_IMPORTS := $(PY) -c "from importlinter.cli import lint_imports_command as lint; lint()" --no-logo --no-cache
PINS = --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet $(UPGRADE)
# Runs a command whose output is only worth reading when it fails.
quietly = answer=$$($(1) 2>&1) || { echo "$$answer" >&2; exit 1; }

.DEFAULT_GOAL := help
.PHONY: help demo test test-fast test-aws test-browser up test-stack check docs pictures bench bench-growth bench-matching generate lock clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 24

demo: $(SETUP)  ## run the main job on real data: examples/pixar
	@$(PY) -m movies_lakehouse.cli.main demo

test: $(SETUP)  ## every test that needs neither Docker nor a browser
	@$(PY) -m pytest $(PARALLEL) $(WITHOUT_SERVICES)

test-fast: $(SETUP)  ## the inner loop: all of them but those marked slow
	@$(PY) -m pytest $(PARALLEL) $(WITHOUT_SERVICES) -m "not slow"

test-aws: $(AWS_SETUP)  ## AWS without an account and without Docker (about two minutes)
	@$(PY) -m pytest tests/aws

test-browser: $(SETUP)  ## the tests that open the pages in Chromium
	@$(PY) -m pytest tests/browser

up:  ## start the stack (Docker) and wait until gold answers
	@docker compose up --wait

test-stack: $(SETUP)  ## the tests that start the stack in Docker (about 30 minutes); some: make test-stack STACK_TESTS=tests/stack/test_gold.py
	@$(PY) -m pytest $(STACK_TESTS)

check: $(SETUP)  ## lint, format, types, directions of imports, generated files, dbt project, dashboards
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --check --quiet . || { echo "make check: not formatted; run: $(PY) -m ruff format ." >&2; exit 1; }
	@$(PY) -m mypy --no-error-summary aws ingest init movies_lakehouse tests
	@$(call quietly,$(LINT_IMPORTS))
	@$(PY) -m movies_lakehouse.build.generate --check
	@$(PY) -m sqlfmt --check --quiet dbt || { echo "make check: SQL not formatted; run: $(PY) -m sqlfmt dbt" >&2; exit 1; }
	@$(PY) -m tests.lint.long_lines
	@$(PY) -m movies_lakehouse.build.dbt_runner
	@$(call quietly,$(PY) -m dbt_score lint --manifest dbt/target/manifest.json)
	@$(call quietly,$(PY) -m movies_lakehouse.cli.main dashboards check)

docs: $(SETUP)  ## the page build/docs/index.html: each column from delivery to gold, with its type and lineage
	@$(PY) -m movies_lakehouse.outputs.docs_site

pictures: $(SETUP)  ## the pictures of README and docs, made from the examples in Chromium; those of dashboards need Docker
	@$(PY) -m tests.browser.pictures
	@$(PY) -m tests.stack.pictures

bench: $(SETUP)  ## figures for docs/benchmarks.md; options: make bench BENCH="--movies 100000 --rounds 1"
	@$(PY) -m tests.bench $(BENCH)

bench-growth: $(SETUP)  ## what one more delivery costs, beside an older build: make bench-growth BENCH="--base HEAD~10"
	@$(PY) -m tests.bench.growth $(BENCH)

bench-matching: $(SETUP)  ## the page docs/matching.md: how well movies are matched (about 20 seconds)
	@$(PY) -m tests.matching

generate: $(SETUP)  ## write the files that are generated from the contracts
	@$(PY) -m movies_lakehouse.build.generate

# The pins serve every platform and Python version; versions already pinned stay (UPGRADE=--upgrade moves them).
lock:  ## pin every dependency, with hashes, in constraints.txt
	@test -x .uv/bin/python || $(PYTHON) -m venv .uv
	@.uv/bin/python -m pip install --quiet uv==0.13.9
	@.uv/bin/python -m uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		$(PINS) --output-file constraints.txt
	@.uv/bin/python -m uv pip compile tests/aws/requirements.in --constraints constraints.txt --universal \
		--python-version 3.11 $(PINS) --output-file tests/aws/requirements.txt
	@.uv/bin/python -m uv pip compile superset/requirements.in --python-platform linux --python-version 3.11 \
		$(PINS) --output-file superset/requirements.txt
	@.uv/bin/python -m uv pip compile airflow/requirements.in --python-platform linux --python-version 3.13 \
		$(PINS) --output-file airflow/requirements.txt

clean:  ## remove what make made; lakes and CSVs stay
	rm -rf .venv .uv build dbt/target dbt/logs .mypy_cache .ruff_cache .pytest_cache .hypothesis

# The stamp comes last, so that an interrupted set-up starts again from nothing.
$(SETUP): constraints.txt pyproject.toml
	@command -v "$(PYTHON)" >/dev/null || { echo "make: no '$(PYTHON)' here; install Python 3.11 or newer, or name one: make PYTHON=python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "make: '$(PYTHON)' is not Python 3.11 or newer; name one that is: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up .venv (once) ..."
	@"$(PYTHON)" -m venv --clear .venv \
		|| { echo "make: '$(PYTHON)' cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r constraints.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(PY) -m movies_lakehouse.build.dbt_runner
	@touch $(SETUP)

# Apart, since it is large: none of the other tests, and no check, needs it.
$(AWS_SETUP): $(SETUP) tests/aws/requirements.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r tests/aws/requirements.txt
	@touch $(AWS_SETUP)
