"""Trainings, actions and sessions: what is on sale is public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from acquis.kit.prepared import Prepared, given
from acquis.providers.queries import provider, providers

from ..models import (
    Certification,
    Session,
    Training,
    TrainingAction,
)
from ..types import (
    Action,
    ActionCard,
    CertificationCard,
    CertificationFee,
    Door,
    Entry,
    Funding,
    Modality,
    OfferedSession,
    OfferState,
    Pay,
    Refusal,
    Rhythm,
    SessionCard,
    SessionState,
    TrainingCard,
)
from .certifications import certifications


def offered(session_id: UUID) -> OfferedSession | None:
    """The session as somebody may buy it, or None when there is no such session."""
    session = _SESSION.first(id=session_id)
    if session is None:
        return None
    training = session.action.training
    seller = provider(training.provider_id)
    sellers = {seller.id: seller.siret} if seller is not None and seller.sells else {}
    return _offered(session, _TITLED.first(code=training.certification_code), sellers)


_SESSION = Prepared(lambda: Session.objects.filter(pk=given("id")).select_related("action__training"))
_TITLED = Prepared(lambda: Certification.objects.filter(pk=given("code")).only("code", "title", "version_id"))


def offered_many(session_ids: Iterable[UUID]) -> dict[UUID, OfferedSession]:
    """The sessions that exist among `session_ids`."""
    sessions = list(Session.objects.filter(pk__in=list(session_ids)).select_related("action__training"))
    codes = {s.action.training.certification_code for s in sessions}
    certifications = {c.code: c for c in Certification.objects.filter(pk__in=codes).only("code", "title", "version_id")}
    sellers = {
        card.id: card.siret
        for card in providers({s.action.training.provider_id for s in sessions}).values()
        if card.sells
    }
    return {s.id: _offered(s, certifications.get(s.action.training.certification_code), sellers) for s in sessions}


def _offered(session: Session, certification: Certification | None, sellers: dict[UUID, str]) -> OfferedSession:
    action = session.action
    training = action.training
    return OfferedSession(
        session_id=session.id,
        action_id=action.id,
        training_id=training.id,
        provider_id=training.provider_id,
        seller_siret=sellers.get(training.provider_id, ""),
        title=training.title,
        certification_code=training.certification_code,
        certification_title=certification.title if certification else "",
        certification_version=certification.version_id if certification else None,
        action_kind=Action(training.action_kind) if training.action_kind else None,
        price_cents=action.price_cents,
        modality=Modality(action.modality),
        entry=Entry(action.entry),
        starts_on=session.starts_on,
        ends_on=session.ends_on,
        hours=action.hours_centre + action.hours_company,
        has_prerequisites=action.has_prerequisites,
        town=action.town,
        address=", ".join(action.address),
        postal_code=action.postal_code,
        lat=action.lat,
        lon=action.lon,
        on_sale=(
            training.provider_id in sellers
            and training.state == OfferState.PUBLISHED
            and action.state == OfferState.PUBLISHED
            and session.state == SessionState.OPEN
        ),
        by_account=any(door["funding"] == Funding.ACCOUNT for door in action.doors),
        places_left=places_left(session),
    )


def places_left(session: Session) -> int | None:
    """How many may still come, None when places are not counted; a provider may have taken places away since."""
    return None if session.places is None else max(0, session.places - session.places_taken)


def training_page(training_id: UUID) -> TrainingCard | None:
    """A training with its certification, actions and sessions; withdrawn actions are left out."""
    return next(iter(training_pages([training_id])), None)


def training_pages(training_ids: Sequence[UUID]) -> list[TrainingCard]:
    """Many trainings at once, in three queries and the certifications'; unknown ids are left out."""
    return _cards(Training.objects.filter(pk__in=training_ids))


def trainings_of(provider_id: UUID, *, limit: int = 500) -> list[TrainingCard]:
    """All that a provider offers or has withdrawn, by title."""
    return _cards(Training.objects.filter(provider_id=provider_id).order_by("title", "id")[:limit])


