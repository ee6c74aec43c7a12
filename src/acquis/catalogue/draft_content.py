"""The content of a draft as it is kept and as it is worked with, and what is published, read back as such a content."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from .models import Session, Training, TrainingAction
from .queries.offers import door_of
from .types import CertificationFee, Entry, Modality, OfferState, Rhythm, SessionState
from .types.content import OfferAction, OfferSession, OfferTraining, Place

#: What a row and a content call by the same name.
_OF_A_TRAINING = (
    "number", "title", "objective", "expected_results", "content", "summary", "certification_code", "course_kind",
    "general_objective", "category", "url", "created_on", "updated_on", "level_in", "level_out",
)  # fmt: skip
_OF_AN_ACTION = (
    "number", "price_cents", "price_without_vat_cents", "vat_rate_permille", "extra_fees_cents",
    "certification_fee_cents", "hours_centre", "hours_company", "has_prerequisites", "conditions", "accessibility",
    "admission", "language", "accessible", "pedagogy", "url", "phone", "email",
)  # fmt: skip


#: In a kept content, what was published when somebody began to write; not a value of the offer.
_BEGAN_FROM = "began_from"
#: What a file says again without anything having changed.
_UNTOLD = ("siret", "organisation", "nda", "created_on", "updated_on")


def kept(offer: OfferTraining) -> dict[str, Any]:
    """JSON values only."""
    content: dict[str, Any] = _json(asdict(offer))
    return content


def fingerprint(offer: OfferTraining | None) -> str:
    """What is published, as 64 hexadecimal figures; empty when nothing is."""
    if offer is None:
        return ""
    content = {key: value for key, value in kept(offer).items() if key not in _UNTOLD}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def written_by_hand(offer: OfferTraining, *, began_from: str) -> dict[str, Any]:
    """A kept content that remembers the `fingerprint` of what was published when it was begun."""
    return kept(offer) | {_BEGAN_FROM: began_from}


def began_from(written: dict[str, Any]) -> str | None:
    """What `written_by_hand` was given; None for what a file brought."""
    found = written.get(_BEGAN_FROM)
    return None if found is None else str(found)


def _json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _json(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_json(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def content_of(written: dict[str, Any]) -> OfferTraining:
    """What `kept` or `written_by_hand` wrote."""
    values = {**written, "actions": [_action(each) for each in written["actions"]]}
    for name in ("created_on", "updated_on"):
        values[name] = _day(values.get(name))
    values.pop(_BEGAN_FROM, None)
    return OfferTraining(**values)


def _action(written: dict[str, Any]) -> OfferAction:
    values = {**written, "sessions": [_session(each) for each in written["sessions"]]}
    values["place"] = Place(**values["place"])
    values["doors"] = [door_of(each) for each in values["doors"]]
    values["rhythms"] = [Rhythm(each) for each in values["rhythms"]]
    values["modality"], values["entry"] = Modality(values["modality"]), Entry(values["entry"])
    values["certification_fee"] = CertificationFee(values["certification_fee"])
    return OfferAction(**values)


def _session(written: dict[str, Any]) -> OfferSession:
    days = {name: _day(written.get(name)) for name in ("starts_on", "ends_on")}
    return OfferSession(**{**written, **days, "state": SessionState(written["state"])})


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def published_content(training_id: UUID, *, siret: str) -> OfferTraining | None:
    """What is published of a training, as a content; None when there is no such training."""
    row = Training.objects.filter(pk=training_id).first()
    if row is None:
        return None
    values = {name: getattr(row, name) for name in _OF_A_TRAINING}
    actions = (
        TrainingAction.objects.filter(training=row)
        .exclude(state=OfferState.WITHDRAWN)
        .order_by("number")
        .prefetch_related("sessions")
    )
    return OfferTraining(
        **values, siret=siret, blocks=list(row.blocks), actions=[_published_action(each) for each in actions]
    )


def _published_action(row: TrainingAction) -> OfferAction:
    values = {name: getattr(row, name) for name in _OF_AN_ACTION}
    sessions = sorted(row.sessions.all(), key=lambda s: (s.starts_on or date.max, s.number))
    return OfferAction(
        **values,
        modality=Modality(row.modality),
        entry=Entry(row.entry),
        certification_fee=CertificationFee(row.certification_fee),
        languages=list(row.languages or [row.language]),
        rhythms=[Rhythm(each) for each in row.rhythms],
        doors=[door_of(each) for each in row.doors],
        facts=dict(row.facts),
        place=Place(
            lines=list(row.address),
            postal_code=row.postal_code,
            town=row.town,
            insee=row.town_insee,
            lat=row.lat,
            lon=row.lon,
        ),
        sessions=[_published_session(each) for each in sessions if each.state == SessionState.OPEN],
    )


def _published_session(row: Session) -> OfferSession:
    return OfferSession(
        number=row.number,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        state=SessionState(row.state),
        guaranteed=row.guaranteed,
        notes=row.notes,
        places=row.places,
    )
