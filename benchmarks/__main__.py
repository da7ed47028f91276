"""All benchmarks in one run: tables of ratios, then every target with met or missed."""

import importlib.util

from benchmarks import answers, basins, batch, files, path
from benchmarks.targets import Target, shown


def app() -> list[Target]:
    """Those that need a server and a browser, where both are at hand."""
    if not all(map(importlib.util.find_spec, ("streamlit", "playwright", "pytest"))):
        print("Streamlit, Playwright or pytest is missing: the app is not measured.")
        return []
    from benchmarks import dragging, playing, rerun

    return [*rerun.targets(), *playing.targets(), *dragging.targets()]


def main() -> None:
    """Print them."""
    found: list[Target] = []
    for measured in (path.targets, answers.targets, basins.targets, batch.targets, files.targets, app):
        found += measured()
        print(flush=True)
    print(shown(found))


if __name__ == "__main__":
    main()
