"""One browser for all tests of pages, since it takes longer to start than to show a page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from docs.browser import Browser, Tab
from tests.reports.chromium import require_browser


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    require_browser()
    with Browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    """A page as wide as a laptop's, in light colours, with scripts."""
    opened = browser.tab()
    opened.size(1280)
    opened.like("light")
    yield opened
    opened.close()
