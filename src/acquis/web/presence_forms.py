"""What is typed of each person expected at a half-day, by an agent of the provider or by a trainer who has a link."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from acquis.attendance.types import Presence, Seen

Errors = dict[str, str]


def count_of_text(text: str) -> int | None:
    """A whole number, 0 when nothing is written."""
    plain = text.strip().replace(" ", "")
    if not plain:
        return 0
    return int(plain) if plain.isdecimal() and len(plain) <= 6 else None


def seen(typed: QueryDict, people: Iterable[UUID]) -> tuple[list[Seen], Errors]:
    """What is said of each person, or what to correct; `p-…` is the presence, `m-…` the minutes followed."""
    said, errors = [], Errors()
    for each in people:
        presence = typed.get(f"p-{each}", "")
        if presence not in set(Presence):
            errors[f"p-{each}"] = _("Dites si cette personne était là.")
            continue
        minutes: int | None = None
        if presence in (Presence.LATE, Presence.LEFT_EARLY):
            minutes = count_of_text(typed.get(f"m-{each}", ""))
            if not minutes:
                errors[f"m-{each}"] = _("Indiquez les minutes suivies, par exemple 150.")
        said.append(Seen(enrolment_id=each, presence=Presence(presence), minutes=minutes))
    return said, errors
