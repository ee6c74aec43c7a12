"""The bank's word is taken: what it executed is paid, what it sent back is owed again, what nothing explains waits.

Every entry is kept with what became of it, so that a statement is matched whole or says where it is not.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.conf import settings

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.outside import bank_answers
from acquis.people import crypto

from .. import events, permissions
from ..matching import Matching
from ..models import BankEntry, BankFile
from ..series import locked
from ..told_by_bank import told
from ..types import EntryState, Refusal

#: A day of a national scheme's transfers is far below; a larger file is none of a bank.
MOST_BYTES = 50 * 1024 * 1024


@act
def take_bank_file(*, content: bytes, name: str, by: Actor, at: datetime) -> UUID:
    """Read a file of the bank, do what it tells, and return the id it is kept under; taken before, it changes nothing.

    Refuses: NOT_ALLOWED, BANK_FILE_TOO_LARGE, BANK_FILE_NOT_READABLE with `where` and `line`,
    BANK_FILE_OF_ANOTHER_ACCOUNT.
    """
    permissions.RECONCILE.require_any(by)
    if len(content) > MOST_BYTES:
        raise Refused(Refusal.BANK_FILE_TOO_LARGE)
    # One at a time: two statements of the same days must know of each other.
    locked("bank files")
    digest = hashlib.sha256(content).hexdigest()
    known = BankFile.objects.filter(sha256=digest).values_list("id", flat=True).first()
    if known is not None:
        return known
    try:
        answer = bank_answers.read(content)
    except bank_answers.NotReadable as error:
        raise Refused(Refusal.BANK_FILE_NOT_READABLE, where=error.where, line=error.line) from error
    ours = settings.ACQUIS.debtor_iban.replace(" ", "")
    if ours and any(each.iban != ours for each in answer.statements):
        raise Refused(Refusal.BANK_FILE_OF_ANOTHER_ACCOUNT)

    # After this point the taking must succeed.
    entries = told(answer)
    file = BankFile(
        name=name[:200],
        form=answer.form,
        message_id=answer.message_id,
        sha256=digest,
        opening_cents=answer.statements[0].opening_cents if answer.statements else None,
        closing_cents=answer.statements[-1].closing_cents if answer.statements else None,
        first_day=min((each.first_day for each in answer.statements), default=None),
        last_day=max((each.last_day for each in answer.statements), default=None),
        received_by=by.key,
        received_at=at,
    )
    file.content_sealed = crypto.seal_bytes(content, table="treasury_bankfile", column="content", row=file.id)
    file.save(force_insert=True)
    for entry in entries:
        entry.file = file
    Matching(entries, by=by, at=at).match()
    BankEntry.objects.bulk_create(entries, batch_size=1_000)

    waiting = sum(entry.state == EntryState.TO_LOOK_AT for entry in entries)
    record(events.BankFileTaken(about=file.id, form=file.form, entries=len(entries), to_look_at=waiting), by=by, at=at)
    return file.id
