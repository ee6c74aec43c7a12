"""What is on sale for a certification or a job: who sells it, at what prices, where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from acquis.providers.queries import providers

from ..models import Certification, CertificationCode, Session, Training, TrainingAction
from ..search.concepts import job_names
from ..types import CertificationCard, Entry, Market, Modality, OfferState, Path, Seller, SessionState
from .certifications import certifications


def market_of(code: str, *, on: date) -> Market:
    """What one may buy with an account for a certification on a day; a body that may not sell is left out."""
    rows = _on_sale(on).filter(training__certification_code=code, training__by_account=True)
    found = rows.values_list("training__provider_id", "price_cents", "town", "modality")
    by_body: dict[UUID, list[tuple[int, str, str]]] = defaultdict(list)
    for provider_id, price, town, modality in found:
        by_body[provider_id].append((price, town, modality))
    bodies = {i: body for i, body in providers(by_body).items() if body.sells}
    sellers = [
        Seller(
            provider_id=i,
            name=bodies[i].display,
            offers=len(offers),
            lowest_cents=min(price for price, _town, _modality in offers),
            highest_cents=max(price for price, _town, _modality in offers),
            towns=tuple(sorted({town for _price, town, modality in offers if town and modality != Modality.REMOTE})),
            remote=any(modality == Modality.REMOTE for _price, _town, modality in offers),
        )
        for i, offers in by_body.items()
        if i in bodies
    ]
    prices = sorted(price for i in bodies for price, _town, _modality in by_body[i])
    sellers.sort(key=lambda each: (each.lowest_cents, each.name))
    return Market(sellers=tuple(sellers), prices_cents=tuple(prices))


def job_label(rome: str) -> str | None:
    """What the registers call a job of ROME, else what we do; empty when only its code is known, None without it."""
    labels = list(CertificationCode.objects.filter(scheme="rome", code=rome).values_list("label", flat=True)[:50])
    return next((label for label in labels if label), job_names().get(rome, "" if labels else None))


def neighbour_jobs(rome: str) -> list[tuple[str, str]]:
    """(code, label) of the other jobs of the same domain of ROME that a certification leads to."""
    rows = CertificationCode.objects.filter(scheme="rome", code__startswith=rome[:3]).exclude(code=rome)
    return list(dict(rows.exclude(label="").order_by("code").values_list("code", "label")).items())


def leading_to(rome: str, *, on: date, limit: int = 60) -> list[Path]:
    """The certifications in force that lead to a job, those with most offers first."""
    codes = CertificationCode.objects.filter(scheme="rome", code=rome).values("certification")
    in_force = Q(registered_until__isnull=True) | Q(registered_until__gte=on)
    known = list(Certification.objects.filter(in_force, pk__in=codes, active=True).values_list("pk", flat=True))
    offered = offers_of(known, on=on)
    first = sorted(known, key=lambda code: (-sum(offered[code][:2]) if code in offered else 0, code))[:limit]
    cards = certifications(first)
    return [
        Path(
            certification=cards[code],
            offers=sum(offered[code][:2]) if code in offered else 0,
            by_account=offered[code][0] if code in offered else 0,
            lowest_cents=offered[code][2] if code in offered else None,
        )
        for code in first
        if code in cards
    ]


def offers_of(codes: Collection[str], *, on: date) -> dict[str, tuple[int, int, int | None]]:
    """For each certification that may be followed: how many ways an account pays for and their lowest price in cents,
    and how many only others pay for, as (by account, by others, price or None).
    """
    rows = _on_sale(on).filter(training__certification_code__in=codes)
    bought = Q(training__by_account=True)
    counted = rows.values_list("training__certification_code").annotate(
        bought=Count("id", filter=bought), others=Count("id", filter=~bought), lowest=Min("price_cents", filter=bought)
    )
    return {code: (count, others, lowest) for code, count, others, lowest in counted.order_by()}


def certifications_of(provider_id: UUID, *, on: date) -> list[CertificationCard]:
    """What a body prepares for, of what it has on sale, by title."""
    rows = _on_sale(on).filter(training__provider_id=provider_id)
    codes: Iterable[str] = set(rows.values_list("training__certification_code", flat=True))
    return sorted(certifications(codes).values(), key=lambda card: card.title)


def _on_sale(on: date) -> QuerySet[TrainingAction]:
    """The ways of following something that one may still begin."""
    coming = Q(starts_on__isnull=True) | Q(starts_on__gte=on) | Q(action__entry=Entry.PERMANENT)
    open_ = Session.objects.filter(coming, action=OuterRef("pk"), state=SessionState.OPEN)
    return TrainingAction.objects.filter(
        Exists(open_), state=OfferState.PUBLISHED, training__state=OfferState.PUBLISHED
    )


def count_published() -> int:
    """How many trainings are published."""
    return Training.objects.filter(state=OfferState.PUBLISHED).count()


def published_part(number: int, *, size: int) -> list[tuple[UUID, datetime]]:
    """(id, moment of the last change) of the published trainings, by id, in parts of `size` counted from 1."""
    rows = Training.objects.filter(state=OfferState.PUBLISHED).order_by("pk").values_list("pk", "changed_at")
    return list(rows[(number - 1) * size : number * size])


def codes_on_sale() -> list[str]:
    """The codes of the certifications that some published training leads to."""
    rows = Training.objects.filter(state=OfferState.PUBLISHED).exclude(certification_code="")
    return sorted(set(rows.values_list("certification_code", flat=True)))
