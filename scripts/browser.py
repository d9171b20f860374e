"""The browser for journeys and pictures: without a window of its own it does the same pages in half of the time."""

import shutil

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def find() -> str | None:
    """The path of the first that is installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)
