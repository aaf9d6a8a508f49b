# Each target is one line over an npm script. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help install start-dev start-prod db-upgrade db-downgrade db-revision migrate-ci seed smoke demo token check build test

# npm writes this file at the end of an installation, so one that was cut short runs again.
INSTALLED := node_modules/.package-lock.json
BUILT := dist/package.json
SOURCES = $(shell find src workflows activities temporal migrations -name '*.ts' -not -path 'src/development/*')
# make knows AS as the assembler; only a value of the caller's counts.
PERSON = $(if $(filter default,$(origin AS)),shopper,$(AS))

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

install: $(INSTALLED) ## the dependencies, exactly as the lockfile says
$(INSTALLED): package-lock.json
	npm ci
	@touch $@

start-dev: $(INSTALLED) ## the whole product on this machine, everything embedded; API on :8000
	@npm run --silent start:dev

start-prod: $(BUILT) ## API and worker from the built code; everything else by its settings
	@npm run --silent start:prod

build: $(INSTALLED) ## compiled code and the workflow bundle in dist
	@npm run --silent build
	@cp package.json $(BUILT)
$(BUILT): $(SOURCES) package.json | $(INSTALLED)
	@npm run --silent build
	@cp package.json $@

db-upgrade: $(INSTALLED) ## all pending migrations
	@npm run --silent db:upgrade

db-downgrade: $(INSTALLED) ## take back the newest migration
	@npm run --silent db:downgrade

db-revision: $(INSTALLED) ## a new migration file: make db-revision m="what it does"
	@npm run --silent db:revision -- "$(m)"

migrate-ci: $(INSTALLED) ## up, down and up again; needs DATABASE_URL
	@npm run --silent migrate:ci

seed: $(INSTALLED) ## sample data; may be repeated
	@npm run --silent seed

smoke: $(INSTALLED) ## the smoke sequence against BASE_URL (http://localhost:8000)
	@npm run --silent smoke

demo: $(INSTALLED) ## a guided tour through the running development stack
	@npm run --silent demo

token: $(INSTALLED) ## a development token: make token AS=shopper (or maker, admin)
	@npm run --silent token -- "$(PERSON)"

check: $(INSTALLED) ## format, lint, types, import rules, unused code
	@npm run --silent check

test: $(INSTALLED) ## the whole test suite; further arguments by ARGS="..."
	@npm test --silent -- $(ARGS)
