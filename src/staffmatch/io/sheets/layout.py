"""The columns of each sheet: their names, how their cells are read, the fields they fill."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from staffmatch.io.sheets import values
from staffmatch.io.sheets.cells import Value
from staffmatch.io.sheets.rules.plain_rules import rule_text
from staffmatch.io.sheets.times import durations
from staffmatch.io.sheets.times import readers as times
from staffmatch.io.sheets.words import vocabulary


@dataclass(frozen=True)
class Column:
    """``words`` are English and German names; ``field`` is the model's field if it has another name.

    A ``repeated`` column may be empty in later rows of a record.
    """

    read: Callable[[Value], object]
    words: str = ""
    field: str = ""
    private: bool = False
    required: bool = False
    repeated: bool = False


@dataclass(frozen=True)
class Layout:
    """The columns of one sheet."""

    columns: Mapping[str, Column]

    @cached_property
    def words(self) -> dict[str, str]:
        return {name: column.words for name, column in self.columns.items()}

    @cached_property
    def known(self) -> dict[str, str]:
        return vocabulary(self.words)


def _id(words: str, required: bool = True) -> Column:
    return Column(values.text, words, required=required)


def _where(field: str, private: bool) -> dict[str, Column]:
    return {
        "lat": Column(values.coordinate, "latitude, Breite, Breitengrad", field, True),
        "lon": Column(values.coordinate, "lng, longitude, Länge, Längengrad", field, True),
        "place": Column(values.text, "place name, Ortsname", field, private),
        "town": Column(values.anything, "city, Ort, Wohnort, Stadt", field, private),
        "quarter": Column(values.text, "neighbourhood, district, Stadtteil, Viertel", field, private),
        "postal_code": Column(values.postal_code, "postcode, zip, zip code, PLZ, Postleitzahl", field, private),
    }


_WHEN = {
    "date": Column(times.days, "day, days, dates, Datum, Tag, Tage"),
    "weekday": Column(times.weekdays, "weekdays, day of the week, Wochentag, Wochentage"),
    "first_day": Column(
        times.day, "from date, start date, date from, von Datum, Datum von, Startdatum, erster Tag, von Tag, vom"
    ),
    "last_day": Column(
        times.day, "to date, end date, date to, bis Datum, Datum bis, Enddatum, letzter Tag, bis Tag, bis zum"
    ),
    "start": Column(
        times.moment,
        "from, begin, begins, starts, from time, start time, von, ab, Beginn, Anfang, Uhrzeit von, von Uhrzeit, "
        "Zeit von, Startzeit, Dienstbeginn, von Uhr",
    ),
    "end": Column(
        times.moment,
        "to, until, ends, to time, end time, bis, Ende, Uhrzeit bis, bis Uhrzeit, Zeit bis, Endzeit, Dienstende, "
        "bis Uhr",
    ),
    "hours": Column(times.hours, "time, times, from - to, Zeit, Uhrzeit, Zeiten, Zeitraum, von - bis"),
}
_KIND = "shift code, Schichtart, Schichtcode, Schichtkürzel, Dienst, Dienstart"
_BREAK = {
    "unpaid_break_minutes": Column(
        durations.minutes, "break, break minutes, unpaid break, break (min), Pause, Pause Minuten, Pause (min)"
    )
}
_PAY = {
    "pay_cents_per_hour": Column(values.whole, "pay (cents), cents per hour, Lohn (Cent), Cent pro Stunde"),
    "pay_per_hour": Column(
        values.euros,
        "pay, wage, hourly wage, euros per hour, pay (euro), Lohn, Stundenlohn, Euro pro Stunde, Lohn (Euro)",
        "pay_cents_per_hour",
    ),
}
_EMPLOYER = "employer, firm, Firma, Unternehmen, Betrieb, Arbeitgeber"
# For people: nothing is computed from them, and no message quotes them.
_CONTACT = {
    "contact_name": Column(
        values.anything,
        "contact, contact person, contact's name, Ansprechpartner, Ansprechpartnerin, Ansprechperson, Kontakt, "
        "Kontaktperson, Ansprechpartner Name",
        "contact",
        True,
    ),
    "contact_phone": Column(
        values.anything,
        "phone, phone number, telephone, tel, Telefon, Tel., Tel. Nr., Telefonnummer, Telefon Nr., Rufnummer, Festnetz",
        "contact",
        True,
    ),
    "contact_mobile": Column(
        values.anything,
        "mobile, mobile phone, cell, cell phone, Mobil, Mobiltelefon, Mobilnummer, Handy, Handynummer, Handy Nr.",
        "contact",
        True,
    ),
    "contact_email": Column(
        values.anything, "email, mail, email address, E-Mail, Mailadresse, E-Mail-Adresse", "contact", True
    ),
    "meeting_point": Column(values.anything, "meet at, report to, Treffpunkt, Meldeort, Meldepunkt", "contact", True),
    "contact_remark": Column(
        values.anything,
        "contact note, hint, hints, Hinweis, Hinweise, Anmerkung, Anmerkungen, Kontakt Hinweis, Bemerkung Kontakt",
        "contact",
        True,
    ),
}
CONTACT = tuple(_CONTACT)
_WORKER = _id("worker id, employee, person, Mitarbeiter, Mitarbeiterin, Personalnummer, Person")
_SKILLS = Column(
    values.levels,
    "skill, qualification, qualifications, can, Kenntnisse, Fähigkeiten, Fähigkeit, Qualifikation, Qualifikationen",
)

LAYOUTS = {
    "companies": Layout(
        {
            "id": _id(f"company, company id, Kennung, Kürzel, {_EMPLOYER}"),
            "name": Column(values.text, "company name, Firmenname", private=True),
            "sector": Column(values.sector, "branch, industry, Branche, Sektor, WZ"),
            "clusters": Column(values.names, "cluster, networks, Netzwerke"),
            **_where("location", False),
            "agreements": Column(
                values.names, "agreement, contracts, contracts with, Verträge, Verträge mit, Vereinbarungen"
            ),
            **_CONTACT,
        }
    ),
    "workers": Layout(
        {
            "id": _id(
                "worker, Nr, Nummer, lfd. Nr., Personal-Nr., Pers.-Nr., Mitarbeiternummer, Mitarbeiter-Nr., MA-Nr., "
                "Kennung, Kürzel, " + _WORKER.words
            ),
            "company": _id(f"lender, {_EMPLOYER}, Verleiher"),
            "name": Column(
                values.text,
                "full name, employee name, Vorname Nachname, Nachname Vorname, Vor- und Nachname",
                private=True,
            ),
            "first_name": Column(values.text, "given name, forename, Vorname, Rufname", "name", True),
            "last_name": Column(values.text, "surname, family name, Nachname, Familienname, Zuname", "name", True),
            **_where("home", True),
            "skills": _SKILLS,
            "available_from": Column(
                times.moment, "from, free from, von, verfügbar von, verfügbar ab, frei von, frei ab", "availability"
            ),
            "available_to": Column(
                times.moment,
                "to, until, available until, free to, free until, bis, verfügbar bis, frei bis",
                "availability",
            ),
            "availability": Column(times.windows, "available, free, verfügbar, Verfügbarkeit, frei"),
            "max_hours_per_day": Column(durations.hours, "hours per day, Stunden pro Tag, max Stunden pro Tag"),
            "max_hours_per_week": Column(
                durations.hours,
                "hours per week, Stunden pro Woche, max Stunden pro Woche, Wochenstunden, Stunden/Woche, Std/Woche",
            ),
            "max_hours": Column(durations.hours, "max Stunden"),
            "max_commute_minutes": Column(
                durations.minutes,
                "max commute, commute minutes, max commute (min), max Fahrzeit, max Pendelzeit, Fahrzeit Minuten",
            ),
            "max_commute_km": Column(durations.kilometres, "commute km, max Entfernung km, max km"),
            "accepted_companies": Column(values.names, "accepts, only at, akzeptiert, nur bei"),
            "declined_companies": Column(values.names, "declines, not at, lehnt ab, nicht bei"),
            "preferences": Column(values.points, "preference, wishes, Vorlieben, Wünsche"),
            "consent": Column(values.consent, "agreed, consents, Zustimmung, Einwilligung, einverstanden"),
            **_PAY,
            **_CONTACT,
        }
    ),
    "demands": Layout(
        {
            "id": _id("demand, demand id, request, Kennung, Anforderung, Auftrag", required=False),
            "company": Column(values.text, f"borrower, {_EMPLOYER}, Entleiher", required=True, repeated=True),
            "name": Column(
                values.text,
                "demand name, title, ward, department, place of work, Bezeichnung, Station, Abteilung, Bereich, "
                "Einsatzort, Einsatzbereich, Einsatzstelle",
                private=True,
            ),
            **_where("location", False),
            "skills": _SKILLS,
            "headcount": Column(values.seats, "people, seats, number, how many, Anzahl, Personen, Köpfe, Wie viele"),
            "min_crew": Column(values.whole, "at least, crew at least, mindestens, Mindestbesetzung"),
            "same_worker": Column(values.flag, "same person, dieselbe Person, gleiche Person"),
            "priority": Column(values.whole, "weight, Priorität, Prio, Wichtigkeit, Gewicht"),
            **_PAY,
            "comparable_pay_cents_per_hour": Column(values.whole, "comparable pay (cents), Vergleichslohn (Cent)"),
            "comparable_pay_per_hour": Column(values.euros, "Vergleichslohn", "comparable_pay_cents_per_hour"),
            "accepted_lenders": Column(values.names, "lenders, only from, nur von"),
            "declined_lenders": Column(values.names, "not from, nicht von"),
            **_CONTACT,
            "shift": _id("shift id, Schicht", required=False),
            "shift_kind": _id(_KIND, required=False),
            **_WHEN,
            **_BREAK,
        }
    ),
    "shifts": Layout(
        {
            "id": _id("shift, shift id, Schicht, Kennung", required=False),
            "demand": _id("demand id, request, Bedarf, Anforderung, Auftrag"),
            "shift_kind": _id(_KIND, required=False),
            **_WHEN,
            **_BREAK,
        }
    ),
    "availability": Layout({"worker": _WORKER, "shift_kind": _id(f"shift, Schicht, {_KIND}", required=False), **_WHEN}),
    "home_shifts": Layout(
        {"worker": _WORKER, "shift_kind": _id(f"shift, Schicht, {_KIND}", required=False), **_WHEN, **_BREAK}
    ),
    "absences": Layout({"worker": _WORKER, **_WHEN}),
    "shift_kinds": Layout(
        {
            "code": _id("id, shift code, shift, kind, Kürzel, Schichtcode, Schichtkürzel, Schicht, Schichtart, Dienst"),
            "name": Column(values.text, "shift name, meaning, Bezeichnung, Schichtname, Bedeutung"),
            **{name: _WHEN[name] for name in ("start", "end", "hours")},
            **_BREAK,
        }
    ),
    "ledger": Layout(
        {
            "worker": _WORKER,
            "date": Column(times.day, "day, Datum, Tag", required=True),
            "hours": Column(durations.hours, "Stunden", required=True),
        }
    ),
    "secondments": Layout(
        {
            "worker": _WORKER,
            "company": Column(values.text, f"borrower, {_EMPLOYER}, Entleiher", required=True),
            "first": Column(times.day, "first day, from, since, erster Tag, von, seit", required=True),
            "last": Column(times.day, "last day, to, until, letzter Tag, bis", required=True),
        }
    ),
    "skills": Layout({"id": _id("skill, Fähigkeit"), "implies": Column(values.losses, "stands for, ersetzt, umfasst")}),
    "pairs": Layout(
        {
            "worker": _WORKER,
            "shift": _id("shift id, Schicht", required=False),
            "demand": _id("demand id, Bedarf, Anforderung, Auftrag", required=False),
            "cost": Column(values.whole, "costs, Kosten"),
            "hours": Column(durations.hours, "Stunden"),
        }
    ),
    "pins": Layout(
        {"worker": _WORKER, "shift": _id("shift id, Schicht"), "assigned": Column(values.flag, "zugeteilt, fest")}
    ),
    "rules": Layout(
        {
            "rule": Column(rule_text, "Regel, condition, Vorgabe, Bedingung, was", required=True),
            "value": Column(rule_text, "figure, limit, Wert, Zahl, Grenze"),
            "unit": Column(values.text, "Einheit"),
            "company": Column(values.text, f"for company, {_EMPLOYER}, für Firma"),
            "worker": Column(values.text, f"for worker, {_WORKER.words}"),
            "skill": Column(values.text, "with skill, Fähigkeit, Qualifikation"),
        }
    ),
    "settings": Layout(
        {
            "setting": Column(values.text, "name, Einstellung, was", required=True),
            "value": Column(values.setting, "Wert", required=True),
        }
    ),
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
