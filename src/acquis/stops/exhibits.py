"""What an agent writes and joins to a stop: checked, sealed and opened."""

from __future__ import annotations

from collections.abc import Sequence

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.people import crypto, documents
from acquis.people.types import ProofFile

from .models import Exhibit, Stop
from .types import LONGEST_WORDS, MOST_EXHIBITS, Refusal


def require(words: str) -> None:
    if not words.strip():
        raise Refused(Refusal.WORDS_MISSING)
    if len(words) > LONGEST_WORDS:
        raise Refused(Refusal.WORDS_TOO_LONG, most=LONGEST_WORDS)


def inspected(proofs: Sequence[ProofFile]) -> list[ProofFile]:
    """The files with what they turned out to be; one at least."""
    if not proofs:
        raise Refused(Refusal.EXHIBIT_REQUIRED)
    if len(proofs) > MOST_EXHIBITS:
        raise Refused(Refusal.TOO_MANY_EXHIBITS, most=MOST_EXHIBITS)
    return documents.inspected_all(proofs)


def sealed_words(stop: Stop, words: str) -> bytes:
    return crypto.seal(words.strip(), table="stops_stop", column="words", row=stop.id)


def words_of(stop: Stop) -> str:
    return crypto.unseal(stop.words_sealed, table="stops_stop", column="words", row=stop.id)


def keep(stop: Stop, files: Sequence[ProofFile]) -> None:
    for each in files:
        row = Exhibit(id=new_id(), stop=stop, media_type=each.media_type, size=len(each.content), scanned=each.scanned)
        name = documents.plain_name(each.name)
        row.name_sealed = crypto.seal(name, table="stops_exhibit", column="name", row=row.id)
        row.content_sealed = crypto.seal_bytes(each.content, table="stops_exhibit", column="content", row=row.id)
        row.save(force_insert=True)


def name_of(exhibit: Exhibit) -> str:
    return crypto.unseal(exhibit.name_sealed, table="stops_exhibit", column="name", row=exhibit.id)


def content_of(exhibit: Exhibit) -> bytes:
    return crypto.unseal_bytes(exhibit.content_sealed, table="stops_exhibit", column="content", row=exhibit.id)
