"""The law of a day, or the same refusal as a rule's when the day is before the first one known."""

from __future__ import annotations

from datetime import date

from acquis.kit.refusal import Refused
from acquis.rules import Conversion, Converted, Law, NotCovered, convert, law_on


def law_of(day: date) -> Law:
    try:
        return law_on(day)
    except NotCovered as error:
        raise Refused(NotCovered.refusal) from error


def converted(law: Law, question: Conversion) -> tuple[int, Converted]:
    """What a conversion gives, in cents or in whole hours as asked, and its working; its refusal is raised."""
    answer = convert(law, question)
    if answer.refusal is not None:
        raise Refused(answer.refusal)
    result = answer.cents if answer.hours is None else answer.hours
    assert result is not None  # one of the two is there, unless refused
    return int(result), answer
