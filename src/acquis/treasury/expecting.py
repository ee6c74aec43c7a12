"""Labels by which a payer's transfer is known again, and what becomes of the entry of the bank that bears one.

The label tells the payer by SIREN, one request of that payer by four letters that can be read out, and a day:
``DOT-123456789-BALO-281126``. Banks cut, space and recase what payers write; letters and figures alone are compared.
"""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime

from acquis.journal.actions import record
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.ledger.actions import post
from acquis.ledger.types import HOUSE_OWNER, Code, House, Transfer, house

from . import events
from .expected_models import ExpectedTransfer
from .models import BankEntry
from .types import EntryState, Puzzle

_CONSONANTS, _VOWELS = "BDFGJKLMNPRSTVZ", "AEIOU"
_SHAPE = re.compile(r"DOT(\d{9})([A-Z]{4})(\d{6})")


def new_label(siren: str, day: date) -> str:
    """A label that nobody has had: the four letters are drawn until they are new."""
    while True:
        letters = "".join(secrets.choice(each) for each in (_CONSONANTS, _VOWELS) * 2)
        label = f"DOT-{siren}-{letters}-{day:%d%m%y}"
        if not ExpectedTransfer.objects.filter(pk=label).exists():
            return label


def label_in(*texts: str) -> str | None:
    """The label that one of these texts bears, as we write it; None when there is none."""
    for text in texts:
        if found := _SHAPE.search(re.sub(r"[^A-Z0-9]", "", text.upper())):
            return "-".join(("DOT", *found.groups()))
    return None


def receive(label: str, entry: BankEntry, *, by: Actor, at: datetime) -> EntryState | Puzzle | None:
    """What a credit that bears a label is: the awaited money, a sum to look at, or None when we gave no such label."""
    awaited = ExpectedTransfer.objects.select_for_update().filter(pk=label).first()
    if awaited is None:
        return None
    if awaited.entry_id or awaited.forgotten_at:
        return Puzzle.NOT_EXPECTED
    if awaited.amount_cents != entry.amount_cents:
        return Puzzle.AMOUNT_DIFFERS
    day = entry.booked_on or day_of(at)
    transfer = Transfer(
        owner=HOUSE_OWNER,
        debit=house(House.BANK),
        credit=house(House.TOP_UPS_RECEIVED),
        amount_cents=awaited.amount_cents,
        code=Code.FUNDER_RECEIVED,
        effective_on=day,
        reference=f"funder received {label} {entry.id}",
        about=awaited.about,
    )
    post(transfers=[transfer], by=by, at=at)
    # The entry itself is written with all those of its file: the server looks for it at the end of the transaction.
    awaited.received_on, awaited.entry_id = day, entry.id
    awaited.save(update_fields=["received_on", "entry"])
    record(
        events.TransferReceived(about=awaited.about, label=label, amount_cents=awaited.amount_cents, received_on=day),
        by=by,
        at=at,
    )
    return EntryState.MATCHED
