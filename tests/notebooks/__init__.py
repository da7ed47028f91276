"""The player in real notebooks, JupyterLab and marimo, in Chromium: `make notebooks`. The suite does without them."""
