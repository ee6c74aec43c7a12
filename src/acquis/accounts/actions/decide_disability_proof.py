"""An agent has looked at a proof: accepted, it raises the credit of the years it covers, those gone by too."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor, system
from acquis.kit.refusal import Refused
from acquis.rules import disability_years

from .. import events, permissions, statuses
from ..models import Account, DisabilityProof
from ..types import ProofState, Refusal
from .credit_years import credit_years

#: The credit is the system's act; who accepted the proof is in the fact recorded here.
RECOMPUTING = system("accounts.decide_disability_proof")


@act
def decide_disability_proof(*, proof_id: UUID, accepted: bool, reason: str, by: Actor, at: datetime) -> int:
    """What the years computed again gave, in cents; a refusal has its reason, which the holder reads."""
    proof = DisabilityProof.objects.filter(pk=proof_id).first()
    if proof is None:
        raise Refused(Refusal.PROOF_UNKNOWN)
    account = Account.objects.locked(proof.account_id)
    proof.refresh_from_db()

    permissions.JUDGE.require(by, account)
    if proof.state != ProofState.SUBMITTED:
        raise Refused(Refusal.ALREADY_DECIDED)
    if not accepted and not reason.strip():
        raise Refused(Refusal.REASON_MISSING)

    # After this point the decision must succeed.
    proof.state = ProofState.ACCEPTED if accepted else ProofState.REFUSED
    proof.decided_at, proof.decided_by, proof.reason = at, by.key, reason.strip()
    proof.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    gained = 0
    if accepted:
        first, last = disability_years(proof.valid_from, proof.valid_until)
        again = statuses.rows_again(account.id, first_year=first, last_year=last, without_low_qualification=False)
        gained = credit_years(rows=again, by=RECOMPUTING, at=at).granted_cents

    record(
        events.ProofDecided(about=account.id, account_id=account.id, proof_id=proof.id, accepted=accepted),
        by=by,
        at=at,
    )
    return gained
