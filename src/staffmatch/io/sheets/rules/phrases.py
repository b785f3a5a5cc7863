"""The rules that a sheet states in plain words, in English and German."""

from __future__ import annotations

from collections.abc import Mapping

from staffmatch import constraints as c
from staffmatch.constraints.channels import Channel
from staffmatch.io.sheets.rules.period_phrases import PERIODS
from staffmatch.io.sheets.rules.phrase import Figure, Phrase
from staffmatch.io.sheets.rules.rhythm_phrases import RHYTHM
from staffmatch.records.bases import Rule
from staffmatch.records.consents import Consent

_DAY, _WEEK = Figure("hours", "h", 1, 24, "10"), Figure("hours", "h", 1, 168, "48")
_MANY = 1_000_000

PHRASES: tuple[Phrase, ...] = (
    Phrase(
        c.DailyHours, "max hours per day: #", "max Stunden pro Tag: #", (_DAY,),
        "hours a day: #; daily hours: #; Stunden am Tag: #; tägliche Arbeitszeit: #; Tagesarbeitszeit: #; "
        "Arbeitszeit pro Tag: #; working time per day: #", "max",
    ),
    Phrase(
        c.DailyHours, "max hours from the start of work: #", "max Stunden ab Arbeitsbeginn: #", (_DAY,),
        "hours from the start of work: #; werktägliche Arbeitszeit: #", "max", fixed={"per": "24_hours"},
    ),
    Phrase(
        c.WeeklyHours, "max hours per week: #", "max Stunden pro Woche: #", (_WEEK,),
        "hours a week: #; weekly hours: #; Stunden in der Woche: #; Wochenstunden: #; Wochenarbeitszeit: #; "
        "Arbeitszeit pro Woche: #; working time per week: #", "max",
    ),
    Phrase(
        c.RollingHours, "max # hours in # days", "max # Stunden in # Tagen",
        (Figure("hours", "h", 1, 8784, "80"), Figure("days", "days", 1, 366, "14")),
        "# hours in any # days; # Stunden in je # Tagen", "max",
    ),
    Phrase(
        c.AverageHours, "average hours per week: # over # weeks", "Stunden pro Woche im Schnitt: # in # Wochen",
        (_WEEK, Figure("weeks", "weeks", 1, 52, "24")),
        "average hours per week: # in # weeks; Stunden pro Woche im Durchschnitt: # in # Wochen; "
        "durchschnittliche Stunden pro Woche: # in # Wochen", "max",
    ),
    Phrase(
        c.HorizonHours, "max hours in the plan: #", "max Stunden im Plan: #", (Figure("hours", "h", 0, _MANY, "100"),),
        "hours in all: #; Stunden insgesamt: #; Stunden im Zeitraum: #", "max",
    ),
    Phrase(
        c.DailyRest, "rest between shifts: #", "Ruhezeit: #", (Figure("hours", "h", 0, 24, "11"),),
        "rest: #; daily rest: #; hours of rest: #; rest period: #; Ruhe zwischen Schichten: #; Stunden Ruhezeit: #; "
        "Stunden Ruhe: #; tägliche Ruhezeit: #; Ruhezeiten: #", "min",
    ),
    Phrase(
        c.WeeklyRest, "weekly rest: #", "Wochenruhe: #", (Figure("hours", "h", 1, 168, "35"),),
        "rest per week: #; hours of weekly rest: #; wöchentliche Ruhezeit: #; Ruhezeit pro Woche: #", "min",
    ),
    Phrase(
        c.WeeklyRest, "weekly rest within the week: #", "Wochenruhe innerhalb der Woche: #",
        (Figure("hours", "h", 1, 168, "35"),), bound="min", fixed={"edge": "within"},
    ),
    *RHYTHM,
    Phrase(
        c.SundaysAndHolidays, "free Sundays: # in # weeks", "freie Sonntage: # in # Wochen",
        (Figure("free_sundays", "Sundays", 0, 104, "2"), Figure("weeks", "weeks", 1, 104, "4")),
        "# free Sundays in any # weeks; Sundays off: # in # weeks; arbeitsfreie Sonntage: # in # Wochen", "min",
        fixed={"work": True},
    ),
    Phrase(
        c.SundaysAndHolidays, "no work on Sundays and holidays", "keine Sonn- und Feiertagsarbeit",
        also="no work on Sundays; no Sunday work; keine Sonntagsarbeit; keine Arbeit an Sonntagen; "
        "keine Arbeit an Sonn- und Feiertagen; Sundays are free; Sonntage sind frei",
    ),
    Phrase(
        c.NightWork, "max hours per night shift: #", "max Stunden pro Nachtdienst: #", (_DAY,),
        "hours per night: #; Stunden pro Nachtschicht: #; Stunden pro Nacht: #", "max",
    ),
    Phrase(
        c.NightWork, "max nights in a row: #", "max Nächte am Stück: #", (Figure("in_a_row", "nights", 0, 366, "4"),),
        "consecutive nights: #; night shifts in a row: #; Nächte in Folge: #; Nachtdienste am Stück: #; "
        "Nachtschichten in Folge: #; Nächte hintereinander: #", "max", fixed={"hours": None},
    ),
    *PERIODS,
    Phrase(
        c.PartnershipLimit, "at most # lenders per company", "höchstens # Verleiher je Firma",
        (Figure("lenders", "companies", 1, _MANY, "3"),),
        "# lenders per borrower; # Verleiher je Entleiher; lenders per company: #; Verleiher je Betrieb: #", "max",
        "borrower",
    ),
    Phrase(
        c.PartnershipLimit, "at most # borrowers per lender", "höchstens # Entleiher je Verleiher",
        (Figure("borrowers", "companies", 1, _MANY, "2"),), "borrowers per lender: #", "max",
    ),
    Phrase(
        c.BorrowersPerWorker, "at most # borrowers per worker", "höchstens # Entleiher je Mitarbeiter",
        (Figure("borrowers", "companies", 1, _MANY, "1"),),
        "# borrower per worker; # companies per worker; # Firmen je Mitarbeiter; # Firma je Mitarbeiter; "
        "# Entleiher je Person; # borrowers per person", "max",
    ),
    Phrase(
        c.ContactLimit, "at most # lenders per site and day", "höchstens # Verleiher je Ort und Tag",
        (Figure("lenders", "companies", 1, _MANY, "3"),),
        "# Verleiher je Standort und Tag; # lender per site and day", "max", "borrower",
    ),
    Phrase(
        c.LendingCap, "at most # people away", "höchstens # Leute verliehen",
        (Figure("people", "people", 0, _MANY, "5"),),
        "# people lent at a time; # Leute gleichzeitig verliehen; # Personen verliehen; people away: #; "
        "# Personen gleichzeitig verliehen", "max",
    ),
    Phrase(
        c.HomeReserve, "at least # people stay", "mindestens # Leute bleiben",
        (Figure("people", "people", 0, _MANY, "5"),),
        "# people stay at home; # Personen bleiben; # Leute bleiben im Betrieb; reserve: #; Reserve: #", "min",
    ),
    Phrase(
        c.RecallNotice, "at least # people back within # hours", "mindestens # Leute in # Stunden zurück",
        (Figure("people", "people", 0, _MANY, "5"), Figure("hours", "h", 1, 8784, "4")),
        "# Personen in # Stunden zurück; # people back in # hours; # Leute innerhalb von # Stunden zurück", "min",
    ),
    Phrase(
        c.MinSecondment, "at least # days per secondment", "mindestens # Tage je Einsatz",
        (Figure("days", "days", 1, 366, "6"),), "# days per borrower; # Tage je Entleiher", "min",
    ),
    Phrase(
        c.MaxSecondment, "longest secondment: # days", "längste Überlassung: # Tage",
        (Figure("days", "days", 1, 3660, "546"),),
        "max secondment: # days; max Überlassungsdauer: # Tage; Überlassungshöchstdauer: # Tage", "max",
    ),
    Phrase(
        c.PartnershipCost, "cost of a new partnership: # euros", "Kosten je neuer Partnerschaft: # Euro",
        (Figure("cents", "euros", 0, _MANY, "500"),),
        "new partnership: # euros; cost per new contract: # euros; neuer Vertrag: # Euro; Kosten je Vertrag: # Euro",
    ),
    Phrase(
        c.OnboardingCost, "onboarding: # euros", "Einarbeitung: # Euro", (Figure("cents", "euros", 0, _MANY, "50"),),
        "onboarding per person: # euros; Einarbeitung je Person: # Euro", company="borrower",
    ),
    Phrase(
        c.Budget, "budget: # euros", "Budget: # Euro", (Figure("cents", "euros", 0, 10**7, "10000"),),
        "budget per company: # euros; Budget je Firma: # Euro", "max", "borrower",
    ),
    Phrase(
        c.Budget, "total budget: # euros", "Gesamtbudget: # Euro", (Figure("cents", "euros", 0, 10**7, "10000"),),
        "Budget insgesamt: # Euro", "max", fixed={"total": True},
    ),
    Phrase(
        c.CommutePay, "commute pay: # euros per km", "Fahrgeld: # Euro pro km",
        (Figure("cents_per_km", "euros", 0, 1000, "0.30"),), "# euros per km; # Euro pro km; Kilometergeld: # Euro",
    ),
    Phrase(
        c.PayPremium, "night premium: # percent", "Nachtzuschlag: # Prozent",
        (Figure("night", "percent", 1, 1000, "25"),),
        "night work premium: # percent; premium at night: # percent; Zuschlag für Nachtarbeit: # Prozent; "
        "Nachtarbeitszuschlag: # Prozent", company="borrower",
    ),
    Phrase(
        c.PayPremium, "Sunday premium: # percent", "Sonntagszuschlag: # Prozent",
        (Figure("sunday", "percent", 1, 1000, "50"),),
        "premium on Sundays: # percent; Zuschlag für Sonntagsarbeit: # Prozent", company="borrower",
    ),
    Phrase(
        c.PayPremium, "holiday premium: # percent in state HH", "Feiertagszuschlag: # Prozent im Bundesland HH",
        (Figure("holiday", "percent", 1, 1000, "125"),),
        "premium on holidays: # percent in state HH; public holiday premium: # percent in state HH; "
        "Zuschlag für Feiertagsarbeit: # Prozent im Bundesland HH", company="borrower",
    ),
    Phrase(
        c.EqualPay, "cost of equal pay", "Kosten gleichen Lohns",
        also="pay the difference to comparable people; Differenz zum Vergleichslohn zahlen; Vergleichslohn zahlen; "
        "Equal Pay als Kosten", company="borrower",
    ),
    Phrase(
        c.Breaks, "breaks as the law has them", "gesetzliche Pausen",
        also="statutory breaks; breaks by law; Pausen nach dem Gesetz; Ruhepausen; Pausen nach ArbZG",
    ),
    Phrase(
        c.PayFloor, "equal pay and minimum wage", "gleicher Lohn und Mindestlohn",
        also="equal pay; gleicher Lohn; pay floor",
    ),
    Phrase(c.PayFloor, "minimum wage", "Mindestlohn", also="gesetzlicher Mindestlohn", fixed={"equal_pay": False}),
    Phrase(
        c.SectorBan, "no lending into construction", "kein Verleih ins Baugewerbe",
        also="no construction; kein Baugewerbe; kein Verleih in den Bau",
    ),
    Phrase(c.Strike, "strike", "Streik", also="nobody where people strike; bestreikt", company="borrower"),
    Phrase(
        c.WorksCouncil, "days for the works council: #", "Tage für den Betriebsrat: #",
        (Figure("lead_days", "days", 0, 366, "7"),),
        "works council: #; works council lead days: #; Betriebsrat: #; Vorlauf Betriebsrat: #; Frist Betriebsrat: #",
        company="borrower",
    ),
    Phrase(
        c.Channels, "only admissible channels of lending", "nur zulässige Wege der Überlassung",
        also="channels of lending; lending needs a channel; zulässige Überlassung; Wege der Überlassung",
    ),
    Phrase(
        c.Channels, "no lending without a licence", "kein Verleih ohne Erlaubnis",
        also="only with a licence; nur mit Erlaubnis; nur mit Verleiherlaubnis",
        fixed={"channels": (Channel(name="licensed"),)},
    ),
    Phrase(
        c.Competitors, "no lending within a sector", "kein Verleih in die eigene Branche",
        also="no lending to competitors; kein Verleih an Wettbewerber; kein Verleih an Konkurrenten",
        fixed={"same_sector": True},
    ),
    Phrase(
        c.ConsentRule, "plan people who have not answered", "auch Angefragte planen",
        also="also plan those asked; Angefragte einplanen; ohne Antwort planen",
        fixed={"states": (Consent.ACCEPTED, Consent.OFFERED)},
    ),
)  # fmt: skip