def published_training_ids(*, after: UUID | None = None, limit: int = 1000) -> list[UUID]:
    """The ids of what is on sale, in pages by id: for whoever builds an index of everything."""
    rows = Training.objects.filter(state=OfferState.PUBLISHED)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def published_training_ids_of(provider_id: UUID) -> list[UUID]:
    """The ids of what a provider has on sale, or would have if it might sell."""
    rows = Training.objects.filter(provider_id=provider_id, state=OfferState.PUBLISHED)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _cards(trainings: Iterable[Training]) -> list[TrainingCard]:
    rows = list(trainings)
    actions = (
        TrainingAction.objects.filter(training__in=rows)
        .exclude(state=OfferState.WITHDRAWN)
        .order_by("training_id", "price_cents", "number")
        .prefetch_related(Prefetch("sessions", Session.objects.order_by("starts_on", "number")))
    )
    by_training: dict[UUID, list[ActionCard]] = {}
    for action in actions:
        by_training.setdefault(action.training_id, []).append(action_card(action, action.sessions.all()))
    cards = certifications(t.certification_code for t in rows)
    return [training_card(t, by_training.get(t.id, ()), cards.get(t.certification_code)) for t in rows]


def training_card(t: Training, actions: Iterable[ActionCard], certification: CertificationCard | None) -> TrainingCard:
    """A row as others see it."""
    return TrainingCard(
        id=t.id,
        provider_id=t.provider_id,
        number=t.number,
        state=OfferState(t.state),
        held_because=Refusal(t.held_because) if t.held_because else None,
        title=t.title,
        action_kind=Action(t.action_kind) if t.action_kind else None,
        certification=certification,
        certification_code=t.certification_code,
        blocks=tuple(t.blocks),
        objective=t.objective,
        expected_results=t.expected_results,
        content=t.content,
        summary=t.summary,
        level_in=t.level_in,
        level_out=t.level_out,
        url=t.url,
        actions=tuple(actions),
        course_kind=t.course_kind,
        general_objective=t.general_objective,
    )


def action_card(action: TrainingAction, sessions: Iterable[Session]) -> ActionCard:
    """A row and its sessions as others see them."""
    return ActionCard(
        id=action.id,
        number=action.number,
        state=OfferState(action.state),
        modality=Modality(action.modality),
        entry=Entry(action.entry),
        price_cents=action.price_cents,
        extra_fees_cents=action.extra_fees_cents,
        hours_centre=action.hours_centre,
        hours_company=action.hours_company,
        has_prerequisites=action.has_prerequisites,
        conditions=action.conditions,
        accessibility=action.accessibility,
        language=action.language,
        admission=action.admission,
        town_insee=action.town_insee,
        town=action.town,
        postal_code=action.postal_code,
        address=tuple(action.address),
        lat=action.lat,
        lon=action.lon,
        url=action.url,
        phone=action.phone,
        email=action.email,
        price_without_vat_cents=action.price_without_vat_cents,
        vat_rate_permille=action.vat_rate_permille,
        certification_fee=CertificationFee(action.certification_fee),
        certification_fee_cents=action.certification_fee_cents,
        languages=tuple(action.languages or [action.language]),
        rhythms=tuple(Rhythm(each) for each in action.rhythms),
        accessible=action.accessible,
        pedagogy=action.pedagogy,
        facts=action.facts,
        doors=tuple(door_of(each) for each in action.doors),
        sessions=tuple(
            SessionCard(
                id=s.id,
                number=s.number,
                starts_on=s.starts_on,
                ends_on=s.ends_on,
                state=SessionState(s.state),
                guaranteed=s.guaranteed,
                notes=s.notes,
                places=s.places,
                places_left=places_left(s),
            )
            for s in sessions
        ),
    )


def door_of(kept: Mapping[str, Any]) -> Door:
    """A door as its row keeps it."""
    said = {**kept, "funding": Funding(kept["funding"]), "pay": Pay(kept["pay"]), "address": tuple(kept["address"])}
    return Door(**said)
