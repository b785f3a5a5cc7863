"""A cell as a kind: of duty, or of absence."""

from __future__ import annotations

from staffmatch.io.sheets import refusals
from staffmatch.io.sheets.cells import Value, Wrong, shown
from staffmatch.io.sheets.values import text
from staffmatch.models import AbsenceKind, DutyKind

DAY_OFF = "off"
_ABSENCES = {
    **dict.fromkeys(("leave", "holiday", "vacation", "urlaub", "u", "ur"), AbsenceKind.LEAVE.value),
    **dict.fromkeys(("sick", "ill", "illness", "krank", "krankheit", "k", "kr", "au"), AbsenceKind.SICK.value),
    **dict.fromkeys(("short_time", "short time", "kurzarbeit", "ku", "kug"), AbsenceKind.SHORT_TIME.value),
    **dict.fromkeys((DAY_OFF, "day off", "frei", "freizeit", "ff", "wf"), DAY_OFF),
}
_DUTIES = {
    **dict.fromkeys((DutyKind.WORK.value, "arbeit", "dienst"), DutyKind.WORK),
    **dict.fromkeys((DutyKind.ON_CALL.value, "on call", "bereitschaft", "bereitschaftsdienst"), DutyKind.ON_CALL),
    **dict.fromkeys((DutyKind.STANDBY.value, "rufbereitschaft", "rufdienst", "hintergrunddienst"), DutyKind.STANDBY),
}


def duty(value: Value) -> DutyKind:
    if (known := _DUTIES.get(text(value).casefold())) is None:
        raise Wrong("unknown_duty", refusals.UNKNOWN_DUTY(value=shown(value)), refusals.UNKNOWN_DUTY_ADVICE())
    return known


def absence(value: Value) -> str:
    """The kind of an absence, or ``off`` for days off that are none; what a cell says is not told."""
    if (known := _ABSENCES.get(text(value).casefold())) is None:
        raise Wrong("unknown_absence", refusals.UNKNOWN_ABSENCE(), refusals.UNKNOWN_ABSENCE_ADVICE())
    return known
