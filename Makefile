# Pulang. `make run` and `make test` are all that a newcomer needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PULANG_DATA ?= $(CURDIR)/var
export PORT_FORUM ?= 8000
export PORT_SERVICE ?= 8001

.PHONY: run test bench lint screenshots system system-test messages requirements sbom bundle clean help

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /	/' | expand -t 16

run: $(VENV)/run.stamp ## Serve the demonstration: forum on PORT_FORUM (8000), service plane on PORT_SERVICE (8001)
	@PULANG_DEMONSTRATION=true; export PULANG_DEMONSTRATION; \
	$(BIN)/pulang demo && exec $(BIN)/pulang serve --accounts

test: $(VENV)/dev.stamp ## All tests of both planes on SQLite and PostgreSQL, and the browser journeys
	@sh scripts/system.sh test
	@exec $(BIN)/python scripts/test.py

bench: $(VENV)/dev.stamp ## Measure on large worlds (SIZE=100000 ONLY=list,search ENGINES=sqlite WRITE=docs/explanation/performance.md)
	@$(BIN)/python -m bench $(if $(SIZE),--size $(SIZE)) $(if $(ONLY),--only $(ONLY)) $(if $(ENGINES),--engines $(ENGINES)) \
	  $(if $(SEED),--seed $(SEED)) $(if $(TIMES),--times $(TIMES)) $(if $(SECONDS_OF_WORK),--seconds $(SECONDS_OF_WORK)) \
	  $(if $(CASES),--cases $(CASES)) $(if $(KILLS),--kills $(KILLS)) $(if $(FOLDER),--folder $(FOLDER)) \
	  $(if $(WRITE),--write $(WRITE)) $(if $(JSON),--json $(JSON)) $(if $(QUIET),--quiet)

lint: $(VENV)/dev.stamp ## ruff, mypy per plane, import-linter, template and style-sheet rules
	@sh scripts/lint.sh $(BIN)

system: ## Install what Debian or Ubuntu lacks for run and test
	@sh scripts/system.sh run && sh scripts/system.sh test

screenshots: $(VENV)/dev.stamp ## Make every picture of README and docs anew, in four languages (maintainers)
	@sh scripts/system.sh test
	@$(BIN)/python -m scripts.screenshots

messages: $(VENV)/dev.stamp ## Bring the message catalogues up to date with the code (maintainers)
	@$(BIN)/pulang messages

requirements: $(VENV)/dev.stamp ## Compile requirements/*.in to pinned files with hashes (maintainers)
	@for name in run dev; do $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header requirements/$$name.in -o requirements/$$name.txt; done

sbom: $(VENV)/dev.stamp ## Write dist/pulang-sbom.json (CycloneDX) and dist/licences.txt of all that is installed to run
	@mkdir -p dist && $(BIN)/python -m scripts.bundle sbom dist

bundle: $(VENV)/dev.stamp ## Write dist/pulang-bundle-*.tar: installs and runs on a machine without network
	@mkdir -p dist && $(BIN)/python -m scripts.bundle all dist

$(VENV)/run.stamp: requirements/run.txt pyproject.toml
	@sh scripts/venv.sh $(PYTHON) $(VENV) requirements/run.txt
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt requirements/run.txt pyproject.toml
	@sh scripts/venv.sh $(PYTHON) $(VENV) requirements/dev.txt
	@touch $(VENV)/run.stamp $@

clean: ## Remove the environment and caches; data under PULANG_DATA stays
	rm -rf $(VENV) .mypy_cache* .ruff_cache .pytest_cache .import_linter_cache
