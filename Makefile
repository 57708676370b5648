# The commands of the project. `make run` and `make test` set up everything they need first.

UV_VERSION := 0.13.9
TOOLS := .tools
UV := $(or $(shell command -v uv 2>/dev/null),$(TOOLS)/bin/uv)
RUN := $(UV) run --frozen --no-sync
PYTHON := python3
WORKERS ?= auto
export UV_PYTHON_DOWNLOADS := never

# What Qt and the tests need from the system, by Debian's names.
QT_PACKAGES := libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libglib2.0-0 \
	libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 \
	libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 libx11-xcb1
TEST_PACKAGES := xvfb openbox xdotool postgresql

.PHONY: run tour test fuzz lint types contracts bench soak soak-real installer words screenshot setup system system-test clean

run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
		$(RUN) crm-desktop; \
	else \
		echo "No display was found, so the app walks through its pages by itself and draws them into out/tour."; \
		$(RUN) python -m ui.tour out/tour; \
	fi

tour: setup
	$(RUN) python -m ui.tour out/tour

test: setup system-test lint types contracts
	$(RUN) pytest -n $(WORKERS) --dist worksteal -q

# By hypothesis with more inputs than a test run has, and by atheris for so many seconds each reader.
FUZZ_SECONDS ?= 60
FUZZ_TIMES ?= 20

fuzz: setup
	FUZZ_TIMES=$(FUZZ_TIMES) $(RUN) pytest -q tests/fuzz
	$(UV) sync --frozen --quiet --group fuzz --python $(PYTHON)
	$(RUN) python -m tests.fuzz $(FUZZ_SECONDS)

lint: setup
	$(RUN) ruff check .
	$(RUN) ruff format --check .

types: setup
	$(RUN) mypy

contracts: setup
	$(RUN) lint-imports

bench: setup
	$(RUN) python -m compileall -q crm_desktop ui .venv/lib
	$(RUN) python -m benchmarks

# A million simulated histories of sharing; `make soak HISTORIES=10000000` before a release.
HISTORIES ?= 1000000
soak: setup
	$(RUN) python -m tests.sync.simulator --histories $(HISTORIES) --jobs $$(nproc 2>/dev/null || sysctl -n hw.ncpu)

# Random histories on real encrypted files and a real PostgreSQL: about five seconds each. Then each fault of the line at
# each message of a first download, and eight other months.
REAL_HISTORIES ?= 2000
soak-real: setup
	CRM_REAL_HISTORIES=$(REAL_HISTORIES) $(RUN) pytest -q tests/sync/test_real_histories.py
	CRM_THOROUGH=1 $(RUN) pytest -q tests/sync/test_faults.py tests/sync/test_month.py

installer: setup
	$(RUN) pyinstaller --noconfirm --distpath dist --workpath build build_installer.spec
	$(PYTHON) .ci/try_installer.py dist/crm_desktop

# Each language has one file of words; new words stand in it untranslated, and are shown in English until they are.
WORDS := resources/translations
words: setup
	mkdir -p out
	$(RUN) pybabel -q extract -k _ -k N_ -k ngettext:1,2 --no-location --sort-output -o out/words.pot crm_desktop ui
	$(RUN) pybabel -q update -D crm_desktop -i out/words.pot -d $(WORDS) --no-fuzzy-matching --ignore-obsolete
	$(RUN) pybabel compile -D crm_desktop -d $(WORDS) --statistics

screenshot: setup
	$(RUN) python -m ui.grab contacts docs/screenshot.png

setup: system .venv/ready

.venv/ready: pyproject.toml uv.lock
	@command -v uv >/dev/null 2>&1 || [ -x $(TOOLS)/bin/uv ] || \
		$(PYTHON) -m pip install --quiet --target $(TOOLS) uv==$(UV_VERSION)
	$(UV) sync --frozen --quiet --python $(PYTHON)
	@touch $@

system:
	@$(call install_missing,$(QT_PACKAGES))

system-test:
	@$(call install_missing,$(TEST_PACKAGES))

# Debian's packages are installed where they are missing and may be installed; elsewhere Qt brings what it needs.
define install_missing
	if command -v dpkg-query >/dev/null 2>&1; then \
		missing=""; \
		for each in $(1); do \
			dpkg-query -W -f='$${Status}' $$each 2>/dev/null | grep -q "ok installed" || missing="$$missing $$each"; \
		done; \
		if [ -n "$$missing" ]; then \
			if [ "$$(id -u)" = 0 ]; then \
				echo "Installing$$missing"; \
				(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing) >/dev/null || exit 1; \
			else \
				echo "Please install as root: apt-get install$$missing"; \
			fi; \
		fi; \
	fi
endef

clean:
	rm -rf .venv $(TOOLS) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
