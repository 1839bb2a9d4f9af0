# Every target sets up what it needs. `make help` lists them.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
EVAL ?=
OUT ?= out

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.stamp: requirements-dev.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, or name it with make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(MAKE) --no-print-directory need PACKAGES=python3-venv
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	touch $@

.PHONY: setup
setup: $(VENV)/.stamp ## the virtual environment

# System packages that are missing, by apt where there is apt.
.PHONY: need
need:
	@command -v apt-get >/dev/null || { echo "please install: $(PACKAGES)"; exit 1; }
	$(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(PACKAGES)

.services/kafka/.stamp: tests/services/pom.xml
	@command -v redis-server >/dev/null || $(MAKE) --no-print-directory need PACKAGES=redis-server
	@command -v java >/dev/null || $(MAKE) --no-print-directory need PACKAGES=default-jre-headless
	@command -v mvn >/dev/null || $(MAKE) --no-print-directory need PACKAGES=maven
	@command -v promtool >/dev/null || $(MAKE) --no-print-directory need PACKAGES=prometheus
	mvn -q -B -f tests/services/pom.xml dependency:copy-dependencies -DoutputDirectory=$(CURDIR)/.services/kafka/libs
	touch $@

.PHONY: services
services: .services/kafka/.stamp ## what the tests run against: Kafka's jars, java, redis-server

.PHONY: demo
demo: setup ## the worker on sample pages, without broker or Redis, and what became of each page
	@rm -rf $(OUT)/demo && mkdir -p $(OUT)
	@$(BIN)/python deploy/demo/pages.py > $(OUT)/demo.jsonl
	$(BIN)/worker run --input $(OUT)/demo.jsonl --output $(OUT)/demo --set metrics.port=0
	@$(BIN)/python deploy/demo/table.py $(OUT)/demo.jsonl $(OUT)/demo

.PHONY: lint
lint: setup ## ruff and mypy --strict
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

.PHONY: test
test: setup services lint ## every test, against a real Kafka and a real Redis
	$(BIN)/python -m pytest --ignore tests/image

.PHONY: chaos
chaos: setup services ## the whole chaos test: 20 kills, broker and Redis restarted
	CHAOS=full $(BIN)/python -m pytest tests/chaos

FUZZ_SECONDS ?= 300
.PHONY: fuzz
fuzz: setup ## the normaliser under mutated pages, guided by coverage, for FUZZ_SECONDS; what broke it is kept in out/fuzz
	$(BIN)/python -m pip install --quiet 'atheris==3.0.0'
	@mkdir -p $(OUT)/fuzz/corpus
	$(BIN)/python -m tests.fuzz.pages $(OUT)/fuzz/corpus tests/quality/golden -dict=tests/fuzz/words.dict \
		-max_total_time=$(FUZZ_SECONDS) -max_len=20000 -timeout=20 -rss_limit_mb=4096 -artifact_prefix=$(OUT)/fuzz/

.PHONY: quality
quality: setup ## scores on pages with known answers, to out/quality; EVAL=folder for outside pages, beside trafilatura and newspaper4k
	$(if $(EVAL),$(BIN)/python -m pip install --quiet 'newspaper4k==0.9.6')
	$(BIN)/python -m tests.quality --output $(OUT)/quality $(if $(EVAL),--eval $(EVAL))

.PHONY: ratchet
ratchet: setup ## raise the quality floors that tests hold to what is reached now
	$(BIN)/python -m tests.quality --ratchet

IMAGE ?= news-ingest-worker
BASE ?=
.PHONY: image
image: setup services ## build the container image, and test it against a real broker; BASE=image to build on another base
	@if docker compose version >/dev/null 2>&1; then docker compose --profile demo config --quiet; else docker-compose --profile demo config --quiet; fi
	docker build --network host -f deploy/Dockerfile $(if $(BASE),--build-arg BASE=$(BASE)) -t $(IMAGE) .
	IMAGE=$(IMAGE) $(BIN)/python -m pytest tests/image/test_container.py
	@docker image inspect --format 'image size: {{.Size}} bytes' $(IMAGE)

.PHONY: compose
compose: image ## start all of docker-compose.yml with two workers, see the sample pages go through, and remove it again
	$(BIN)/python -m pytest tests/image/test_compose.py

.PHONY: same
same: setup services ## files and Kafka come to the same outcomes; EVAL=folder for outside pages too
	EVAL=$(EVAL) $(BIN)/python -m pytest tests/integration/test_same_outcomes.py

.PHONY: bench
bench: setup services ## timings side by side, as ratios, to out/bench; EVAL=folder for outside pages
	$(BIN)/python -m pip install --quiet 'datasketch>=1.6'
	$(BIN)/python -m tests.bench --output $(OUT)/bench $(if $(EVAL),--eval $(EVAL))

.PHONY: scaling
scaling: setup services ## what more replicas bring, and what one that comes or goes costs the others, to out/bench
	$(BIN)/python -m tests.bench.scaling --output $(OUT)/bench

.PHONY: lock
lock: setup ## pin every dependency, with hashes
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile -q --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --no-annotate --extra tracing -o requirements.lock pyproject.toml
	$(BIN)/pip-compile -q --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --no-annotate --allow-unsafe --extra dev -o requirements-dev.lock pyproject.toml

.PHONY: clean
clean: ## remove environment, services and results
	rm -rf $(VENV) .services $(OUT) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
