"""``python -m docs.screens``: what the report looks like, into docs/pictures, as docs/report.md shows it.

Each is a part of a page about the synthetic Hamburg, beside the plan from before two people fell ill. Seconds, and with
another Chromium letters, differ from run to run.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import staffmatch as sm
from docs.browser import Browser, Scheme, Tab

FOLDER = Path(__file__).parent / "pictures"
_ILL = ("w004", "w019")
# Pixels of the filters, which stay in sight.
_ABOVE, _MARGIN = 120, 12
_SETTLE = "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))"
_CHOOSE = """(() => {
  const day = document.querySelector("[data-kind=d]");
  day.selectedIndex = 4;
  day.dispatchEvent(new Event("input", { bubbles: true }));
})()"""


class Screen(NamedTuple):
    """A part of the page: from the top of one section, or of the page, so many pixels on."""

    width: int
    height: int
    scheme: Scheme = "light"
    media: str = "screen"
    section: str = ""
    filtered: bool = False
    scale: float = 1


SCREENS = {
    "report_laptop": Screen(1280, 1100),
    "report_dark": Screen(1280, 900, "dark", section="flow-h"),
    "report_filtered": Screen(1280, 900, section="map-h", filtered=True),
    "report_audit": Screen(1280, 760, section="audit-h"),
    "report_phone": Screen(390, 1500, scale=1.5),
    "report_phone_dark": Screen(390, 1500, "dark", section="flow-h", scale=1.5),
    "report_print": Screen(794, 1123, media="print"),
}


@cache
def page() -> str:
    """The plan after two fell ill, beside the one before."""
    city = sm.hamburg.scenario("small", seed=1)
    before = sm.solve(city, work_limit=20, threads=1)
    return sm.report(before.replan(city.without(workers=_ILL), threads=1), former=before)


def draw(tab: Tab, screen: Screen) -> bytes:
    """A screen as WebP."""
    tab.size(screen.width, screen.height, screen.scale)
    tab.like(screen.scheme, screen.media)
    if screen.filtered:
        tab.run(_CHOOSE)
    above = _ABOVE if screen.filtered else _MARGIN
    section = f"document.getElementById('{screen.section}').closest('section')"
    top = f"{section}.offsetTop - {above}" if screen.section else "0"
    bar = "sticky" if screen.filtered else "static"
    margin = "40px" if screen.media == "print" else ""
    tab.run(f"document.querySelector('form.filters').style.position = '{bar}', {_SETTLE}")
    tab.run(f"document.body.style.padding = '{margin}', window.scrollTo(0, {top}), {_SETTLE}")
    return tab.picture(form="webp", quality=72)


def main(names: list[str] | None = None) -> None:
    """Draw all, or those named."""
    with TemporaryDirectory() as folder, Browser(Path(folder) / "profile") as browser:
        path = Path(folder) / "plan.html"
        path.write_text(page(), encoding="utf-8", newline="\n")
        tab = browser.tab()
        for name in names or SCREENS:
            tab.size(SCREENS[name].width)
            tab.open(path.as_uri())
            picture = FOLDER / f"{name}.webp"
            picture.write_bytes(draw(tab, SCREENS[name]))
            print(f"{picture.name}: {picture.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
