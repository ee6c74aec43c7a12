"""A paper of an enrolment is issued: put together from what stands, sealed, and never changed.

What it is issued for is its reference: a fact heard twice makes one paper, another fact makes the next version.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings

from acquis.attendance import queries as attendance
from acquis.catalogue import queries as catalogue
from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import EnrolmentDetails
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.codes import new_code
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.people import crypto
from acquis.people import queries as people
from acquis.providers import queries as providers

from .. import events, permissions
from ..models import EnrolmentPaper, Issued
from ..papers.completion import completion
from ..papers.contract import contract
from ..papers.order import order
from ..papers.said import Facts, digest_of, kept
from ..types import KEPT_PAPERS, Paper, PaperSaid, Refusal

REASON = "papier d’une inscription, établi pour ses deux parties"


@act
def issue_paper(
    *, enrolment_id: UUID, paper: Paper, reference: str, decided: bool = False, by: Actor, at: datetime
) -> UUID:
    """The paper's id; the same `reference` is the same paper. `decided`: by the operator, both sides heard."""
    enrolment = enrolments.details(enrolment_id, by=by)
    earlier = EnrolmentPaper.objects.filter(account_id=enrolment.account_id, about=enrolment_id, paper=paper)
    known = earlier.filter(reference=reference).first()

    permissions.ISSUE_PAPER.require_any(by)
    if known is not None:
        return known.id
    if enrolment.confirmed_at is None:
        raise Refused(Refusal.NO_ORDER)
    if paper is Paper.COMPLETION and not enrolment.done:
        raise Refused(Refusal.NOTHING_FOLLOWED)
    version = earlier.count() + 1
    said = _said(
        enrolment, paper, number=f"{KEPT_PAPERS[paper]}-{enrolment.number}-{version}", decided=decided, by=by, at=at
    )

    # After this point the paper must be kept.
    text = kept(said)
    issued = Issued.objects.create(
        code=new_code(),
        paper=paper,
        account_id=enrolment.account_id,
        issued_at=at,
        lines=0,
        balance_cents=0,
        year=None,
        whole_account=False,
        digest=digest_of(text),
        about=enrolment_id,
        rate_percent=said.rate_percent,
    )
    pk = new_id()
    EnrolmentPaper.objects.create(
        id=pk,
        issued=issued,
        account_id=enrolment.account_id,
        person_id=enrolment.person_id,
        provider_id=enrolment.provider_id,
        about=enrolment_id,
        paper=paper,
        version=version,
        number=said.number,
        reference=reference,
        said_sealed=crypto.seal(text, table="support_enrolmentpaper", column="said", row=pk),
    )

    given = events.PaperIssued(about=enrolment_id, account_id=enrolment.account_id, paper=paper, number=said.number)
    record(given, by=by, at=at)
    return pk


def _said(
    enrolment: EnrolmentDetails, paper: Paper, *, number: str, decided: bool, by: Actor, at: datetime
) -> PaperSaid:
    provider = providers.provider(enrolment.provider_id)
    # An enrolment is always with a body that is known.
    assert provider is not None
    facts = Facts(
        enrolment=enrolment,
        holder=people.name_of(enrolment.person_id, by=by, reason=REASON),
        provider=provider,
    )
    if paper is Paper.ORDER:
        return order(facts, number=number, issuer=settings.ACQUIS.operator_name)
    if paper is Paper.CONTRACT:
        offer = catalogue.training_page(enrolment.training_id)
        return contract(facts, offer=offer, number=number, issuer=provider.name)
    sheet = attendance.record_of(enrolment.id, by=by, at=at)
    return completion(facts, record=sheet, decided=decided, number=number, issuer=provider.name)