# What "without ..." takes away, by other words than those of the phrases above.
OFF: Mapping[str, str] = {
    "consent": "consent, Zustimmung, Einwilligung",
    "skills": "skills, skill, qualifications, Fähigkeiten, Qualifikation, Qualifikationen, Kenntnisse",
    "certificates": "certificates, proofs, licences, Nachweise, Bescheinigungen",
    "commute": "commute limit, commute limits, commute, Pendelgrenze, Pendelgrenzen, Fahrzeitgrenze, Fahrzeitgrenzen, "
    "Wegegrenze, max Fahrzeit, max commute",
    "availability": "availability, Verfügbarkeit, Verfügbarkeiten",
    "partners": "accepted and declined companies, Partnerwünsche, Wunschfirmen, nur bei und nicht bei",
    "pins": "pins, Festlegungen",
    "allowed_pairs": "pairs, Paare",
    "daily_hours": "limit of hours per day, Grenze der Stunden pro Tag, daily limit, Tagesgrenze",
    "weekly_hours": "limit of hours per week, Grenze der Stunden pro Woche, weekly limit, Wochengrenze",
}

# Without these a person could be in two places at once, or their own limit would be gone: only the figure is taken
# away.
WITHOUT_FIGURE: Mapping[str, Rule] = {
    "daily_rest": c.DailyRest(hours=0),
    "daily_hours": c.DailyHours(hours=None),
    "weekly_hours": c.WeeklyHours(hours=None),
}

# Words before a name: whom a rule is for. "company" is whichever of lender and borrower the phrase is about.
SCOPES: Mapping[str, str] = {
    "company": "company, firm, employer, Firma, Unternehmen, Betrieb",
    "lender": "lender, Verleiher",
    "borrower": "borrower, Entleiher",
    "worker": "worker, employee, person, Mitarbeiter, Mitarbeiterin",
    "sector": "sector, section, industry, Branche, Abschnitt, Sektor",
    "demand": "demand, need, Bedarf",
    "group": "group, Gruppe",
    "skill": "skill, qualification, Fähigkeit, Qualifikation, Kenntnis",
    "state": "state, Bundesland",
}
