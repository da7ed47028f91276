"""A Chromium for the browser tests: one on the PATH, else Playwright's own, else the system's package."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-unsafe-swiftshader",  # WebGL by software, for the 3-D view
)


def find() -> str | None:
    """The path of a Chromium that is already here, or None."""
    on_path = next((path for name in NAMES if (path := shutil.which(name))), None)
    return on_path or playwright_chromium()


def playwright_chromium() -> str | None:
    """The path of the Chromium that Playwright installed, or None."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Ask Playwright for a browser; where its download is out of reach, ask the system's packages."""
    attempts: list[list[str]] = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        attempts += [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]
    for command in attempts:
        if find():
            return
        print("+", *command, flush=True)
        subprocess.run(command, check=False, timeout=600)


if __name__ == "__main__":
    if not find():
        install()
    found = find()
    if not found:
        sys.exit("No Chromium was found or could be installed. Install one and put it on the PATH, then run again.")
    print(f"Browser tests use {found}")
