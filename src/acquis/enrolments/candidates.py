"""Purchases as conventions ask about them: what is known of who buys, and of the training; many at once as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from acquis import rules
from acquis.accounts import queries as accounts
from acquis.catalogue import queries as catalogue
from acquis.catalogue.types import OfferedSession
from acquis.funders.types import Candidate
from acquis.kit import columns
from acquis.kit.departments import department, of_postal_code
from acquis.people import queries as people


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What conventions ask about a training beside its price: where, how, how long, by whom."""

    provider_siret: str
    department: str
    modality: str
    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A purchase on a day: whose, of what, at which price, of which so much is left to pay. Cents."""

    on: date
    account_id: UUID
    person_id: UUID
    jobseeker: bool
    action: rules.Action
    certification_code: str
    course: Course
    price_cents: int
    remaining_cents: int


def place_of(offer: OfferedSession | None) -> str:
    """The department in which a session is held; empty when it is not known."""
    return of_postal_code(offer.postal_code) if offer else ""


def candidates(asking: Sequence[Asking]) -> list[Candidate]:
    """What is known of each of these purchases, in their order; a handful of questions however many they are."""
    if not asking:
        return []
    born = dict(people.births_of({each.person_id for each in asking}))
    codes = people.departments_of(columns.uuids([each.person_id for each in asking]))
    homes = [department(code.decode().strip()) for code in codes]
    certifications = catalogue.certifications({each.certification_code for each in asking})
    tense = {region: {job.rome for job in catalogue.tense_jobs(region)} for region in {h.region for h in homes if h}}
    declared = {
        year: accounts.statuses({each.account_id for each in asking if each.on.year == year}, year)
        for year in {each.on.year for each in asking}
    }
    told = []
    for each, home in zip(asking, homes, strict=True):
        certification = certifications.get(each.certification_code)
        romes = tuple(code.code for code in certification.rome) if certification else ()
        own = declared[each.on.year].get(each.account_id)
        told.append(
            Candidate(
                on=each.on,
                age=_age(born[each.person_id], each.on) if each.person_id in born else None,
                region=home.region if home else "",
                department=home.code if home else "",
                jobseeker=each.jobseeker,
                low_qualified=own is not None and own.low_qualified,
                disabled=own is not None and own.oeth,
                action=each.action,
                certification=each.certification_code,
                level=certification.level if certification else None,
                formacodes=tuple(code.code for code in certification.formacode) if certification else (),
                romes=romes,
                tense=bool(tense[home.region] & set(romes)) if home and romes else None,
                provider_siret=each.course.provider_siret,
                training_department=each.course.department,
                modality=each.course.modality,
                hours=each.course.hours,
                price_cents=each.price_cents,
                remaining_cents=each.remaining_cents,
            )
        )
    return told


def _age(born_on: date, on: date) -> int:
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
