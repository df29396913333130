# Two commands: `make book` builds the book into site/, `make test` passes the tests. Each sets up .venv from the lock.
PYTHON ?= python3
BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null)

# pip's own setting "user" would install beside .venv, and fail there
export PIP_USER := 0

.PHONY: book test twice check lint ruff format mypy imports docstrings collect lock lock-check clean help

help:
	@echo "make book    build the book: open site/index.html"
	@echo "make test    run the tests"
	@echo "make twice   build a second time, elsewhere and otherwise, and compare every byte"
	@echo "make check   check the evidence tables"
	@echo "make lint    ruff, mypy, import-linter, docstrings"
	@echo "make lock    pin the packages of requirements.in anew (needs uv); lock-check tries it for other systems"
	@echo "make clean   remove what builds made"

book: .venv/installed
	$(BIN)/ties build --root .

test: .venv/installed
	$(BIN)/python -m pytest -n 2 --dist loadgroup

# Another folder, time zone, language, hash seed and home; the graph starts from nothing.
twice: book
	rm -rf _build/twice && mkdir -p _build/twice/home "_build/twice/other place"
	cp -R book editions notebooks chapters.toml requirements.lock _config.yml _toc.yml "_build/twice/other place"
	cd "_build/twice/other place" && rm -rf book/_extra book/data book/findings.json book/woven.json book/this-build.md book/*.ipynb
	cd "_build/twice/other place" && umask 077 && HOME="$$PWD/../home" TZ=Asia/Kolkata LANG=C LC_ALL=C PYTHONHASHSEED=7 COLUMNS=40 \
		"$(CURDIR)/$(BIN)/ties" build --root .
	diff -rq site "_build/twice/other place/site"
	cmp pytask.lock "_build/twice/other place/pytask.lock"
	rm -rf _build/twice

check: .venv/installed
	$(BIN)/ties check

# One target a tool, so that make --jobs runs them side by side; mypy, the slowest, first.
lint: mypy ruff format imports docstrings

mypy: .venv/installed
	$(BIN)/mypy

ruff: .venv/installed
	$(BIN)/ruff check .

format: .venv/installed
	$(BIN)/ruff format --check .

imports: .venv/installed
	$(BIN)/lint-imports

docstrings: .venv/installed
	$(BIN)/interrogate -q src

# A copied checkout has a .venv whose programs, package and tables are those of the folder it was copied from: the
# name of the folder is kept in .venv/installed, and another one is set up anew.
ifneq ("$(shell cat .venv/installed 2>/dev/null)","$(CURDIR)")
.venv/installed: another-folder
.PHONY: another-folder
another-folder:
	@rm -rf .venv
endif

# Bytecode is compiled at install: without it every start of a kernel pays for it.
.venv/installed: requirements.lock pyproject.toml
ifneq ($(UV),)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv
	$(UV) pip install --quiet --require-hashes --compile-bytecode --python $(BIN)/python -r requirements.lock
	$(UV) pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python -e .
else
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endif
	@printf '%s' "$(CURDIR)" > $@

# For every Python and system at once; versions that are pinned already stay.
# The same tests whatever the clock and the seed of hashes.
collect: .venv/installed
	.ci/collect

lock:
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 \
		requirements.in -o requirements.lock

lock-check:
	.ci/lock

clean:
	rm -rf _build site book/_extra book/data book/findings.json book/woven.json book/this-build.md book/*.ipynb
