"""A document that somebody files about themself is judged, scanned where a scanner is set up, sealed and kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused

from .. import documents, events, permissions
from ..models import Document, Person
from ..types import Refusal


@act
def keep_document(*, person_id: UUID, content: bytes, by: Actor, at: datetime) -> UUID:
    """The document's id, by which `queries.document` opens it. Nothing of a refused document is kept."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Refused(Refusal.PERSON_UNKNOWN)

    permissions.KEEP_DOCUMENTS.require(by, person)
    file = documents.inspected(content)

    # After this point the keeping must succeed.
    row = new_id()
    Document.objects.create(
        id=row,
        person=person,
        media_type=file.media_type.value,
        size=len(content),
        content_encrypted=documents.sealed(content, row),
        scanned=file.scanned,
        kept_at=at,
    )

    record(events.DocumentKept(about=person.id, document_id=row), by=by, at=at)
    return row
