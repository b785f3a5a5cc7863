"""What holds for every picture: nobody's settings change, names stay text, order does not matter, errors advise."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

import staffmatch as sm
from staffmatch.messages.names import one_line
from staffmatch.plot.sentences import SENTENCES
from staffmatch.plot.spots import homes_by_place
from tests.builders import demand, in_other_order, scenario, shift, worker
from tests.hostile import HOSTILE
from tests.plot.drawn import names_of_rows, said, texts
from tests.reports.made import HOME, conflicting, made, plan_of, ward_and_depot

Draw = Callable[..., Axes]


@cache
def plan() -> sm.Solution:
    return plan_of(ward_and_depot())


@cache
def solved() -> sm.Solution:
    return sm.solve(ward_and_depot(), work_limit=1)


def frontier() -> sm.Tradeoff:
    return _curve()


@cache
def _curve() -> sm.Tradeoff:
    return sm.tradeoff(ward_and_depot(), "uncovered_hours", "cost", points=2, threads=1)


@cache
def changed() -> sm.Diff:
    known = ward_and_depot()
    return plan_of(known).diff(made(known, ("ben", "mon"), ("cem", "night"), ("ana", "tue")))


ROWS = [
    {"family": "f", "instance": "a", "peer": peer, "status": "feasible", "value": value}
    for peer, value in ((None, 10), ("highs", 12))
]

PICTURES: dict[str, Draw] = {
    "map": lambda **k: sm.plot.map(plan(), **k),
    "map of a scenario": lambda **k: sm.plot.map(ward_and_depot(), homes="quarter", **k),
    "timeline": lambda **k: sm.plot.timeline(plan(), **k),
    "timeline by demand": lambda **k: sm.plot.timeline(plan(), by="demand", **k),
    "timeline by company": lambda **k: sm.plot.timeline(plan(), by="company", **k),
    "coverage": lambda **k: sm.plot.coverage(plan(), **k),
    "partnerships": lambda **k: sm.plot.partnerships(plan(), **k),
    "progress": lambda **k: sm.plot.progress(solved(), **k),
    "frontier": lambda **k: sm.plot.frontier(_curve(), **k),
    "gap_profile": lambda **k: sm.plot.gap_profile(ROWS, **k),
    "funnel": lambda **k: sm.plot.funnel(plan().explain(shift="tue", time_limit=0), **k),
    "funnel of a person": lambda **k: sm.plot.funnel(plan().explain(worker="ben", time_limit=0), **k),
    "changes": lambda **k: sm.plot.changes(changed(), **k),
}
_ENGLISH = {one.one for one in SENTENCES.values()}
# Alike in both languages.
_SAME = {"staffmatch"}
every = pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)


@every
def test_axes_are_taken_and_returned_and_no_setting_changes(draw: Draw) -> None:
    with mpl.rc_context({"axes.facecolor": "black", "text.color": "white", "font.size": 30}):
        before = dict(mpl.rcParams)
        figure = Figure()
        ax = figure.subplots()
        assert draw(ax=ax) is ax
        assert dict(mpl.rcParams) == before
    assert plt.get_fignums() == []
    assert mpl.get_backend().lower() == "agg"
    assert ax.get_facecolor() == to_rgba("white")
    assert all(one.get_fontsize() < 12 for one in ax.get_xticklabels())
    figure.draw_without_rendering()


@every
def test_without_axes_there_is_a_figure_that_pyplot_shows_in_german_too(draw: Draw) -> None:
    ax = draw(lang="de")
    assert [plt.figure(number) for number in plt.get_fignums()] == [ax.get_figure()]
    assert ax.get_title() == ""
    title = ax.get_title(loc="left")
    assert title not in _ENGLISH
    assert not [text for text in texts(ax) if text in _ENGLISH and text not in _SAME]


@every
def test_what_is_no_axes_or_no_language_is_refused(draw: Draw) -> None:
    with pytest.raises(TypeError, match="Axes of matplotlib are wanted"):
        draw(ax="left")
    with pytest.raises(sm.InputError, match="language"):
        draw(lang="xx")


@pytest.mark.parametrize("suffix", ["svg", pytest.param("pdf", marks=pytest.mark.full), "png"])
def test_the_same_picture_is_the_same_bytes_without_a_date(suffix: str, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.{suffix}" for number in (1, 2)]
    for path in paths:
        sm.plot.save(PICTURES["partnerships"](), path, dpi=40)
    held = paths[0].read_bytes()
    assert held == paths[1].read_bytes()
    assert not [word for word in (b"Matplotlib v", b"Date") if word in held]
    if suffix == "svg":
        assert "Hotel Elbe" in held.decode()


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(sm.InputError, match=r"\.svg"):
        sm.plot.save(PICTURES["changes"](), tmp_path / "plan.docx")


def test_no_order_of_records_shows(tmp_path: Path) -> None:
    city = sm.hamburg.scenario(workers=12, seats=6, days=2, seed=1)
    pairs = [(w.id, s.id) for w, d in zip(city.workers, city.demands, strict=False) for s in d.shifts[:1]]
    for number, known in enumerate((city, in_other_order(city, 3))):
        solution = made(known, *pairs[:: 1 - 2 * number])
        places = Figure(figsize=(9, 9)).subplots(3, 2).flat
        sm.plot.map(solution, next(places), homes="grid")
        sm.plot.timeline(solution, "worker", next(places))
        sm.plot.timeline(solution, "demand", next(places))
        sm.plot.timeline(solution, "company", next(places))
        sm.plot.coverage(solution, next(places))
        sm.plot.save(sm.plot.partnerships(solution, next(places)), tmp_path / f"{number}.svg")
    assert (tmp_path / "0.svg").read_bytes() == (tmp_path / "1.svg").read_bytes()


@pytest.mark.filterwarnings("ignore:Glyph .* missing from font")
def test_names_stay_text(tmp_path: Path) -> None:
    names = [*HOSTILE[::5], "$\\frac{1}{0}$", "_hidden", "$x", "a $b$ c"]
    at = sm.Location(lat=53.55, lon=9.97)
    people = [worker(f"w{n}", home=at, company=f"l{n}").replace(name=name) for n, name in enumerate(names)]
    needs = [demand(f"d{n}", shift(f"s{n}", 6, "06:00-14:00"), company=f"b{n}") for n in range(len(names))]
    needs = [
        one.replace(name=name, skills={name[:40]: 1})
        for one, name in zip(needs, names, strict=True)
        if name.isprintable()
    ]
    companies = [sm.Company(id=f"{side}{n}", name=name, location=at) for side in "lb" for n, name in enumerate(names)]
    known = scenario(people, needs, companies=companies, rules=[])
    solution = made(known, *((f"w{one.id[1:]}", f"s{one.id[1:]}") for one in needs[-8:]))
    figure = Figure(figsize=(14, 16))
    places = figure.subplots(4, 2).flat
    sm.plot.map(solution, next(places))
    rows = [sm.plot.timeline(solution, by, next(places)) for by in ("worker", "demand", "company")]
    rows += [draw(solution, next(places)) for draw in (sm.plot.coverage, sm.plot.partnerships)]
    rows += [sm.plot.changes(solution.diff(made(known)), next(places))]
    sm.plot.save(rows[0], tmp_path / "all.svg")
    drawn = (tmp_path / "all.svg").read_text(encoding="utf-8")
    assert not [tag for tag in ("<script", "<img", "<b>") if tag in drawn]
    for ax in rows:
        written = names_of_rows(ax)
        assert [one for one in written if one.startswith(("$\\frac{1}{0}$", "a $b$ c"))]
        assert all(one == one_line(one) for one in written)


def test_homes_are_in_no_picture_unless_asked_and_never_exactly() -> None:
    lived = homes_by_place([HOME, None, HOME], "quarter")
    assert list(lived.values()) == [2]
    assert set(lived) <= {(one.lat, one.lon) for one in sm.hamburg.quarters()}
    ax = sm.plot.map(plan(), homes="quarter")
    assert "Homes of 1 person, by quarter." in said(ax)
    assert "Homes" not in said(sm.plot.map(plan()))
    with pytest.raises(sm.InputError, match="quarter"):
        sm.plot.map(plan(), homes="exact")  # type: ignore[arg-type]


@pytest.mark.parametrize("by", ["worker", "demand", "company"])
def test_a_plan_in_which_nobody_is_lent_says_so(by: str) -> None:
    empty = made(sm.Scenario())
    assert "Nobody is lent in this plan." in texts(sm.plot.timeline(empty, by=by))  # type: ignore[arg-type]
    assert "Nobody is lent in this plan." in texts(sm.plot.partnerships(empty))
    assert "Nothing is needed in this scenario." in texts(sm.plot.coverage(empty))
    assert "No assignment changes; 0 stay." in texts(sm.plot.changes(empty.diff(empty)))


def test_what_cannot_be_drawn_is_an_error_with_advice() -> None:
    none = conflicting(ward_and_depot())
    for draw in (sm.plot.map, sm.plot.timeline, sm.plot.coverage, sm.plot.partnerships):
        with pytest.raises(sm.InputError) as found:
            draw(none)
        assert found.value.problems[0].code == "no_plan"
    with pytest.raises(sm.InputError, match="Give companies or demands a location"):
        sm.plot.map(scenario([worker("ana")], [demand("d", shift("s", 6, "06:00-14:00"))]))
    with pytest.raises(sm.InputError, match="Take a solution of `solve`"):
        sm.plot.progress(plan())
    with pytest.raises(sm.InputError, match="a tier of '1'"):
        sm.plot.progress(solved(), tier=9)
    with pytest.raises(sm.InputError, match="whole number"):
        sm.plot.progress(solved(), tier=0)
    with pytest.raises(sm.InputError, match="worker"):
        sm.plot.timeline(plan(), by="day")  # type: ignore[arg-type]
    with pytest.raises(sm.InputError, match="benchmarks run"):
        sm.plot.gap_profile([{"family": "f", "instance": "a", "status": "skipped"}])
    for wrong in (sm.plot.map, sm.plot.timeline, sm.plot.frontier, sm.plot.funnel, sm.plot.changes):
        with pytest.raises(TypeError, match="is wanted here"):
            wrong("plan.json")  # type: ignore[operator]


@every
def test_without_matplotlib_one_line_names_the_extra(draw: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [one for one in sys.modules if one.partition(".")[0] == "matplotlib"]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(sm.StaffmatchError) as found:
        draw()
    assert str(found.value) == (
        "A picture needs matplotlib. In a checkout: pip install '.[plot]'. Once published: pip install "
        "'staffmatch[plot]'."
    )
