"""What was acknowledged to those outside, kept outside, and held against what the site says it did."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from lxml import etree

from acquis.enrolments.types import Act
from acquis.kit.sql import reading

#: What happens to an enrolment once, whatever else happens to it.
ONCE = (
    Act.REQUEST,
    Act.ACCEPT,
    Act.RECORD_PAYMENT,
    Act.WITHDRAW,
    Act.CANCEL_AS_HOLDER,
    Act.DECLARE_ENTRY,
    Act.DECLARE_EXIT,
    Act.DECLARE_SERVICE,
    Act.VALIDATE_SERVICE,
)


@dataclass
class Told:
    """The outside's own ledger; many write in it at once."""

    #: How often each act was acknowledged about each enrolment.
    steps: Counter[tuple[UUID, Act]] = field(default_factory=Counter)
    #: How often somebody meant to ask for this session on this account.
    meant: Counter[tuple[UUID, UUID]] = field(default_factory=Counter)
    #: Card payments that the card provider said it had taken.
    payments: set[str] = field(default_factory=set)
    #: Transfers that the bank was ordered to make, by their reference; and the digest of each file it was given.
    transfers: dict[str, int] = field(default_factory=dict)
    files: dict[UUID, str] = field(default_factory=dict)
    #: Batches that somebody was told were paid.
    batches_paid: set[UUID] = field(default_factory=set)
    #: What somebody outside saw that can never be.
    seen: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def intends(self, account_id: UUID, session_id: UUID) -> None:
        with self._lock:
            self.meant[account_id, session_id] += 1

    def step(self, enrolment_id: UUID, act: Act) -> None:
        with self._lock:
            self.steps[enrolment_id, act] += 1

    def payment(self, payment_id: str) -> None:
        with self._lock:
            self.payments.add(payment_id)

    def paid(self, batch_id: UUID) -> None:
        with self._lock:
            self.batches_paid.add(batch_id)

    def ordered(self, batch_id: UUID, file: bytes) -> None:
        """The bank was given a file: the same every time it is asked for, and no transfer in two of them."""
        digest = hashlib.sha256(file).hexdigest()
        with self._lock:
            if self.files.get(batch_id, digest) != digest:
                self.seen.append(f"batch {batch_id}: two different files were given to the bank")
            if batch_id in self.files:
                return
            self.files[batch_id] = digest
            for reference, cents in _transfers(file):
                if reference in self.transfers:
                    self.seen.append(f"transfer {reference} was ordered twice")
                self.transfers[reference] = cents

    @property
    def acknowledged(self) -> int:
        with self._lock:
            return self.steps.total() + len(self.payments) + len(self.batches_paid)

    def against(self) -> list[str]:
        """What of it is not so: one sentence each."""
        with self._lock:
            kept = Told(
                Counter(self.steps),
                Counter(self.meant),
                set(self.payments),
                dict(self.transfers),
                dict(self.files),
                set(self.batches_paid),
                list(self.seen),
            )
        with reading(one_moment=True):
            return [*kept.seen, *_steps(kept), *_requests(kept), *_payments(kept), *_transfers_are(kept)]

    def in_the_end(self) -> list[str]:
        """What must be so once nothing is under way any more: each payment taken is known, each refund was made."""
        with reading():
            return [
                f"payment {payment}: {cents} cents were taken, and the collection is {state or 'unknown'}"
                for payment, cents, state in _rows(_UNHEARD)
            ] + [f"refund {refund}: decided and made are not the same" for (refund,) in _rows(_REFUNDS)]


def _transfers(file: bytes) -> Iterator[tuple[str, int]]:
    for one in etree.fromstring(file).iterfind(".//{*}CdtTrfTxInf"):
        amount = one.findtext("{*}Amt/{*}InstdAmt") or ""
        euros, _, cents = amount.partition(".")
        yield one.findtext("{*}PmtId/{*}EndToEndId") or "", int(euros) * 100 + int((cents + "00")[:2])


def _rows(statement: str, values: Any = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _steps(told: Told) -> Iterator[str]:
    rows = _rows("SELECT enrolment_id, act, count(*) FROM enrolments_step GROUP BY enrolment_id, act")
    done = {(enrolment, act): many for enrolment, act, many in rows}
    for (enrolment, act), many in told.steps.items():
        there = done.get((enrolment, act), 0)
        if there < many:
            yield f"enrolment {enrolment}: {act} was acknowledged {many} times, and is there {there}"
    for (enrolment, act), many in done.items():
        if act in ONCE and many > 1:
            yield f"enrolment {enrolment}: {act} is there {many} times"


def _requests(told: Told) -> Iterator[str]:
    for account, session, many in _rows(
        "SELECT account_id, session_id, count(*) FROM enrolments_enrolment GROUP BY account_id, session_id"
    ):
        if many > told.meant[account, session]:
            yield (
                f"account {account}: {many} enrolments in session {session}, "
                f"asked for {told.meant[account, session]} times"
            )


# Money that nobody has paid; and what the card provider told a payer, which it cannot take back.
_FROM_NOWHERE = """
    SELECT c.id FROM treasury_collection c
      LEFT JOIN payments_standin_demopayment p ON p.id = c.external_id AND p.state = 'succeeded'
     WHERE c.state IN ('paid', 'refund_due', 'refunded') AND p.id IS NULL
"""
_UNHEARD = """
    SELECT p.id, p.amount_cents, c.state FROM payments_standin_demopayment p
      LEFT JOIN treasury_collection c ON c.external_id = p.id
     WHERE p.state = 'succeeded' AND (c.id IS NULL OR c.state NOT IN ('paid', 'refund_due', 'refunded'))
"""
_REFUNDS = """
    SELECT coalesce(r.id::text, d.key) FROM treasury_refund r
      FULL JOIN payments_standin_demorefund d ON d.key = r.id::text AND d.amount_cents = r.amount_cents
     WHERE r.id IS NULL OR d.id IS NULL OR r.state <> 'done'
"""


def _payments(told: Told) -> Iterator[str]:
    for (collection,) in _rows(_FROM_NOWHERE):
        yield f"collection {collection} is paid, and no card payment paid it"
    taken = {payment for (payment,) in _rows("SELECT id FROM payments_standin_demopayment WHERE state = 'succeeded'")}
    for payment in sorted(told.payments - taken):
        yield f"payment {payment} was told to its payer, and is not known any more"


def _transfers_are(told: Told) -> Iterator[str]:
    rows = _rows("SELECT end_to_end_id, amount_cents FROM treasury_payoutline")
    ours = dict(rows)
    if len(ours) != len(rows):
        yield "two transfers of ours have the same reference"
    for reference, cents in told.transfers.items():
        if ours.get(reference) != cents:
            yield f"transfer {reference}: the bank was ordered {cents} cents, and ours says {ours.get(reference)}"
    paid = {batch for (batch,) in _rows("SELECT id FROM treasury_payoutbatch WHERE state = 'paid'")}
    for batch in told.batches_paid - paid:
        yield f"batch {batch} was told to be paid, and is not"
    # An invoice is carried by one transfer that stands.
    for number, many in _rows(
        "SELECT i.number, count(*) FROM treasury_invoice i JOIN treasury_payoutline l ON l.carried ? i.number"
        " WHERE l.state = 'ordered' AND i.line_id IS DISTINCT FROM l.id GROUP BY i.number"
    ):
        yield f"invoice {number} is carried by {many} transfers besides its own"
