"""Keep the proof that a holder has just shown who they are, for one basket in one session."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor, Role
from acquis.kit.prepared import PreparedValues, given, insert
from acquis.kit.refusal import Refused

from .. import events
from ..models import Person, Proof
from ..types import Refusal

#: How long a proof serves, counted from the moment the identity provider vouched for it.
PROOF_LIFE = timedelta(minutes=5)
#: The clocks of two of our machines differ by no more.
CLOCKS_DIFFER = timedelta(minutes=1)
#: Levels of assurance good enough to buy: substantial and high.
ENOUGH = frozenset({"eidas2", "eidas3"})

_KNOWN = PreparedValues(lambda: Person.objects.filter(pk=given("id")).values_list("id"))


@act
def record_proof(
    *,
    person_id: UUID,
    basket: str,
    session: str,
    acr: str,
    identity_iat: datetime,
    by: Actor,
    at: datetime,
) -> UUID:
    """The id of the proof. `session` is a digest of the session, `identity_iat` when the provider vouched."""
    is_known = _KNOWN.any(id=person_id)

    if not is_known:
        raise Refused(Refusal.PERSON_UNKNOWN)
    if not by.has(Role.HOLDER) or by.id != person_id:
        raise Refused(Refusal.NOT_ALLOWED)
    if acr not in ENOUGH:
        raise Refused(Refusal.PROOF_TOO_WEAK)
    if at - identity_iat > PROOF_LIFE:
        raise Refused(Refusal.PROOF_TOO_OLD)

    # After this point the recording must succeed.
    proof = Proof(person_id=person_id, session=session, basket=basket, acr=acr, identity_iat=identity_iat, issued_at=at)
    insert(proof)

    record(events.ProofRecorded(about=person_id, proof_id=proof.id, acr=acr), by=by, at=at)
    return proof.id
