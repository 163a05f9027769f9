# What a person types: make demo, make test. `make help` lists the rest.
#
# Everything of Python's lives in .venv, everything built for the tests in .peers;
# `make clean` removes both. A stamp file in .venv tells what was installed, so a
# second call costs nothing until pyproject.toml changes.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
# Tests mostly wait for a host: more workers than processors.
WORKERS ?= $(shell expr 2 \* $$(getconf _NPROCESSORS_ONLN))

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# What was compiled once serves every worker, every command that a test starts, and the next run.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.venv/pycache
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
BIN := $(VENV)/bin
PIP := PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet
PYTEST := $(BIN)/pytest -n $(WORKERS) --dist worksteal -rfEs
READY_DEMO := $(VENV)/.ready-demo
READY := $(VENV)/.ready
VCSIM := .peers/bin/vcsim
GUEST_CLIENT := .peers/bin/govmomi-guest
IMPORT_CLIENT := .peers/bin/govmomi-import
OVF_READER := .peers/bin/govmomi-ovf
PROMETHEUS := .peers/bin/prometheus
GOVMOMI := /usr/share/gocode/src/github.com/vmware/govmomi/simulator
DEBIAN_PEERS := libvirt-clients python3-libvirt golang-go \
	golang-github-vmware-govmomi-dev microsocks dante-server tinyproxy-bin tmux \
	man-db zsh fish chromium qemu-utils virt-v2v nbdkit libnbd-bin

.DEFAULT_GOAL := help
.PHONY: adversity torture farm bench chaos constraints docs help demo test long check install \
	peers clean

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1 \2/p' $(MAKEFILE_LIST) | \
		while read -r name text; do printf '  make %-11s %s\n' "$$name" "$$text"; done

demo: $(READY_DEMO) ## a session with a simulated ESX host, told in the terminal
	@$(BIN)/aioesx demo

test: $(READY) ## run the test suite
	$(PYTEST) -m 'not long'

long: $(READY) ## run what takes longer: kills, fuzz, farms, judges' clients and servers
	$(PYTEST) -m 'long and not alone'
	$(BIN)/pytest -rfEs -m 'long and alone'

check: $(READY) ## lint, format, types, generated code, the book, layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/python wsdl/generate.py --check
	$(BIN)/python docs/generate.py --check
	$(BIN)/python docs/book.py --check
	$(BIN)/pytest -q tests/test_layers.py tests/test_exports.py

docs: $(READY) ## build the book: build/book/site/index.html
	$(BIN)/python docs/book.py

adversity: $(READY) ## every row of the fault catalogue: its tests, their results
	$(BIN)/python tests/adversity/report.py

torture: $(READY) ## a fault at every step that a connection takes, 10,000 timeouts; minutes
	AIOESX_TORTURE=all $(BIN)/pytest -q -s tests/adversity/test_torture.py \
		tests/adversity/test_soap.py -k 'c1_nothing or c2' --timeout 3000

farm: $(READY) ## 1,000 simulated hosts with a session each: what they take
	cd tests && ../$(BIN)/python support/farming.py 1000

bench: $(READY) $(VCSIM) ## CPU of small calls, bulk reads, files, start-up beside others'; into docs/performance.md
	$(BIN)/python tests/benchmarks/bench_transport.py --write
	$(BIN)/python tests/benchmarks/bench_wire.py --write
	$(BIN)/python tests/benchmarks/bench_vcenter.py --write
	$(BIN)/python tests/benchmarks/bench_fleet.py --write
	$(BIN)/python tests/benchmarks/bench_metrics.py --write
	$(BIN)/python tests/benchmarks/bench_files.py --write
	$(BIN)/python tests/benchmarks/bench_export.py --write
	$(BIN)/python tests/benchmarks/bench_storage.py --write
	$(BIN)/python tests/benchmarks/bench_startup.py --write

install: $(READY) ## make .venv with the command, the tests' tools and the judges from PyPI

peers: $(READY) ## install and build the judges: virsh, vcsim, pyVmomi, proxies (Debian)
	@.ci/apt-install $(DEBIAN_PEERS)
	@$(MAKE) --no-print-directory $(VCSIM) $(GUEST_CLIENT) $(IMPORT_CLIENT) $(OVF_READER) \
		$(PROMETHEUS)

constraints: $(READY) ## pin, for .ci/run, the versions that are installed here
	@{ echo '# What .ci/run was green with; `make constraints` writes it.'; \
		$(BIN)/pip freeze --all --exclude-editable --exclude pip; } > .ci/constraints.txt

chaos: $(READY) ## 2,000 operations over a line that is cut at random
	AIOESX_CHAOS_SEEDS=2000 $(BIN)/pytest -q tests/adversity/test_chaos_domains.py

clean: ## remove .venv, .peers and what the tools left
	rm -rf $(VENV) .peers build dist *.egg-info
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VCSIM): tests/peers/vcsim/main.go
	@test -d $(GOVMOMI) || { echo 'vcsim needs Debian packages: run "make peers"' >&2; exit 1; }
	@mkdir -p $(@D)
	GOPATH=/usr/share/gocode GO111MODULE=off go build -o $@ ./$(<D)

$(GUEST_CLIENT): tests/peers/govmomi_guest/main.go
	@test -d $(GOVMOMI) || { echo 'it needs Debian packages: run "make peers"' >&2; exit 1; }
	@mkdir -p $(@D)
	GOPATH=/usr/share/gocode GO111MODULE=off go build -o $@ ./$(<D)

$(IMPORT_CLIENT): tests/peers/govmomi_import/main.go
	@test -d $(GOVMOMI) || { echo 'it needs Debian packages: run "make peers"' >&2; exit 1; }
	@mkdir -p $(@D)
	GOPATH=/usr/share/gocode GO111MODULE=off go build -o $@ ./$(<D)

$(OVF_READER): tests/peers/govmomi_ovf/main.go
	@test -d $(GOVMOMI) || { echo 'it needs Debian packages: run "make peers"' >&2; exit 1; }
	@mkdir -p $(@D)
	GOPATH=/usr/share/gocode GO111MODULE=off go build -o $@ ./$(<D)

# Installed, it would be a service.
$(PROMETHEUS):
	@.ci/apt-unpack prometheus $(@D) usr/bin/promtool usr/bin/prometheus

# The demo needs the command and the simulator only; whoever has it all has that too.
$(READY_DEMO): pyproject.toml | $(BIN)/python
	$(PIP) --editable '.[all]'
	@touch $@

$(READY): pyproject.toml | $(BIN)/python
	$(PIP) --editable '.[dev,peers]'
	@touch $@ $(READY_DEMO)

$(BIN)/python:
	@test -n '$(PYTHON)' || { echo 'aioesx needs Python 3.11 or newer' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'aioesx needs Python 3.11 or newer, $(PYTHON) is older; say make PYTHON=...' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo '$(PYTHON) cannot make environments; on Debian: apt-get install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
