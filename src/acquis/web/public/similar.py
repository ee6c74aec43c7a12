"""Offers like one that is looked at: the same certification near it, else the same words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from uuid import UUID

from acquis.catalogue.search.queries import search
from acquis.catalogue.search.types import Hit, SearchRequest
from acquis.catalogue.types import ActionCard, Modality, TrainingCard
from acquis.enrolments import queries as enrolments

_SHOWN = 4


def similar_to(
    training: TrainingCard, *, on: date, leaving: Collection[UUID] = (), near: ActionCard | None = None
) -> list[Hit]:
    """At most four offers of other trainings, nearest first; `near` is the way of following that is looked at."""
    place = near or next((a for a in training.actions if a.modality != Modality.REMOTE), None)
    insee = place.town_insee if place is not None and place.modality != Modality.REMOTE else ""
    asked = SearchRequest(soonest=enrolments.earliest_start(on), per_page=3 * _SHOWN, radius_km=50)
    found: dict[UUID, Hit] = {}
    questions = [replace(asked, text=training.title, insee=insee)]
    if training.certification is not None:
        code = training.certification.code
        questions = [
            replace(asked, certification_code=code, insee=insee),
            replace(asked, certification_code=code),
            *questions,
        ]
    for question in questions:
        for hit in search(question, on=on).hits:
            if hit.training_id != training.id and hit.session_id not in leaving:
                found.setdefault(hit.training_id, hit)
        if len(found) >= _SHOWN:
            break
    return list(found.values())[:_SHOWN]
