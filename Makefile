# Two commands: `make run` starts the app, `make test` runs everything. Each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501

.PHONY: run test check bench frameworks notebooks wheel clean

run: $(VENV)/.app
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: check
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/pytest -m "long or browser" -n 2 --dist loadfile

# The fast part: style, types, and every test that takes no second. GDVIZ_THOROUGH=1 tries properties on ten times as
# many examples, fresh ones every time.
check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -m "not long and not browser" -n 2 --dist worksteal

# Ratios against PyTorch, optax and numba, in one run; they are installed for this alone.
bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks

# What the suite does without: gdviz.watch and Surface.from_callable with PyTorch, optax and JAX themselves.
frameworks: $(VENV)/.bench
	$(BIN)/pytest tests/compare_frameworks.py

# The player in JupyterLab, in marimo and in pages of nbconvert, in Chromium; the notebooks are installed for this alone.
notebooks: $(VENV)/.notebooks
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/pytest tests/notebooks/in_jupyterlab.py tests/notebooks/in_marimo.py tests/notebooks/as_pages.py

# The wheel, installed with nothing but what it needs itself into an environment made for this, works.
wheel: | $(BIN)/python
	rm -rf build/wheel && $(BIN)/pip wheel --quiet --no-deps --wheel-dir build/wheel .
	$(PYTHON) -m venv --clear build/fresh
	build/fresh/bin/pip install --quiet --constraint constraints.txt build/wheel/*.whl
	cd build && fresh/bin/python ../tests/core_only.py

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.app: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[app]'
	touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@ $(VENV)/.app

$(VENV)/.bench: $(VENV)/.dev
	$(BIN)/pip install --quiet --constraint constraints.txt torch==2.13.0 jax==0.10.2 optax==0.2.8 numba==0.68.1
	touch $@

$(VENV)/.notebooks: $(VENV)/.dev
	$(BIN)/pip install --quiet --constraint constraints.txt jupyterlab==4.6.6 marimo==0.25.2 nbconvert==7.17.2 ipykernel==7.4.0
	touch $@

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
