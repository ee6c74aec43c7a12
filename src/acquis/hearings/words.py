"""What is said in a hearing, checked, sealed and opened: text, and files that are judged as all files are."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis.enrolments.types import Party
from acquis.kit.actor import Actor
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.people import crypto, documents
from acquis.people.types import ProofFile

from .models import Entry, Exhibit, Hearing
from .types import LONGEST_WORDS, MOST_EXHIBITS, Act, Refusal


def require(said: str) -> None:
    """Refuse nothing where something must be said, and more than anybody reads."""
    if not said.strip():
        raise Refused(Refusal.WORDS_MISSING)
    if len(said) > LONGEST_WORDS:
        raise Refused(Refusal.WORDS_TOO_LONG, most=LONGEST_WORDS)


def inspected(exhibits: Sequence[ProofFile]) -> list[ProofFile]:
    """The files with what they turned out to be; refuses too many, and what no file of a person may be."""
    if len(exhibits) > MOST_EXHIBITS:
        raise Refused(Refusal.TOO_MANY_EXHIBITS, most=MOST_EXHIBITS)
    return documents.inspected_all(exhibits)


def write(
    hearing: Hearing,
    act: Act,
    said: str,
    *,
    party: Party,
    exhibits: Sequence[ProofFile] = (),
    by: Actor,
    at: datetime,
) -> UUID:
    """Add one entry to a hearing and return it."""
    entry = Entry(id=new_id(), hearing=hearing, act=act, party=party, by=by.key, at=at)
    if said.strip():
        entry.words_sealed = crypto.seal(said.strip(), table="hearings_entry", column="words", row=entry.id)
    entry.save(force_insert=True)
    for each in exhibits:
        row = Exhibit(id=new_id(), entry=entry, media_type=each.media_type)
        name = documents.plain_name(each.name)
        row.name_sealed = crypto.seal(name, table="hearings_exhibit", column="name", row=row.id)
        row.scanned, row.size = each.scanned, len(each.content)
        text = base64.b64encode(each.content).decode()
        row.content_sealed = crypto.seal(text, table="hearings_exhibit", column="content", row=row.id)
        row.save(force_insert=True)
    return entry.id


def read(entry: Entry) -> str:
    """What an entry says; empty when nothing was written."""
    sealed = entry.words_sealed
    return crypto.unseal(sealed, table="hearings_entry", column="words", row=entry.id) if sealed else ""


def name(exhibit: Exhibit) -> str:
    """How the file was called."""
    return crypto.unseal(exhibit.name_sealed, table="hearings_exhibit", column="name", row=exhibit.id)


def content(exhibit: Exhibit) -> bytes:
    """The file as it was attached."""
    text = crypto.unseal(exhibit.content_sealed, table="hearings_exhibit", column="content", row=exhibit.id)
    return base64.b64decode(text)
