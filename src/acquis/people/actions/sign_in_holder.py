"""A holder comes from an identity provider: recognise them, or meet them for the first time.

The key is (issuer, sub). The first time, an exact civil identity is looked for among the persons already
known; never an e-mail address, which proves nothing and may be shared.
"""

from __future__ import annotations

import zlib
from datetime import datetime
from uuid import UUID

from django.db import connection

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Identity, Person
from ..types import NewPerson, Refusal, VerifiedIdentity, matching_key
from .register_person import row_of


@act
def sign_in_holder(*, identity: VerifiedIdentity, by: Actor, at: datetime) -> UUID:
    """The id of the person. Homonyms are refused: a person must tell them apart, on paper."""
    _one_at_a_time(matching_key(identity.civil.birth_name))
    known = Identity.objects.filter(issuer=identity.issuer, sub=identity.sub).select_related("person").first()

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
    return person.id


def _reconciled(identity: VerifiedIdentity) -> Person | None:
    """The one known person of this civil identity; None when there is none; refused when it is not certain."""
    same = list(Person.objects.of_civil(identity.civil).order_by("id")[:2])
    if not same:
        return None
    if len(same) > 1 or same[0].identities.filter(issuer=identity.issuer).exists():
        raise Refused(Refusal.HOMONYM)
    return same[0]


def _one_at_a_time(key: str) -> None:
    """Two first sign-ins under one name wait for one another, so that neither creates a double."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [0x50454F50, zlib.crc32(key.encode()) - 2**31])
