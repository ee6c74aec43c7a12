"""A holder comes from an identity provider: recognise them, or meet them for the first time.

The key is (issuer, sub). The first time, an exact civil identity is looked for among the persons already
known; never an e-mail address, which proves nothing and may be shared.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, locks, permissions
from ..models import Identity, Person
from ..recognising import present
from ..types import NewPerson, Refusal, VerifiedIdentity
from .register_person import row_of


@act
def sign_in_holder(*, identity: VerifiedIdentity, by: Actor, at: datetime) -> UUID:
    """The id of the person. Homonyms are refused: a person must tell them apart, on paper."""
    known = _known(identity)
    if known is None:
        # Two first sign-ins of one person, or a declaration of them, wait for one another.
        locks.one_at_a_time([identity.civil.born_on])
        known = _known(identity)

    permissions.SIGN_IN.require_any(by)
    person = known.person if known else _reconciled(identity)

    # After this point the sign-in must succeed.
    if person is None:
        person = row_of(NewPerson(civil=identity.civil, email=identity.email), at=at)
        person.save(force_insert=True)
        record(events.PersonRegistered(about=person.id), by=by, at=at)
    elif identity.email and not person.email:
        person.email = identity.email
        person.save(update_fields=["email"])
    if known is None:
        Identity.objects.create(person=person, issuer=identity.issuer, sub=identity.sub, attached_at=at)
        record(events.IdentityAttached(about=person.id, issuer=identity.issuer), by=by, at=at)

    record(events.HolderSignedIn(about=person.id, acr=identity.acr), by=by, at=at)
    # Either identity of two persons found to be one leads to the one they are.
    return present([person.id])[person.id]


def _known(identity: VerifiedIdentity) -> Identity | None:
    return Identity.objects.filter(issuer=identity.issuer, sub=identity.sub).select_related("person").first()


def _reconciled(identity: VerifiedIdentity) -> Person | None:
    """The one known person of this civil identity; None when there is none; refused when it is not certain."""
    same = list(Person.objects.of_civil(identity.civil).order_by("id")[:2])
    if not same:
        return None
    if len(same) > 1 or same[0].identities.filter(issuer=identity.issuer).exists():
        raise Refused(Refusal.HOMONYM)
    return same[0]
