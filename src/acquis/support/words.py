"""What is written about a request, checked, sealed and opened: text, and files that are judged as all files are."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from acquis.kit.actor import Actor
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.people import crypto, documents

from .models import Entry, Inquiry, Proof
from .types import LONGEST_WORDS, MOST_PROOFS, Act, ProofFile, Refusal


def require_words(words: str, *, optional: bool = False) -> None:
    """Refuse nothing where something must be said, and more than anybody reads."""
    if not words.strip() and not optional:
        raise Refused(Refusal.WORDS_MISSING)
    if len(words) > LONGEST_WORDS:
        raise Refused(Refusal.WORDS_TOO_LONG)


def inspected(proofs: Sequence[ProofFile]) -> list[ProofFile]:
    """The files with what they turned out to be; refuses too many, and what no file of a person may be."""
    if len(proofs) > MOST_PROOFS:
        raise Refused(Refusal.TOO_MANY_PROOFS)
    return documents.inspected_all(proofs)


def digest_of(facts: dict[str, object], proofs: Sequence[ProofFile]) -> str:
    """The digest of all that was sent: what tells a repeated sending from another one."""
    files = [hashlib.sha256(proof.content).hexdigest() for proof in proofs]
    return hashlib.sha256(json.dumps([facts, files], default=str, sort_keys=True).encode()).hexdigest()


def write(inquiry: Inquiry, act: Act, words: str, *, proofs: Sequence[ProofFile] = (), by: Actor, at: datetime) -> None:
    """Add one entry to a request."""
    entry = Entry(id=new_id(), inquiry=inquiry, act=act, by=by.key, at=at)
    if words.strip():
        entry.words_sealed = crypto.seal(words.strip(), table="support_entry", column="words", row=entry.id)
    entry.save(force_insert=True)
    for proof in proofs:
        row = Proof(id=new_id(), entry=entry, name=documents.plain_name(proof.name), media_type=proof.media_type)
        row.scanned = proof.scanned
        row.size = len(proof.content)
        text = base64.b64encode(proof.content).decode()
        row.content_sealed = crypto.seal(text, table="support_proof", column="content", row=row.id)
        row.save(force_insert=True)


def read(entry: Entry) -> str:
    """What an entry says; empty when nothing was written."""
    sealed = entry.words_sealed
    return crypto.unseal(sealed, table="support_entry", column="words", row=entry.id) if sealed else ""


def content(proof: Proof) -> bytes:
    """The file as it was attached."""
    text = crypto.unseal(proof.content_sealed, table="support_proof", column="content", row=proof.id)
    return base64.b64decode(text)
