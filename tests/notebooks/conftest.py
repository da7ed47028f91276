"""One Chromium for all notebooks."""

from tests.browser.conftest import browser, profile

__all__ = ["browser", "profile"]
