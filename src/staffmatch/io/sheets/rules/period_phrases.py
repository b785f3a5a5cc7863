"""Phrases about how much of each person's time is worked: shifts, days, hours in a period."""

from __future__ import annotations

from staffmatch import constraints as c
from staffmatch.io.sheets.rules.phrase import Figure, Phrase

_SHIFTS, _DAYS = Figure("shifts", "shifts", 0, 1000, "5"), Figure("days", "days", 0, 366, "5")
_NIGHTS = {"kinds": ("night",)}

PERIODS: tuple[Phrase, ...] = (
    Phrase(
        c.MaxShifts, "max shifts per day: #", "max Schichten pro Tag: #", (_SHIFTS,),
        "shifts a day: #; Schichten am Tag: #", "max", fixed={"per": "day"},
    ),
    Phrase(
        c.MaxShifts, "max shifts per week: #", "max Schichten pro Woche: #", (_SHIFTS,),
        "shifts a week: #; Schichten in der Woche: #", "max",
    ),
    Phrase(
        c.MaxShifts, "max shifts per month: #", "max Schichten pro Monat: #", (_SHIFTS,),
        "shifts a month: #; Schichten im Monat: #", "max", fixed={"per": "month"},
    ),
    Phrase(
        c.MaxShifts, "max shifts in the plan: #", "max Schichten im Plan: #", (_SHIFTS,),
        "shifts in all: #; Schichten insgesamt: #; Schichten im Zeitraum: #", "max", fixed={"per": "horizon"},
    ),
    Phrase(
        c.MaxShifts, "max night shifts per week: #", "max Nachtschichten pro Woche: #", (_SHIFTS,),
        "night shifts a week: #; Nachtschichten in der Woche: #; Nachtdienste pro Woche: #", "max", fixed=_NIGHTS,
    ),
    Phrase(
        c.MaxShifts, "max night shifts per month: #", "max Nachtschichten pro Monat: #", (_SHIFTS,),
        "night shifts a month: #; Nachtschichten im Monat: #; Nachtdienste pro Monat: #", "max",
        fixed=_NIGHTS | {"per": "month"},
    ),
    Phrase(
        c.DaysWorked, "max days per week: #", "max Tage pro Woche: #", (_DAYS,),
        "days a week: #; working days per week: #; Tage in der Woche: #; Arbeitstage pro Woche: #", "max",
    ),
    Phrase(
        c.DaysWorked, "max days per month: #", "max Tage pro Monat: #", (_DAYS,),
        "days a month: #; working days per month: #; Tage im Monat: #; Arbeitstage pro Monat: #", "max",
        fixed={"per": "month"},
    ),
    Phrase(
        c.DaysWorked, "max days in the plan: #", "max Tage im Plan: #", (_DAYS,),
        "days in all: #; Tage insgesamt: #; Arbeitstage im Plan: #", "max", fixed={"per": "horizon"},
    ),
    Phrase(
        c.MinHours, "min hours per week: #", "mindestens Stunden pro Woche: #", (Figure("hours", "h", 1, 168, "20"),),
        "at least hours a week: #; mindestens Stunden in der Woche: #; mindestens Wochenstunden: #", "min",
    ),
    Phrase(
        c.MinHours, "min hours per month: #", "mindestens Stunden pro Monat: #",
        (Figure("hours", "h", 1, 744, "80"),), "at least hours a month: #; mindestens Stunden im Monat: #", "min",
        fixed={"per": "month"},
    ),
    Phrase(
        c.MinHours, "min hours in the plan: #", "mindestens Stunden im Plan: #",
        (Figure("hours", "h", 1, 1_000_000, "40"),),
        "at least hours in all: #; mindestens Stunden insgesamt: #; mindestens Stunden im Zeitraum: #", "min",
        fixed={"per": "horizon"},
    ),
)  # fmt: skip
