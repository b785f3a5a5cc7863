"""``python -m docs.screens``: what the report and the site look like, into docs/pictures, as docs/report.md and
docs/extending.md show it.

Each is a part of a report about the synthetic Hamburg, beside the plan from before two people fell ill, or of a page
that `make docs` has built. Seconds, and with another Chromium letters, differ from run to run.
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
SITE = Path(__file__).parents[1] / "out" / "docs"
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
    """A part of the report, or of a page of the site: so many pixels from its top, or that of one section, on."""

    width: int
    height: int
    scheme: Scheme = "light"
    media: str = "screen"
    section: str = ""
    filtered: bool = False
    scale: float = 1
    page: str = ""


SCREENS = {
    "report_laptop": Screen(1280, 1100),
    "report_dark": Screen(1280, 900, "dark", section="flow-h"),
    "report_filtered": Screen(1280, 900, section="map-h", filtered=True),
    "report_audit": Screen(1280, 760, section="audit-h"),
    "report_phone": Screen(390, 1500, scale=1.5),
    "report_phone_dark": Screen(390, 1500, "dark", section="flow-h", scale=1.5),
    "report_print": Screen(794, 1123, media="print"),
    "site_index": Screen(1280, 1000, page="index"),
    "site_rule": Screen(1280, 900, "dark", section="dailyrest", page="rules"),
    "site_notebook": Screen(1280, 900, section="pictures", page="notebooks/quickstart"),
    "site_phone": Screen(390, 900, scale=1.5, page="index"),
}


@cache
def page() -> str:
    """The plan after two fell ill, beside the one before."""
    city = sm.hamburg.scenario("small", seed=1)
    before = sm.solve(city, work_limit=20, threads=1)
    return sm.report(before.replan(city.without(workers=_ILL), threads=1), former=before)


def draw(tab: Tab, screen: Screen) -> bytes:
    """A screen as WebP, of the page that the tab shows."""
    tab.size(screen.width, screen.height, screen.scale)
    tab.like(screen.scheme, screen.media)
    if screen.filtered:
        tab.run(_CHOOSE)
    above = _ABOVE if screen.filtered or screen.page else _MARGIN
    place = f"document.getElementById('{screen.section}')"
    top = f"{place}.closest('section').getBoundingClientRect().top + scrollY - {above}" if screen.section else "0"
    if not screen.page:
        bar, margin = "sticky" if screen.filtered else "static", "40px" if screen.media == "print" else ""
        tab.run(f"document.querySelector('form.filters').style.position = '{bar}', {_SETTLE}")
        tab.run(f"document.body.style.padding = '{margin}', {_SETTLE}")
    tab.run(f"scrollTo({{top: {top}, behavior: 'instant'}}), {_SETTLE}")
    return tab.picture(form="webp", quality=72)


def address(screen: Screen, folder: Path) -> str:
    """Of its page; the report is written into a folder when it is first asked for."""
    if screen.page:
        if not (found := SITE / f"{screen.page}.html").exists():
            sys.exit(f"{found} is not there; run `make docs` first.")
        return found.as_uri()
    path = folder / "plan.html"
    if not path.exists():
        path.write_text(page(), encoding="utf-8", newline="\n")
    return path.as_uri()


def main(names: list[str] | None = None) -> None:
    """Draw all, or those named."""
    with TemporaryDirectory() as folder, Browser(Path(folder) / "profile") as browser:
        tab = browser.tab()
        for name in names or SCREENS:
            tab.size(SCREENS[name].width)
            tab.open(address(SCREENS[name], Path(folder)))
            picture = FOLDER / f"{name}.webp"
            picture.write_bytes(draw(tab, SCREENS[name]))
            print(f"{picture.name}: {picture.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
