"""The page of `Partners`: a matrix of who could help whom, and each company's best partners."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from staffmatch.errors import LimitError
from staffmatch.explain.partners import Partner, Partners, Way, company_said, partners, rounded_up
from staffmatch.io.files import write_text
from staffmatch.messages.language import Language, Names
from staffmatch.messages.message import Message, Sentence
from staffmatch.messages.names import names_of
from staffmatch.reports.html import environment, own_part, policy_of, require_page
from staffmatch.reports.partner_matrix import Matrix, matrix

if TYPE_CHECKING:
    from staffmatch.models import Scenario
    from staffmatch.result.solution import Solution

# For more people a report does not count what could be.
MOST_PEOPLE = 10_000
# Companies with a table of their own.
MOST_TABLES = 200

_TITLE = Sentence("partners.title", "Who could help whom")
_MATRIX = Sentence("partners.matrix", "Hours from company to company")
_HINT = Sentence(
    "partners.matrix_hint", "Rows lend, columns borrow; the darker, the more hours. Hours are the most, not a plan."
)
_HIDDEN = Sentence("partners.hidden", "The largest are drawn, and {sides:and} less.")
_LENDERS = Sentence("partners.hidden_lenders", "{n:count} lender", "{n:count} lenders")
_BORROWERS = Sentence("partners.hidden_borrowers", "{n:count} borrower", "{n:count} borrowers")
_BEST = Sentence("partners.best", "The best partners of each company")
_HEADS = {
    "partner": Sentence("partners.head_partner", "Partner"),
    "both": Sentence("partners.head_both", "Hours, both ways"),
    "lent": Sentence("partners.head_lent", "Could be lent"),
    "lent_people": Sentence("partners.head_lent_people", "People"),
    "lent_share": Sentence("partners.head_lent_share", "Share of the need there"),
    "borrowed": Sentence("partners.head_borrowed", "Could be borrowed"),
    "borrowed_people": Sentence("partners.head_borrowed_people", "People"),
    "borrowed_share": Sentence("partners.head_borrowed_share", "Share of the need here"),
}
_HOURS = Sentence("partners.hours", "{hours:amount} h")
_SHARE = Sentence("partners.share", "{share:number} %")
_COUNT = Sentence("partners.people", "{n:count}")
_CELL = Sentence("partners.cell", "{lender} → {borrower}: up to {hours:amount} h")

# A company by its id, or companies that are counted together by how they are said.
Party = str | Message


def partners_page(found: Partners, target: str | Path, names: Names | None = None, lang: str = "en") -> None:
    """Write a page that needs nothing else, in a language, with ``names`` in place of ids. InputError if the path is
    not that of an HTML file."""
    from markupsafe import Markup

    require_page(target)
    Language.of(lang)

    def say(message: Message) -> str:
        return message.text_in(lang, names)

    style = own_part("style.css")
    chart = possible_matrix(found, say)
    page = (
        environment()
        .get_template("partners.html.jinja")
        .render(
            lang=lang,
            style=Markup(style),  # noqa: S704 - our own file
            policy=policy_of(style),
            title=say(_TITLE()),
            notes=[say(note) for note in found.notes],
            matrix=chart,
            matrix_title=say(_MATRIX()),
            matrix_hint=say(_HINT()),
            hidden=hidden(chart, say),
            table_title=say(_BEST()),
            heads=[say(head()) for head in _HEADS.values()],
            tables=list(_tables(found, say)),
        )
    )
    write_text(target, page)


def plan_matrix(solution: Solution, lang: str) -> Matrix | None:
    """The hours of a plan beside those that could be, by lender and borrower; None where that is too much to count."""
    scenario = solution.scenario
    if len(scenario.workers) > MOST_PEOPLE:
        return None
    try:
        found = partners(scenario, k=None)
    except LimitError:
        return None
    names = names_of(scenario)
    planned: dict[tuple[Party, Party], int] = {(one.lender, one.borrower): one.minutes for one in solution.partnerships}
    return possible_matrix(found, lambda message: message.text_in(lang, names), planned)


def hidden(chart: Matrix | None, say: Callable[[Message], str]) -> str:
    """How many of either side are not drawn; empty if all are."""
    sides = () if chart is None else zip(chart.hidden, (_LENDERS, _BORROWERS), strict=True)
    left = tuple(sentence(n=many) for many, sentence in sides if many)
    return say(_HIDDEN(sides=left)) if left else ""


def possible_matrix(
    found: Partners, say: Callable[[Message], str], planned: Mapping[tuple[Party, Party], int] | None = None
) -> Matrix | None:
    """Minutes by lender and borrower, before them those of a plan where they are given."""
    minutes: dict[tuple[Party, Party], int] = {}
    for one in found:
        other: Party = one.with_whom if one.partner is None else one.partner
        for pair, way in (((one.company, other), one.lent), ((other, one.company), one.borrowed)):
            if way is not None:
                minutes[pair] = way.minutes

    def named(party: Party) -> str:
        return say(party if isinstance(party, Message) else company_said(company=party))

    def written(pair: tuple[Party, Party]) -> str:
        # Rounded up, as bounds must be.
        hours = f"{-(-minutes[pair] // 60)}"
        return hours if planned is None else f"{planned.get(pair, 0) // 60} / {hours}"

    def told(pair: tuple[Party, Party]) -> str:
        sides = (one if isinstance(one, Message) else company_said(company=one) for one in pair)
        return say(_CELL(lender=next(sides), borrower=next(sides), hours=rounded_up(minutes[pair])))

    return matrix(minutes, named, written, told)


def _tables(found: Iterable[Partner], say: Callable[[Message], str]) -> Iterable[tuple[str, list[list[str]]]]:
    for place, (company, rows) in enumerate(groupby(found, lambda one: one.company)):
        if place == MOST_TABLES:
            return
        yield say(company_said(company=company)), [_row(one, say) for one in rows]


def _row(one: Partner, say: Callable[[Message], str]) -> list[str]:
    return [
        say(one.with_whom),
        say(_HOURS(hours=rounded_up(one.minutes))),
        *_cells(one.lent, say),
        *_cells(one.borrowed, say),
    ]


def _cells(way: Way | None, say: Callable[[Message], str]) -> list[str]:
    if way is None:
        return ["–", "–", "–"]
    return [
        say(_HOURS(hours=rounded_up(way.minutes))),
        say(_COUNT(n=way.people)),
        say(_SHARE(share=round(100 * way.share, 1))),
    ]


def partners_fragment(found: Partners, *scenarios: Scenario) -> str:
    """What a notebook shows: the notes, and a table."""
    from html import escape

    names: dict[Any, str] = {key: name for scenario in scenarios for key, name in names_of(scenario).items()}

    def say(message: Message) -> str:
        return message.text_in("en", names)

    notes = "".join(f"<p>{escape(say(note))}</p>" for note in found.notes)
    heads = "".join(f"<th>{escape(say(head()))}</th>" for head in _HEADS.values())
    rows = (
        f"<tr><th>{escape(say(company_said(company=one.company)))}</th>"
        + "".join(f"<td>{escape(cell)}</td>" for cell in _row(one, say))
        + "</tr>"
        for one in list(found)[:MOST_TABLES]
    )
    return f"{notes}<table><thead><tr><th></th>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
