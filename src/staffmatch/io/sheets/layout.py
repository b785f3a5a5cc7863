"""The columns of each sheet: their names, how their cells are read, the fields they fill."""

from __future__ import annotations

from staffmatch.io.sheets import kinds, values
from staffmatch.io.sheets.columns_alike import (
    BREAK,
    CERTIFICATE_WORDS,
    CONTACT_COLUMNS,
    DUTY,
    EMPLOYER,
    PAY,
    SHIFT_KIND,
    SKILLS,
    WHEN,
    WORKER,
    Column,
    Layout,
    id_column,
    place_columns,
)
from staffmatch.io.sheets.meaning import certificates, wishes
from staffmatch.io.sheets.rules.plain_rules import rule_text
from staffmatch.io.sheets.times import durations
from staffmatch.io.sheets.times import readers as times

LAYOUTS = {
    "companies": Layout(
        {
            "id": id_column(f"company, company id, Kennung, Kürzel, {EMPLOYER}"),
            "name": Column(values.text, "company name, Firmenname", private=True),
            "sector": Column(values.sector, "branch, industry, Branche, Sektor, WZ"),
            "clusters": Column(values.names, "cluster, networks, Netzwerke"),
            "corporate_group": Column(values.text, "group of companies, Konzern, Unternehmensgruppe"),
            "licence_until": Column(
                times.day, "licence to lend until, Erlaubnis bis, Verleiherlaubnis bis, Überlassungserlaubnis bis"
            ),
            "works_council": Column(values.consent, "works council agreed, Betriebsrat, Betriebsrat stimmt zu"),
            "works_council_asked_on": Column(times.day, "works council asked, Betriebsrat gefragt am, Betriebsrat am"),
            **place_columns("location", False),
            "agreements": Column(
                values.names, "agreement, contracts, contracts with, Verträge, Verträge mit, Vereinbarungen"
            ),
            **CONTACT_COLUMNS,
        }
    ),
    "workers": Layout(
        {
            "id": id_column(
                "worker, Nr, Nummer, lfd. Nr., Personal-Nr., Pers.-Nr., Mitarbeiternummer, Mitarbeiter-Nr., MA-Nr., "
                "Kennung, Kürzel, " + WORKER.words
            ),
            "company": id_column(f"lender, {EMPLOYER}, Verleiher"),
            "name": Column(
                values.text,
                "full name, employee name, Vorname Nachname, Nachname Vorname, Vor- und Nachname",
                private=True,
            ),
            "first_name": Column(values.text, "given name, forename, Vorname, Rufname", "name", True),
            "last_name": Column(values.text, "surname, family name, Nachname, Familienname, Zuname", "name", True),
            **place_columns("home", True),
            "skills": SKILLS,
            "certificates": Column(certificates.held, CERTIFICATE_WORDS),
            "groups": Column(values.names, "protected groups, Gruppen, Schutzgruppen", private=True),
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
            "hired_for_lending": Column(values.flag, "temporary worker, Leiharbeitskraft, Leiharbeiter"),
            "second_jobs": Column(values.names, "second job, second job at, Nebenjob, Nebenjob bei, Zweitjob bei"),
            **PAY,
            "short_time_hours": Column(
                durations.hours,
                "short time, hours of short time, Kurzarbeit, Kurzarbeit Stunden, Kurzarbeitsstunden, Ausfallstunden",
            ),
            **CONTACT_COLUMNS,
        }
    ),
    "demands": Layout(
        {
            "id": id_column("demand, demand id, request, Kennung, Anforderung, Auftrag", required=False),
            "company": Column(values.text, f"borrower, {EMPLOYER}, Entleiher", required=True, repeated=True),
            "name": Column(
                values.text,
                "demand name, title, ward, department, place of work, Bezeichnung, Station, Abteilung, Bereich, "
                "Einsatzort, Einsatzbereich, Einsatzstelle",
                private=True,
            ),
            **place_columns("location", False),
            "skills": SKILLS,
            "certificates": Column(certificates.asked, CERTIFICATE_WORDS),
            "headcount": Column(values.seats, "people, seats, number, how many, Anzahl, Personen, Köpfe, Wie viele"),
            "min_crew": Column(values.whole, "at least, crew at least, mindestens, Mindestbesetzung"),
            "same_worker": Column(values.flag, "same person, dieselbe Person, gleiche Person"),
            "priority": Column(values.whole, "weight, Priorität, Prio, Wichtigkeit, Gewicht"),
            **PAY,
            "comparable_pay_cents_per_hour": Column(values.whole, "comparable pay (cents), Vergleichslohn (Cent)"),
            "comparable_pay_per_hour": Column(values.euros_an_hour, "Vergleichslohn", "comparable_pay_cents_per_hour"),
            "grants": Column(values.levels, "training in, teaches, Schulung in, vermittelt, Schulung"),
            "cents_per_person": Column(values.whole, "cents per person, Cent pro Person"),
            "cost_per_person": Column(values.euros, "Kosten pro Person, Kursgebühr", "cents_per_person"),
            "accepted_lenders": Column(values.names, "lenders, only from, nur von"),
            "declined_lenders": Column(values.names, "not from, nicht von"),
            **CONTACT_COLUMNS,
            "shift": id_column("shift id, Schicht", required=False),
            "shift_kind": id_column(SHIFT_KIND, required=False),
            **WHEN,
            **BREAK,
            **DUTY,
        }
    ),
    "shifts": Layout(
        {
            "id": id_column("shift, shift id, Schicht, Kennung", required=False),
            "demand": id_column("demand id, request, Bedarf, Anforderung, Auftrag"),
            "shift_kind": id_column(SHIFT_KIND, required=False),
            **WHEN,
            **BREAK,
            **DUTY,
        }
    ),
    "availability": Layout(
        {"worker": WORKER, "shift_kind": id_column(f"shift, Schicht, {SHIFT_KIND}", required=False), **WHEN}
    ),
    "home_shifts": Layout(
        {
            "worker": WORKER,
            "shift_kind": id_column(f"shift, Schicht, {SHIFT_KIND}", required=False),
            **WHEN,
            **BREAK,
            **DUTY,
        }
    ),
    "absences": Layout(
        {"worker": WORKER, **WHEN, "kind": Column(kinds.absence, "kind of absence, Art, Abwesenheitsart")}
    ),
    "past_shifts": Layout(
        {
            "worker": WORKER,
            "company": Column(values.text, f"worked at, {EMPLOYER}, gearbeitet bei", required=True),
            "shift_kind": id_column(f"shift, Schicht, {SHIFT_KIND}", required=False),
            **WHEN,
            **BREAK,
            **DUTY,
        }
    ),
    "shift_kinds": Layout(
        {
            "code": id_column(
                "id, shift code, shift, kind, Kürzel, Schichtcode, Schichtkürzel, Schicht, Schichtart, Dienst"
            ),
            "name": Column(values.text, "shift name, meaning, Bezeichnung, Schichtname, Bedeutung"),
            **{name: WHEN[name] for name in ("start", "end", "hours")},
            **BREAK,
        }
    ),
    "ledger": Layout(
        {
            "worker": WORKER,
            "date": Column(times.day, "day, Datum, Tag", required=True),
            "hours": Column(durations.hours, "Stunden", required=True),
        }
    ),
    "secondments": Layout(
        {
            "worker": WORKER,
            "company": Column(values.text, f"borrower, {EMPLOYER}, Entleiher", required=True),
            "first": Column(times.day, "first day, from, since, erster Tag, von, seit", required=True),
            "last": Column(times.day, "last day, to, until, letzter Tag, bis", required=True),
        }
    ),
    "consents": Layout(
        {
            "worker": WORKER,
            "company": Column(values.text, f"borrower, {EMPLOYER}, Entleiher", required=True),
            "state": Column(values.consent, "consent, answer, Zustimmung, Einwilligung, Antwort", required=True),
            "answer_by": Column(times.moment, "answer until, Antwort bis, Frist"),
        }
    ),
    "wishes": Layout(
        {
            "worker": WORKER,
            "against": Column(wishes.direction, "for or against, direction, wish, für oder gegen, Richtung, Wunsch"),
            "days": Column(wishes.days, "day, date, dates, Datum, Tag, Tage"),
            "last_day": Column(
                times.day, "until, until day, last day, to date, end date, bis Datum, letzter Tag, bis Tag"
            ),
            "weekdays": Column(wishes.weekdays, "weekday, day of the week, Wochentag, Wochentage"),
            "start": Column(wishes.time_of_day, "from, from time, start time, von, ab, Beginn, Uhrzeit von"),
            "end": Column(wishes.time_of_day, "to, to time, end time, bis, Ende, Uhrzeit bis"),
            "shift": id_column("shift id, Schicht", required=False),
            "demand": id_column("demand id, Bedarf, Anforderung, Auftrag", required=False),
            "kind": id_column(f"kind of shift, Art, Art der Schicht, {SHIFT_KIND}", required=False),
            "weight": Column(values.whole, "points, Gewicht, Punkte, Wichtigkeit"),
            "must": Column(values.flag, "binding, muss, zwingend, verbindlich"),
        }
    ),
    "skills": Layout(
        {
            "id": id_column("skill, Fähigkeit"),
            "implies": Column(values.losses, "stands for, ersetzt, umfasst"),
            "regulated": Column(values.flag, "licensed, reglementiert, geregelt"),
            "esco": Column(values.text, "ESCO code"),
            "isco08": Column(values.text, "ISCO-08, ISCO"),
            "kldb": Column(values.text, "KldB 2010, Berufsklassifikation"),
        }
    ),
    "pairs": Layout(
        {
            "worker": WORKER,
            "shift": id_column("shift id, Schicht", required=False),
            "demand": id_column("demand id, Bedarf, Anforderung, Auftrag", required=False),
            "cost": Column(values.whole, "costs, Kosten"),
            "hours": Column(durations.hours, "Stunden"),
        }
    ),
    "pins": Layout(
        {"worker": WORKER, "shift": id_column("shift id, Schicht"), "assigned": Column(values.flag, "zugeteilt, fest")}
    ),
    "rules": Layout(
        {
            "rule": Column(rule_text, "Regel, condition, Vorgabe, Bedingung, was", required=True),
            "value": Column(rule_text, "figure, limit, Wert, Zahl, Grenze"),
            "unit": Column(values.text, "Einheit"),
            "company": Column(values.text, f"for company, {EMPLOYER}, für Firma"),
            "worker": Column(values.text, f"for worker, {WORKER.words}"),
            "skill": Column(values.text, "with skill, Fähigkeit, Qualifikation"),
            "borrower": Column(values.text, "at company, Entleiher, bei Firma"),
            "sector": Column(values.sector, "section, Branche, Abschnitt"),
            "demand": Column(values.text, "for demand, Bedarf, für Bedarf"),
            "group": Column(values.text, "for group, Gruppe, für Gruppe"),
            "since": Column(times.day, "from, ab, von"),
            "until": Column(times.day, "to, bis"),
        }
    ),
    "settings": Layout(
        {
            "setting": Column(values.text, "name, Einstellung, was", required=True),
            "value": Column(values.setting, "Wert", required=True),
        }
    ),
}
