"""The machine's Chromium, else the one that Playwright has installed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

# Nothing that a browser does of its own accord; a sandbox is not to be had as root.
OPTIONS = """
    --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync
""".split()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window; the tests end with one line where there is none."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=OPTIONS)
        except Error:
            pytest.exit(
                "this needs Chromium: apt-get install chromium, or .venv/bin/playwright install chromium", returncode=1
            )
        yield browser
        browser.close()
