"""A holder files the document that proves their right to a raised credit (D6323-3-3); somebody will check it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.people.actions import keep_document

from .. import events, lifecycle, permissions
from ..models import Account, DisabilityProof
from ..types import AccountState, ProofKind, Refusal


@act
def submit_disability_proof(
    *,
    account_id: UUID,
    kind: ProofKind,
    valid_from: date,
    valid_until: date | None,
    content: bytes,
    by: Actor,
    at: datetime,
) -> UUID:
    """The proof, waiting to be looked at. `content` is a PDF, a JPEG or a PNG, judged by what it holds."""
    account = Account.objects.locked(account_id)

    permissions.DECLARE.require(by, account)
    if AccountState(account.state) not in lifecycle.RECEIVING:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    if valid_until is not None and valid_until < valid_from:
        raise Refused(Refusal.PERIOD_REVERSED)

    # After this point the filing must succeed, unless the document itself is refused.
    document_id = keep_document(person_id=account.person_id, content=content, by=by, at=at)
    proof = DisabilityProof.objects.create(
        account=account,
        kind=kind.value,
        valid_from=valid_from,
        valid_until=valid_until,
        document_id=document_id,
        submitted_at=at,
    )

    record(events.ProofSubmitted(about=account.id, account_id=account.id, proof_id=proof.id), by=by, at=at)
    return proof.id
