"""Every test of pictures is without a screen, and leaves no figure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.plot.drawn import on_paper


@pytest.fixture(autouse=True)
def paper() -> Iterator[None]:
    with on_paper():
        yield
