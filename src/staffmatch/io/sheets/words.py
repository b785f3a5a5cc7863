"""Names of sheets and columns as people write them, in English or German, ignoring case, blanks and underscores."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_LEGAL_FORMS = ("", "ag", "co", "eg", "ek", "ev", "ggmbh", "gmbh", "inc", "kg", "kgaa", "ltd", "mbh", "ohg", "se", "ug")
REMARKS = (
    *("note", "notes", "comment", "comments", "remark", "remarks", "bemerkung", "bemerkungen", "notiz", "notizen"),
    *("kommentar", "kommentare", "sonstiges", "info", "infos", "zusatzinfo"),
)
# What lists of people have besides, and no plan depends on.
_IDLE = (
    *("anrede", "titel", "salutation", "geschlecht", "gender", "sex", "geburtsdatum", "gebdatum", "gebdat", "geboren"),
    *("geborenam", "birthday", "birthdate", "dateofbirth", "alter", "age", "nationalitaet", "staatsangehoerigkeit"),
    *("nationality", "strasse", "street", "strassehausnr", "strassehausnummer", "strasseundhausnummer", "strnr"),
    *("hausnummer", "hausnr", "adresse", "anschrift", "address", "land", "country", "bundesland", "kostenstelle"),
    *("costcentre", "costcenter", "personalbereich", "personalteilbereich", "buchungskreis", "mandant", "eintritt"),
    *("eintrittsdatum", "entrydate", "hiredate", "steuerid", "steuerklasse", "iban", "svnummer", "krankenkasse"),
    *("familienstand", "konfession", "erstelltam", "erstelltvon", "geaendertam", "geaendertvon", "createdat"),
    *("updatedat", "timestamp", "zeitstempel"),
)
# Columns with x that say who cannot come; never skills.
AWAY = (
    *("krank", "krankgemeldet", "urlaub", "imurlaub", "abwesend", "gesperrt", "inaktiv", "ausgeschieden", "gekuendigt"),
    *(
        "kuendigung",
        "elternzeit",
        "mutterschutz",
        "ruht",
        "nichtverfuegbar",
        "verhindert",
        "ill",
        "sick",
        "onleave",
        "leave",
    ),
    *(
        "absent",
        "away",
        "inactive",
        "blocked",
        "left",
        "resigned",
        "unavailable",
        "notavailable",
        "storniert",
        "cancelled",
    ),
    *("erledigt", "besetzt", "done", "filled"),
)
MONTHLY_PAY = (
    *("monatslohn", "monatsgehalt", "gehalt", "monatsverdienst", "bruttogehalt", "bruttomonatslohn", "bruttolohn"),
    *(
        "lohnmonat",
        "lohnpromonat",
        "gehaltmonat",
        "monthlypay",
        "monthlywage",
        "monthlysalary",
        "salary",
        "paypermonth",
    ),
)

SHEETS = {
    "companies": "companies, company, firms, employers, Firmen, Firma, Unternehmen, Betriebe, Arbeitgeber",
    "workers": "workers, worker, employees, people, staff, Mitarbeiter, Mitarbeitende, Personal, Beschäftigte, Leute",
    "demands": "demands, demand, needs, requests, Bedarf, Bedarfe, Anforderungen, Anfragen",
    "shifts": "shifts, shift, Schichten, Schicht, Dienste, Einsätze",
    "availability": "availability, availabilities, Verfügbarkeit, Verfügbarkeiten, Freie Zeiten",
    "home_shifts": (
        "home shifts, own shifts, Eigene Schichten, Heimschichten, Eigene Dienste, roster, rota, Dienstplan, "
        "Dienstpläne, Schichtplan, Schichtpläne"
    ),
    "absences": "absences, absence, leave, Abwesenheit, Abwesenheiten, Fehlzeiten, Urlaub, Urlaube, Krankheit",
    "shift_kinds": (
        "shift kinds, shift codes, shift types, Schichtarten, Schichtart, Schichtcodes, Schichtkürzel, Schichtmodelle, "
        "Dienstarten, Dienstkürzel"
    ),
    "ledger": "ledger, hours worked, Geleistete Stunden, Stundenkonto",
    "past_shifts": "past shifts, shifts worked, Frühere Schichten, Bisherige Schichten, Frühere Dienste",
    "secondments": "secondments, lent before, Einsätze bisher, Frühere Einsätze",
    "consents": "consents, answers, Zustimmungen, Einwilligungen, Antworten",
    "wishes": "wishes, wish, wish list, Wünsche, Wunsch, Dienstwünsche, Schichtwünsche, Wunschliste",
    "skills": "skills, skill, Fähigkeiten, Qualifikationen",
    "pairs": "pairs, pair, Paare",
    "pins": "pins, pin, fixed, Festlegungen, Fixierungen",
    "rules": "rules, rule, Regeln, Regel, Vorgaben, Bedingungen",
    "settings": "settings, setting, Einstellungen",
}

SETTINGS = {
    "timezone": "time zone, Zeitzone",
    "period": "planning period, Zeitraum, Planungszeitraum",
    "first_day": "from, first day, begin, von, ab, erster Tag, Beginn",
    "last_day": "to, until, last day, end, bis, letzter Tag, Ende",
    "longest_shift": "longest shift hours, längste Schicht, längste Schicht Stunden",
    "travel": "Fahrzeiten",
    "rules": "Regeln",
    "tiers": "objectives, Ziele",
    "priority": "priorities, Priorität, Prioritäten, Prio",
}


def plain(word: str) -> str:
    """The word's letters and digits, in lower case, with umlauts spelled out."""
    return re.sub(r"[\W_]+", "", word.casefold().translate(_UMLAUTS))


