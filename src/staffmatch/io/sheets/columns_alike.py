"""Columns, and those that several sheets have alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from staffmatch.io.sheets import kinds, values
from staffmatch.io.sheets.cells import Value
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


def id_column(words: str, required: bool = True) -> Column:
    return Column(values.text, words, required=required)


def place_columns(field: str, private: bool) -> dict[str, Column]:
    return {
        "lat": Column(values.coordinate, "latitude, Breite, Breitengrad", field, True),
        "lon": Column(values.coordinate, "lng, longitude, Länge, Längengrad", field, True),
        "place": Column(values.text, "place name, Ortsname", field, private),
        "town": Column(values.anything, "city, Ort, Wohnort, Stadt", field, private),
        "quarter": Column(values.text, "neighbourhood, district, Stadtteil, Viertel", field, private),
        "postal_code": Column(values.postal_code, "postcode, zip, zip code, PLZ, Postleitzahl", field, private),
    }


WHEN = {
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
SHIFT_KIND = "shift code, Schichtart, Schichtcode, Schichtkürzel, Dienst, Dienstart"
BREAK = {
    "unpaid_break_minutes": Column(
        durations.minutes, "break, break minutes, unpaid break, break (min), Pause, Pause Minuten, Pause (min)"
    )
}
DUTY = {
    "duty": Column(kinds.duty, "kind of duty, Dienstform, Arbeitsform"),
    "duty_factor": Column(values.real, "counts as, Anrechnung, Anrechnungsfaktor"),
    "kind": Column(values.text, "kind of shift, Art, Art der Schicht, Art des Dienstes"),
}
PAY = {
    "pay_cents_per_hour": Column(values.whole, "pay (cents), cents per hour, Lohn (Cent), Cent pro Stunde"),
    "pay_per_hour": Column(
        values.euros_an_hour,
        "pay, wage, hourly wage, euros per hour, pay (euro), Lohn, Stundenlohn, Euro pro Stunde, Lohn (Euro)",
        "pay_cents_per_hour",
    ),
}
EMPLOYER = "employer, firm, Firma, Unternehmen, Betrieb, Arbeitgeber"
# For people: nothing is computed from them, and no message quotes them.
CONTACT_COLUMNS = {
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
CONTACT = tuple(CONTACT_COLUMNS)
# Columns of a skill that are its codes.
CODES = ("esco", "isco08", "kldb")
WORKER = id_column("worker id, employee, person, Mitarbeiter, Mitarbeiterin, Personalnummer, Person")
SKILLS = Column(
    values.levels,
    "skill, qualification, qualifications, can, Kenntnisse, Fähigkeiten, Fähigkeit, Qualifikation, Qualifikationen",
)
CERTIFICATE_WORDS = "certificate, proofs, licences, Nachweise, Nachweis, Zertifikate, Bescheinigungen"
