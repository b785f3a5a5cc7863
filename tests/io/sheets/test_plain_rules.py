"""Rules in plain words: each phrase means its rule, in both languages; what cannot be read is told with advice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch import constraints as c
from staffmatch.io.formats import read_scenario
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.rules.phrase import Figure, Phrase
from staffmatch.io.sheets.rules.phrases import OFF, PHRASES
from staffmatch.io.sheets.rules.plain_rules import Without, read_rule, read_rules, sayings
from tests.io.sheets.made import notes_of
from tests.strategies import examples

KINDS = {rule.model_fields["kind"].default for rule in c.RULES}


def number(figure: Figure) -> st.SearchStrategy[float]:
    """What a figure may be: hours in quarters, euros in cents."""
    parts = {"h": 4, "euros": 100}.get(figure.unit, 1)
    return st.integers(figure.least * parts, figure.most * parts).map(lambda steps: steps / parts)


def written(wording: str, figures: Sequence[float], comma: bool = False) -> str:
    left = iter(figures)
    text = re.sub("#", lambda _: f"{next(left):.2f}".rstrip("0").rstrip("."), wording)
    # Three digits after a comma or point would be a thousand.
    return text.replace(".", ",") if comma else text


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.english)
def test_every_wording_of_a_phrase_is_its_rule(phrase: Phrase) -> None:
    figures = [float(figure.example) for figure in phrase.figures]
    read = [read_rule(written(wording, figures)) for wording in phrase.wordings]
    assert {type(rule) for rule in read} == {phrase.rule}
    assert all(rule == read[0] for rule in read)
    for figure, value in zip(phrase.figures, figures, strict=True):
        assert getattr(read[0], figure.field) == (value * 100 if figure.unit == "euros" else value)


@examples(300)
@given(st.data())
def test_any_figure_in_range_is_read_as_it_is_written(data: st.DataObject) -> None:
    phrase = data.draw(st.sampled_from([one for one in PHRASES if one.figures]))
    figures = [data.draw(number(figure)) for figure in phrase.figures]
    if phrase.rule in (c.SundaysAndHolidays, c.Weekends):
        figures = sorted(figures)
    wording, comma = data.draw(st.sampled_from(phrase.wordings)), data.draw(st.booleans())
    if phrase.rule in (c.SundaysAndHolidays, c.Weekends) and not 1 <= figures[-1] <= 104:
        return
    rule = read_rule(written(wording, figures, comma))
    held = [getattr(rule, figure.field) for figure in phrase.figures]
    wanted = [round(v * 100) if f.unit == "euros" else v for f, v in zip(phrase.figures, figures, strict=True)]
    assert type(rule) is phrase.rule
    assert held == wanted


@pytest.mark.parametrize("phrase", [one for one in PHRASES if one.figures], ids=lambda phrase: phrase.english)
def test_a_figure_out_of_range_is_told_with_its_range(phrase: Phrase) -> None:
    for place, figure in enumerate(phrase.figures):
        for beyond in (figure.least - 1, figure.most + 1):
            figures: list[float] = [float(one.example) for one in phrase.figures]
            figures[place] = beyond
            with pytest.raises(Wrong) as error:
                read_rule(written(phrase.german, figures))
            assert error.value.code == "out_of_range"
            assert f"from {figure.least:,} to {figure.most:,} {figure.unit}" in error.value.text


_SPRING = {"since": "2020-04-10", "until": "2020-06-30"}


def _q(**scope: Any) -> c.DailyHours:
    return c.DailyHours(hours=12, sector="Q", **scope)


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("höchstens 6 Tage am Stück", c.ConsecutiveDays(days=6)),
        ("max. Stunden/Tag: 12", c.DailyHours(hours=12)),
        ("max 12 h per day", c.DailyHours(hours=12)),
        ("max hours per day = 12 h", c.DailyHours(hours=12)),
        ("Ruhezeit: 660 Minuten", c.DailyRest(hours=11)),
        ("mind. 10 Std. Ruhezeit", c.DailyRest(hours=10)),
        ("no more than 3 lenders per company", c.PartnershipLimit(lenders=3)),
        ("freie Wochenenden: 2 von 4", c.Weekends(free=2, of=4)),
        ("mindestens 2 freie Tage am Stück", c.DaysOff(least_in_a_row=2)),
        ("kürzester Arbeitsblock: 3 Tage", c.ConsecutiveDays(least=3)),
        ("keine Frühschicht nach Spätschicht", c.Successions(forbidden=[("late", "early")])),
        ("freie Sonntage: 2 in 4 Wochen", c.SundaysAndHolidays(work=True, free_sundays=2, weeks=4)),
        ("max Stunden pro Tag für Firma Hotel Alster GmbH: 12", c.DailyHours(hours=12, lender="Hotel Alster GmbH")),
        ("höchstens 3 Verleiher je Firma für Firma UKE", c.PartnershipLimit(lenders=3, borrower="UKE")),
        ("max hours per day: 8 with skill care for worker W 7", c.DailyHours(hours=8, skill="care", worker="W 7")),
        ('max hours per day: 8 for company "A: 3, for worker B"', c.DailyHours(hours=8, lender="A: 3, for worker B")),
        ("keine Sonn- und Feiertagsarbeit im Bundesland hh", c.SundaysAndHolidays(state="HH")),
        ("Feiertagszuschlag in Bundesland BY: 100 %", c.PayPremium(holiday=100, state="BY")),
        ("max Stunden pro Tag: 12 für Branche q bis 30.06.2020", _q(until="2020-06-30")),
        ("max hours per day: 12 for sector Q until 2020-06-30", _q(until="2020-06-30")),
        ("max Stunden pro Tag für die Branche Q vom 10.4.2020 bis zum 30. Juni 2020: 12", _q(**_SPRING)),
        ("max hours per day in sector Q from 10 April 2020 to 30 June 2020: 12", _q(**_SPRING)),
        ("bis zu 12 Stunden pro Tag in Branche Q ab dem 10.04.2020", _q(since="2020-04-10")),
        ("max hours per day: 12 for sector Q from 2020-04-10 on instead", _q(since="2020-04-10", overrides=True)),
        ("max Stunden pro Tag: 12 für Branche Q zusätzlich", _q(overrides=False)),
        ("Ruhezeit bei Firma Klinik Nord: 9 h", c.DailyRest(hours=9, borrower="Klinik Nord")),
        ("Ruhezeit für Firma Hotel: 9 h", c.DailyRest(hours=9, lender="Hotel")),
        ("höchstens 5 Leute verliehen bei Firma Hotel", c.LendingCap(people=5, lender="Hotel")),
        ('Ruhezeit: 9 für Bedarf "Messe bis 30.06.2020"', c.DailyRest(hours=9, demand="Messe bis 30.06.2020")),
        ("max hours per day: 8 for group youth", c.DailyHours(hours=8, group="youth")),
        ("ohne Pendelgrenze bei Firma UKE", c.Commute(applies=False, borrower="UKE", overrides=True)),
        ("Tage für den Betriebsrat: 7 für Firma UKE", c.WorksCouncil(lead_days=7, borrower="UKE")),
        ("max hours per day: 12 for sector Q in section q", _q()),
        ("without skills for demand D 1", c.Skills(applies=False, demand="D 1", overrides=True)),
        ("ohne Tagesgrenze für Branche Q", c.DailyHours(hours=None, sector="Q", overrides=True)),
        ("ohne Ruhezeit", c.DailyRest(hours=0)),
        ("max hours per week: 32, each hour beyond 25 euros", c.WeeklyHours(hours=32, price_cents=2500)),
        ("max Stunden pro Woche: 40, jede Stunde darüber 25 Euro", c.WeeklyHours(hours=40, price_cents=2500)),
        ("max Stunden pro Woche, jede weitere Stunde 25,50 €: 40 h", c.WeeklyHours(hours=40, price_cents=2550)),
        ("min hours per week: 20, each missing hour 950 cents", c.MinHours(hours=20, price_cents=950)),
        ("höchstens 5 Leute verliehen, je 100 Euro", c.LendingCap(people=5, price_cents=10_000)),
        ("freie Wochenenden: 2 von 4, weich", c.Weekends(free=2, of=4, soft=True)),
        ('max hours per day, soft for company "X, soft": 8', c.DailyHours(hours=8, lender="X, soft", soft=True)),
        ("without max hours per day", c.DailyHours(hours=None)),
    ],
)
def test_people_write_as_they_speak(said: str, rule: sm.Rule) -> None:
    assert read_rule(said) == rule


@pytest.mark.parametrize(
    ("said", "both"),
    [
        ("max Stunden pro Tag: 12 für Branche Q für Branche P", "'Q' and 'P'"),
        ("Streik bei Firma UKE bei Firma Hotel", "'UKE' and 'Hotel'"),
        ("Streik bei Firma UKE für Firma Hotel", "'UKE' and 'Hotel'"),
        ("max hours per day: 12 until 2020-06-30 for sector Q to 2020-07-31", "'2020-06-30' and '2020-07-31'"),
        ("max Stunden pro Tag: 12 für Branche Q stattdessen zusätzlich", "'stattdessen' and 'zusätzlich'"),
    ],
)
def test_two_of_one_kind_in_a_scope_are_refused(said: str, both: str) -> None:
    with pytest.raises(Wrong) as error:
        read_rule(said)
    assert (error.value.code, error.value.text) == ("scope_twice", f"says {both} of one thing.")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Streik bei UKE ab 6.4.2020", "Streik bei Firma UKE"),
        ("strike at clinic", "strike at company clinic"),
        ("ohne Pendelgrenze bei UKE", "ohne Pendelgrenze bei Firma UKE"),
        ("max hours per day: 12 for Hotel Alster", "max hours per day: 12 for company Hotel Alster"),
    ],
)
def test_a_name_of_nothing_is_asked_about(said: str, meant: str) -> None:
    with pytest.raises(Wrong) as error:
        read_rule(said)
    assert (error.value.code, error.value.advice) == ("unknown_rule", f"Did you mean '{meant}'?")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (f"{no} {word.strip()}", kind)
        for kind, words in OFF.items()
        for word in words.split(",")
        for no in ("ohne", "no")
    ]
    + [("plan without consent", "consent"), ("ohne Zustimmung planen", "consent"), ("ohne Wochenruhe", "weekly_rest")],
)
def test_a_rule_is_taken_away_in_words(said: str, kind: str) -> None:
    assert kind in KINDS
    taken = read_rule(said)
    # Of hours a day and a week only the figure goes, and people's own limits stay.
    assert taken in (Without(kind), c.DailyHours(hours=None), c.WeeklyHours(hours=None))
    assert taken.kind == kind


@pytest.mark.parametrize(
    ("said", "code", "advice"),
    [
        ("max Tage am Stük: 6", "unknown_rule", "'max Tage am Stück: 6'"),
        ("ohne Pendlgrenze", "unknown_rule", "'ohne Pendelgrenze'"),
        ('Ruhzeit for company "Hotel Süd": 10 h', "unknown_rule", "'Ruhezeit: 11'"),
        ('rest betwen shifts for worker "a": 10', "unknown_rule", "'rest between shifts: 11'"),
        ("ohne Kaffee", "unknown_rule", "docs/sheets.md"),
        ("keine Ruhezeit: 11", "unknown_rule", "Ruhezeit"),
        ("max Tage am Stück", "rule_figures", "'max Tage am Stück: 6'"),
        ("höchstens 11 h Ruhezeit", "wrong_bound", "'Ruhezeit: 11'"),
        ("max days in a row: 6 hours", "wrong_unit", "'max days in a row: 6'"),
        ("max days in a row: 6.5", "not_whole", "whole number"),
        ("Ruhezeit: 1.234", "unclear_number", "1234"),
        ("freie Sonntage: 5 in 4 Wochen", "out_of_range", "free Sundays: 2 in 4 weeks"),
        ("Nachtzuschlag: 1.25", "out_of_range", "night premium: 25 percent"),
        ("Feiertagszuschlag: 100 Prozent", "holiday_without_state", "Give the state"),
        ("ohne Zustimmung für Firma UKE", "no_scope", "Leave"),
        ("keine Sonntagsarbeit im Bundesland Bayern", "no_scope", "BY"),
        ("höchstens 2 Verleiher je Ort und Tag für Mitarbeiter A", "no_scope", "Leave"),
        ("max Stunden pro Tag: 12 für Branche Pflege", "no_scope", "from A to U"),
        ("max Stunden pro Tag: 12 bis 30.06.", "missing_year", "31.12.2020"),
        ("max hours per day: 12 until 2020-13-01", "not_a_date", "Check day and month"),
        ("max hours per day: 12 until 2020-04-01 from 2020-05-01", "empty_scope", "Swap"),
        ("ohne Wochenruhe bis 30.06.2020", "no_scope", "Leave"),
        ("max Stunden pro Tag: 7,333", "unclear_number", "7333"),
        ("max shifts per week: 5 hours", "wrong_unit", "'max shifts per week: 5'"),
        ("free weekends: 2.5", "not_whole", "whole number"),
        ("max hours per week: 32, each shift beyond 25 euros", "wrong_unit", "what a unit of the rule is"),
        ("max hours per week: 32, soft, each hour beyond 25 euros", "bent_twice", "Keep one price"),
        ("Ruhezeit: 11, weich", "no_amount", "rules that bend"),
        ("ohne Ruhezeit, weich", "unknown_rule", "docs/sheets.md"),
        ("max days in a row: 5, each day beyond 0 euros", "greater_than_equal", "larger"),
    ],
)
def test_what_cannot_be_read_is_told_with_a_way_out(said: str, code: str, advice: str) -> None:
    with pytest.raises(Wrong) as error:
        read_rule(said)
    assert error.value.code == code
    assert advice in error.value.advice


def test_json_and_several_rules_in_a_text() -> None:
    assert read_rules('{"kind": "weekly_rest"}') == [c.WeeklyRest()]
    assert read_rules("Ruhezeit: 10; ohne Pendelgrenze\nmax Tage am Stück: 5") == [
        c.DailyRest(hours=10),
        Without("commute"),
        c.ConsecutiveDays(days=5),
    ]
    for said in ('{"kind": "no_such"}', '{"kind": "apart"}', "{"):
        with pytest.raises(Wrong):
            read_rules(said)


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    """A clinic with a shift of 12 h and one of 24 h, and two people of a hotel, of whom one states 24 h a day."""
    book = openpyxl.Workbook()
    people = [["Nr", "Firma", "max Stunden pro Tag"], ["A", "Hotel", None], ["B", "Hotel", 24]]
    needs = [
        ["Firma", "Datum", "von", "bis"],
        ["Klinik", "2020-04-06", "07:00", "19:00"],
        ["Klinik", "2020-04-08", "08:00", "32:00"],
    ]
    for title, rows in {"Mitarbeiter": people, "Bedarf": needs, **sheets}.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(path)
    return path


def added(scenario: sm.Scenario) -> list[sm.Rule]:
    return [rule for rule in scenario.rules if rule not in sm.DEFAULT_RULES]


@pytest.mark.parametrize(
    "rows",
    [
        [["Regel", "Wert"], ["max Stunden pro Tag", 24], ["max Tage am Stück", "6"]],
        [["Regel", "Bemerkung"], ["max Stunden pro Tag: 24", "x"], ["# Ruhezeit: 3", ""], ["max Tage am Stück: 6", ""]],
        [["max Stunden pro Tag", 24], ["max Tage am Stück", 6]],
        [["Regel", "Wert", "Einheit"], ["max Stunden pro Tag", 24, "h"], ["max Tage am Stück", 6, "Tage"]],
    ],
)
def test_a_sheet_of_rules_adds_to_the_default_rules(tmp_path: Path, rows: list[list[Any]]) -> None:
    path = tmp_path / "plan.xlsx"
    for title in ("Regeln", "rules"):
        scenario = sm.Scenario.load(workbook(path, **{title: rows}))
        assert added(scenario) == [c.DailyHours(hours=24), c.ConsecutiveDays(days=6)]
        assert len(scenario.rules) == len(sm.DEFAULT_RULES) + 1
        scenario.save(path)
        assert sm.Scenario.load(path) == scenario
    rows = [["Einstellung", "Wert"], ["max Stunden pro Tag", 24], ["Regeln", "max Tage am Stück: 6"]]
    assert added(sm.Scenario.load(workbook(path, Einstellungen=rows))) == added(scenario)


def test_a_list_in_json_is_all_rules_and_a_sheet_adds_to_it(tmp_path: Path) -> None:
    listed = [["setting", "value"], ["rules", '[{"kind": "coverage"}, {"kind": "consent"}]']]
    path = tmp_path / "plan.xlsx"
    assert sm.Scenario.load(workbook(path, settings=listed)).rules == (c.Coverage(), c.ConsentRule())
    more = workbook(path, settings=listed, rules=[["rule"], ["max days in a row: 6"], ["without consent"]])
    assert sm.Scenario.load(more).rules == (c.Coverage(), c.ConsecutiveDays())


def _narrow(tmp_path: Path, *rows: Sequence[Any]) -> tuple[list[sm.Rule], str]:
    """The rules beside the default ones, and the notes on them."""
    read = read_scenario(workbook(tmp_path / "plan.xlsx", Regeln=[list(row) for row in rows]))
    return added(read.scenario), "\n".join(note for note in notes_of(read) if "'Regeln', row" in note)


def test_a_narrower_rule_takes_the_place_of_a_wider_one(tmp_path: Path) -> None:
    rules, notes = _narrow(tmp_path, ["Regel"], ["max Stunden pro Tag: 12 bei Firma Klinik bis 07.04.2020"])
    assert rules == [c.DailyHours(hours=12, borrower="Klinik", until="2020-04-07", overrides=True)]
    assert "row 2: takes the place of the wider rule at 'Klinik' until 2020-04-07." in notes
    head = ["Regel", "bei Firma", "ab", "bis", "Branche"]
    days = {"since": "2020-04-06", "until": "2020-04-08"}
    assert _narrow(tmp_path, head, ["Ruhezeit: 9", "Klinik", "06.04.2020", "08.04.2020", None])[0] == [
        c.DailyRest(hours=9, borrower="Klinik", **days, overrides=True)
    ]
    both, silence = _narrow(tmp_path, ["Regel"], ["Ruhezeit: 12 bei Firma Klinik zusätzlich"])
    assert both == [c.DailyRest(hours=12, borrower="Klinik")]
    assert not silence


def test_a_rule_that_bends_stands_beside_one_of_its_scope_and_in_place_of_a_wider_one(tmp_path: Path) -> None:
    limit, overtime = "max Tage am Stück: 6 bei Firma Klinik", "max Tage am Stück: 4, jeder Tag darüber 50 Euro"
    both, silence = _narrow(tmp_path, ["Regel"], [limit], [f"{overtime} bei Firma Klinik"])
    bent = c.ConsecutiveDays(days=4, borrower="Klinik", price_cents=5000)
    assert both == [c.ConsecutiveDays(days=6, borrower="Klinik"), bent]
    assert not silence
    placed, note = _narrow(tmp_path, ["Regel"], ["max Tage am Stück: 6"], [f"{overtime} bei Firma Klinik"])
    assert placed == [c.ConsecutiveDays(days=6), bent.replace(overrides=True)]
    assert "takes the place of the wider rule at 'Klinik'" in note


def test_of_what_several_are_counted_for_a_part_is_limited_beside_the_whole(tmp_path: Path) -> None:
    rows = [["höchstens 5 Leute verliehen"], ["höchstens 7 Leute verliehen für Firma Hotel"]]
    rules, _ = _narrow(tmp_path, ["Regel"], *rows, ["höchstens 1 Leute verliehen für Mitarbeiter A"])
    caps = [c.LendingCap(people=5), c.LendingCap(people=7, lender="Hotel", overrides=True)]
    assert rules == [*caps, c.LendingCap(people=1, worker="A")]


def test_what_is_taken_away_for_all_may_hold_for_some(tmp_path: Path) -> None:
    rules, _ = _narrow(tmp_path, ["Regel"], ["ohne Ruhezeit"], ["Ruhezeit: 9 bei Firma Klinik"])
    assert rules == [c.DailyRest(hours=0), c.DailyRest(hours=9, borrower="Klinik", overrides=True)]


def test_what_is_taken_away_and_is_not_there_is_noted(tmp_path: Path) -> None:
    rows = [["Regel"], ["ohne Pendelgrenze"], ["ohne Wochenruhe"]]
    read = read_scenario(workbook(tmp_path / "plan.xlsx", Regeln=rows))
    assert "commute" not in {rule.kind for rule in read.scenario.rules}
    assert [note for note in notes_of(read) if "weekly_rest" in note]


def test_rows_of_rules_are_named_in_problems(tmp_path: Path) -> None:
    rows = [
        ["Regel", "Wert", "Firma"],
        ["max Stunden pro Tag", 30, None],
        ["Ruhezeit", 10, None],
        ["Ruhezeit: 9", None, None],
        ["max Stunden", "viele", None],
    ]
    with pytest.raises(sm.InputError) as error:
        sm.Scenario.load(workbook(tmp_path / "plan.xlsx", Regeln=rows))
    found = {problem.cell.row: problem.code for problem in error.value.problems if problem.cell}
    assert found == {2: "out_of_range", 4: "duplicate_rule", 5: "unknown_rule"}
    rows = [["Regel", "Wert", "Firma"], ["max Stunden pro Tag", 9, "Hotl"]]
    with pytest.raises(sm.InputError, match=r"row 2.*Did you mean 'Hotel'"):
        sm.Scenario.load(workbook(tmp_path / "plan.xlsx", Regeln=rows))


@pytest.mark.parametrize(("held", "shown", "percent"), [(0.25, "0%", 25), (1, "0 %", 100), (1.25, "0.00%", 125)])
def test_a_cell_that_shows_a_per_cent_is_read_as_it_is_shown(
    tmp_path: Path, held: float, shown: str, percent: int
) -> None:
    path = workbook(tmp_path / "plan.xlsx", Regeln=[["Regel", "Wert"], ["Nachtzuschlag", held]])
    book = openpyxl.load_workbook(path)
    book["Regeln"]["B2"].number_format = shown
    book.save(path)
    assert c.PayPremium(night=percent) in sm.Scenario.load(path).rules


def test_the_limit_that_stops_long_shifts_is_named_and_can_be_raised_in_words(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    short = sm.solve(sm.Scenario.load(workbook(path))).shortages
    assert all("the rule allows 10 h at most" in one.reason.text for one in short)
    low = [message.text for message in sm.inspect(sm.Scenario.load(path)).low_limits]
    assert low[0].startswith("1 person states more hours a day than the 10 h of the rule")
    assert low[1].startswith("2 shifts have more hours than the 10 h a day")
    (words,) = set(re.findall(r"set the rule: (max hours per day: 24)\.", " ".join(low)))
    raised = sm.Scenario.load(workbook(path, Regeln=[["Regel"], [words]]))
    assert not sm.solve(raised).shortages
    assert not sm.inspect(raised).low_limits


def test_examples_of_the_docs_are_read() -> None:
    for phrase in PHRASES:
        english, german = map(read_rule, sayings(phrase))
        assert english == german


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        ("law: Germany, HH, 2020-04-15", sm.law.germany(on="2020-04-15", state="HH")),
        (
            "Arbeitsrecht: Deutschland (HH, Abschnitt Q) am 15.4.2020",
            sm.law.germany("2020-04-15", state="HH", sector="Q"),
        ),
        ("Gesetz: Deutschland gelegentlich rest_9", sm.law.germany(collective="rest_9", lending="occasional")),
        ("law: Germany, 2020-04-15, sections H and Q", sm.law.germany("2020-04-15", sector=("H", "Q"))),
        ("law: European Union", sm.law.eu()),
    ],
)
def test_a_law_is_named_in_words(said: str, rules: tuple[sm.Rule, ...]) -> None:
    assert read_rules(said) == list(rules)
    assert [one.because for one in read_rules(said) if isinstance(one, sm.Rule)] == [one.because for one in rules]


@pytest.mark.parametrize(
    ("said", "code", "advice"),
    [
        ("law: Atlantis", "unknown_law", "Germany"),
        ("law: Germany, XX", "unknown_law_word", "HH"),
        ("law: Germany, 31.02.2020", "not_a_date", "2020-04-15"),
        ("law: Germany, 1990-01-01", "law_not_in_force", "1994-07-01"),
        ("law: EU, Q", "unknown_sector", "Leave it out"),
    ],
)
def test_a_law_that_there_is_not_is_told(said: str, code: str, advice: str) -> None:
    with pytest.raises(Wrong) as error:
        read_rules(said)
    assert error.value.code == code
    assert advice in error.value.advice


def test_other_rows_say_it_otherwise_than_the_law(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    sm.hamburg.scenario("small", seed=1).save(path)
    book = openpyxl.load_workbook(path)
    (value,) = [row[1] for row in book["settings"].iter_rows() if row[0].value == "rules"]
    value.value = "Ruhezeit: 12; ohne Mindestlohn; law: Germany, HH"
    book.save(path)
    held = {rule.kind: rule for rule in read_scenario(path).scenario.rules if rule.everywhere()}
    assert held["daily_rest"] == c.DailyRest(hours=12)
    assert held["daily_hours"].per == "24_hours"
    assert held["breaks"].because is not None
    assert "pay_floor" not in held


@pytest.mark.parametrize(
    ("said", "text", "advice"),
    [
        (
            "Nachtzuschlag: 0,25",
            "0,25 ist ein Anteil, wie ihn eine Zelle enthält, die Prozent anzeigt.",
            "So schreiben: „Nachtzuschlag: 25 Prozent“ oder „night premium: 25 percent“.",
        ),
        (
            "Nachtzuschlag: 0,25 Prozent",
            "0,25 liegt außerhalb des Bereichs von 1 bis 1.000 (Prozent).",
            "So schreiben: „Nachtzuschlag: 25 Prozent“ oder „night premium: 25 percent“.",
        ),
        (
            "max Tage am Stück: 6 Euro",
            "hat eine Angabe in der Einheit Euro; die Regel zählt Tage.",
            "So schreiben: „max Tage am Stück: 6“ oder „max days in a row: 6“.",
        ),
    ],
)
def test_units_and_examples_are_german_where_the_answer_is(said: str, text: str, advice: str) -> None:
    with pytest.raises(Wrong) as error:
        read_rule(said)
    assert (error.value.message.text_in("de"), error.value.remedy.text_in("de")) == (text, advice)
