# Assay. Each target does all of its own set-up; nothing has to be installed by hand first but Rust and Node.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
export LANG := en_US.UTF-8

# Clones on one machine share what was compiled: Polars alone takes longer than everything else.
CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/assay
export CARGO_TARGET_DIR ?= $(CACHE)/target
BIN := $(CARGO_TARGET_DIR)/debug

.PHONY: help run serve test soak conformance bench fmt lint package setup ui build samples e2e desktop clean-cache

help:
	@echo "make run      open Assay in a window (or say how to use it in a browser)"
	@echo "make serve    the same product in a browser"
	@echo "make test     everything that must hold; what CI runs"
	@echo "make soak     random questions and texts by the ten thousands; takes long"
	@echo "make conformance  answers to TPC-H, TPC-DS and ClickBench beside DuckDB's"
	@echo "make bench    figures, as ratios in one run"
	@echo "make fmt      format Rust and TypeScript"
	@echo "make package  a .deb in $(CACHE)/package"
	@echo "make samples  make the sample data and workbooks again from their seed"

setup:
	@scripts/setup

ui: setup
	@scripts/build-ui

build: ui
	@scripts/step "Build application, engine and command line" cargo build --locked --workspace --bins

run: build
	@scripts/run-window $(FILE)

serve: build
	@$(BIN)/assay serve $(FILE) --open

test:
	@scripts/test

soak:
	@scripts/soak

conformance: build
	@scripts/conformance

bench: build
	@scripts/bench

fmt: setup
	cargo fmt --all
	cd ui && npm run --silent format

lint: setup
	@scripts/lint

package: build
	@scripts/package

samples: build
	@scripts/make-samples

clean-cache:
	rm -rf "$(CACHE)"
