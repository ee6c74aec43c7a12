"""A person says where they can be reached: an e-mail address, a mobile number; empty takes one away."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Person
from ..types import Refusal

_EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,200}\.[^@\s,;<>\".]{2,63}")
#: A mobile of mainland France or overseas, or any international number.
_FRENCH, _INTERNATIONAL = re.compile(r"0[67]\d{8}"), re.compile(r"\+[1-9]\d{7,14}")


def plain_phone(typed: str) -> str:
    """The number as it is kept: ``+33612345678``; empty for nothing. ValueError when it is no number."""
    digits = re.sub(r"[\s.\-()]", "", typed)
    if not digits:
        return ""
    if _FRENCH.fullmatch(digits):
        return f"+33{digits[1:]}"
    if _INTERNATIONAL.fullmatch(digits):
        return digits
    raise ValueError("not a phone number")


@act
def set_contact(*, person_id: UUID, email: str, phone: str, by: Actor, at: datetime) -> None:
    person = Person.objects.select_for_update().filter(pk=person_id).first()

    permissions.SET_CONTACT.require_any(by)
    if person is None:
        raise Refused(Refusal.PERSON_UNKNOWN)
    permissions.SET_CONTACT.require(by, person)
    if email.strip() and not _EMAIL.fullmatch(email.strip()):
        raise Refused(Refusal.EMAIL_MALFORMED)
    try:
        number = plain_phone(phone)
    except ValueError:
        raise Refused(Refusal.PHONE_MALFORMED) from None

    # After this point the contact must be written.
    person.email, person.phone = email.strip(), number
    person.save(update_fields=["email", "phone"])

    record(events.ContactSet(about=person.id, email=bool(person.email), phone=bool(number)), by=by, at=at)
