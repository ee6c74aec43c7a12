"""Use a fresh proof of identity: once, within five minutes, for the basket and session it was made for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor, Role
from acquis.kit.prepared import Prepared, given, update
from acquis.kit.refusal import Refused

from ..models import Proof
from ..types import Refusal
from .record_proof import CLOCKS_DIFFER, PROOF_LIFE

_LOCKED = Prepared(lambda: Proof.objects.select_for_update().filter(pk=given("id")))


@act
def use_proof(*, proof_id: UUID, person_id: UUID, basket: str, session: str, by: Actor, at: datetime) -> None:
    """Mark the proof as used; the act it serves is recorded by the context that asked for it."""
    proof = _LOCKED.first(id=proof_id)

    if proof is None:
        raise Refused(Refusal.PROOF_UNKNOWN)
    if proof.person_id != person_id or not by.has(Role.HOLDER) or by.id != person_id:
        raise Refused(Refusal.PROOF_OF_ANOTHER)
    if proof.session != session:
        raise Refused(Refusal.PROOF_OTHER_SESSION)
    if proof.basket != basket:
        raise Refused(Refusal.PROOF_OTHER_BASKET)
    if proof.used_at is not None:
        raise Refused(Refusal.PROOF_USED)
    # One that is still to come was made before the clock was put back: how old it is, nobody knows.
    if not proof.issued_at - CLOCKS_DIFFER <= at <= proof.identity_iat + PROOF_LIFE:
        raise Refused(Refusal.PROOF_TOO_OLD)

    # After this point the proof is spent.
    proof.used_at = at
    update(proof, ["used_at"])
