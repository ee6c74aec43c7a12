"""The law of a day, or the same refusal as a rule's when the day is before the first one known."""

from __future__ import annotations

from datetime import date

from acquis.kit.refusal import Refused
from acquis.rules import Law, NotCovered, law_on


def law_of(day: date) -> Law:
    try:
        return law_on(day)
    except NotCovered as error:
        raise Refused(NotCovered.refusal) from error
