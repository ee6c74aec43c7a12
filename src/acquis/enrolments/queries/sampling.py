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
from acquis.funders.types import Candidate
from acquis.kit import columns
from acquis.kit.clock import day_of, start_of
from acquis.kit.departments import department
from acquis.kit.departments import of_postal_code as department_of
from acquis.people import queries as people
from acquis.providers import queries as providers

from ..completing import age_on
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
    certifications = catalogue.certifications({each.certification_code for each in taken if each.certification_code})
    born = dict(people.births_of({each.person_id for each in taken}))
    ids = [each.person_id for each in taken]
    homes = [department(code.decode().strip()) for code in people.departments_of(columns.uuids(ids))] if ids else []
    tense = {region: {job.rome for job in catalogue.tense_jobs(region)} for region in {h.region for h in homes if h}}
    status = {
        year: accounts.statuses({each.account_id for each in taken}, year)
        for year in {day_of(each.confirmed_at).year for each in taken if each.confirmed_at}
    }
    situations = accounts.situations({each.account_id for each in taken})
    bodies = {body: providers.provider(body) for body in {each.provider_id for each in taken}}
    told = []
    for each, home in zip(taken, homes, strict=True):
        assert each.confirmed_at is not None
        on = day_of(each.confirmed_at)
        certification = certifications.get(each.certification_code)
        romes = tuple(code.code for code in certification.rome) if certification else ()
        offer, body = offers.get(each.session_id), bodies[each.provider_id]
        situation, own = situations.get(each.account_id), status[on.year].get(each.account_id)
        told.append(
            PastPurchase(
                candidate=Candidate(
                    on=on,
                    age=age_on(born[each.person_id], on) if each.person_id in born else None,
                    region=home.region if home else "",
                    department=home.code if home else "",
                    jobseeker=situation is not None and situation.is_jobseeker(on),
                    low_qualified=own is not None and own.low_qualified,
                    disabled=own is not None and own.oeth,
                    action=rules.Action(each.action_kind),
                    certification=each.certification_code,
                    level=certification.level if certification else None,
                    formacodes=tuple(code.code for code in certification.formacode) if certification else (),
                    romes=romes,
                    tense=bool(tense[home.region] & set(romes)) if home and romes else None,
                    provider_siret=body.siret if body else "",
                    training_department=department_of(offer.postal_code) if offer else "",
                    modality=each.modality,
                    hours=each.hours,
                    price_cents=each.price_cents,
                    remaining_cents=left.get(each.id, 0),
                ),
                participation_cents=each.participation_cents,
            )
        )
    return told, rows.count()


def _left_to_pay(enrolments: Sequence[Enrolment]) -> dict[UUID, int]:
    own = Q(source__in=[Source.HOLDER, Source.CREDIT_NOTE])
    others = Q(source=Source.COMPLEMENT) & ~Q(kind__in=["c2p", "atmp"])
    shares = Share.objects.filter(
        own | others,
        account_id__in={each.account_id for each in enrolments},
        enrolment_id__in=[each.id for each in enrolments],
    )
    return dict(shares.values("enrolment_id").annotate(cents=Sum("amount_cents")).values_list("enrolment_id", "cents"))


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
