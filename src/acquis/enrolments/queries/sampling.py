"""Purchases of the past as conventions would have met them: what a funder tries its terms on. Nobody is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, Sum

from acquis import rules
from acquis.accounts import queries as accounts
from acquis.catalogue import queries as catalogue
from acquis.funders.types import Candidate, FunderKind
from acquis.kit.clock import day_of, start_of
from acquis.providers import queries as providers

from ..candidates import Asking, Course, candidates, place_of
from ..models import Enrolment, Share
from ..types import Source

#: Beyond, the latest purchases stand for all of them.
SAMPLE_MOST = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPurchase:
    """A purchase that was confirmed: its facts on that day, and the participation that its holder owed, in cents."""

    candidate: Candidate
    participation_cents: int


def past_purchases(first: date, last: date, *, most: int = SAMPLE_MOST) -> tuple[list[PastPurchase], int]:
    """(the latest purchases confirmed between two days, both included, at most `most`; how many there were in all).

    What was left to pay is what the holder paid, and what a convention completed already.
    """
    rows = Enrolment.objects.filter(confirmed_at__gte=start_of(first), confirmed_at__lt=start_of(_after(last)))
    taken = list(rows.order_by("-confirmed_at", "pk")[:most])
    left = _left_to_pay(taken)
    offers = catalogue.offered_many({each.session_id for each in taken})
    bodies = {body: providers.provider(body) for body in {each.provider_id for each in taken}}
    situations = accounts.situations({each.account_id for each in taken})
    asking = []
    for each in taken:
        assert each.confirmed_at is not None
        on, body = day_of(each.confirmed_at), bodies[each.provider_id]
        asking.append(
            Asking(
                on=on,
                account_id=each.account_id,
                person_id=each.person_id,
                jobseeker=situations[each.account_id].is_jobseeker(on),
                action=rules.Action(each.action_kind),
                certification_code=each.certification_code,
                course=Course(
                    provider_siret=body.siret if body else "",
                    department=place_of(offers.get(each.session_id)),
                    modality=each.modality,
                    hours=each.hours,
                ),
                price_cents=each.price_cents,
                remaining_cents=left.get(each.id, 0),
            )
        )
    told = [
        PastPurchase(candidate=candidate, participation_cents=each.participation_cents)
        for candidate, each in zip(candidates(asking), taken, strict=True)
    ]
    return told, rows.count()


def _left_to_pay(enrolments: Sequence[Enrolment]) -> dict[UUID, int]:
    own = Q(source__in=[Source.HOLDER, Source.CREDIT_NOTE])
    others = Q(source=Source.COMPLEMENT, kind__in=sorted(FunderKind))
    shares = Share.objects.filter(
        own | others,
        account_id__in={each.account_id for each in enrolments},
        enrolment_id__in=[each.id for each in enrolments],
    )
    return dict(shares.values("enrolment_id").annotate(cents=Sum("amount_cents")).values_list("enrolment_id", "cents"))


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