def vocabulary(words: Mapping[str, str]) -> dict[str, str]:
    """A mapping from each of the words, separated by commas, and from the key itself, to the key."""
    return {plain(word): key for key, said in words.items() for word in (key, *said.split(","))}


def meant(word: str, known: Mapping[str, str]) -> str | None:
    return known.get(plain(word))


def nearest(word: str, words: Mapping[str, str]) -> str | None:
    """The most similar known word, in its proper spelling."""
    proper = {plain(one): one.strip() for key, said in words.items() for one in (key, *said.split(","))}
    held = plain(word)
    near = (one for one in get_close_matches(held, proper, 3, 0.75) if _few_slips(held, one))
    return next((proper[one] for one in near), None)


def _few_slips(one: str, other: str) -> bool:
    """Whether a slip of the pen for every four letters makes one of the other: Vorname is not Ortsname."""
    before, row = list(range(len(other) + 1)), list(range(len(other) + 1))
    older = before
    for place, letter in enumerate(one, 1):
        older, before, row = before, row, [place] + [0] * len(other)
        for at, wanted in enumerate(other, 1):
            row[at] = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != wanted))
            # Two letters that changed places.
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == wanted:
                row[at] = min(row[at], older[at - 2] + 1)
    return row[-1] <= max(1, min(len(one), len(other)) // 4)


def firm(name: str) -> str:
    """A company's name without its legal form, by which two rows mean the same company."""
    words = re.split(r"[\s,]+", name)
    while len(words) > 1 and plain(words[-1]) in _LEGAL_FORMS:
        words.pop()
    return plain("".join(words)) or name


def ignored(word: str) -> bool:
    """Whether a column or sheet is only for people: remarks, and names that start with #."""
    return word.startswith("#") or plain(word) in REMARKS


def idle(word: str) -> bool:
    """Whether a column of that name is passed over, since no plan depends on it."""
    return plain(word) in _IDLE


def listed(words: Iterable[str]) -> str:
    return ", ".join(repr(word) for word in words)


_SHEETS = vocabulary(SHEETS)


def sheet_meant(name: str) -> str | None:
    return meant(name, _SHEETS)
