"""What moves for an enrolment, amount by amount: held, freed, taken, given back, kept, lost, billed, taken back.

COMMITMENTS is the house account through which the price passes. Rights and purses are only held (reserved) from the
confirmation to the entry; the holder's card pays into COMMITMENTS at once. How much of each is for `settlement`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis import rules
from acquis.funders import actions as funders
from acquis.funders.types import FunderKind
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.prepared import insert
from acquis.ledger import actions as ledger
from acquis.ledger.types import Code, House, Transfer, house
from acquis.treasury import actions as treasury
from acquis.treasury.queries import invoices_about
from acquis.treasury.types import Billed, InvoiceKind, RefundWhy

from .delays import law_of_order
from .models import Enrolment, Share
from .purchase import Sharing
from .types import Source

COMMITMENTS = house(House.COMMITMENTS)
LAPSED = house(House.LAPSED_RIGHTS)
_FUNDERS = frozenset(kind.value for kind in FunderKind)


def hold(enrolment: Enrolment, sharing: Sharing, *, by: Actor, at: datetime) -> None:
    """Write the shares of this attempt and hold what the purses pay, all or nothing."""
    if enrolment.attempt > 1:
        enrolment.share_set.filter(account_id=enrolment.account_id).delete()
    shares = [
        Share(
            enrolment=enrolment,
            account_id=enrolment.account_id,
            rank=rank,
            source=line.source,
            purse_id=line.purse_id,
            kind=line.kind,
            label=line.label,
            amount_cents=line.amount_cents,
            # One reference for each attempt: after a refused card the same shares can be held again.
            reference=f"enrolment:{enrolment.id}:{enrolment.attempt}:{rank}" if line.purse_id else "",
        )
        for rank, line in enumerate(sharing.shares, start=1)
    ]
    insert(*shares)
    transfers = [
        Transfer(
            owner=enrolment.account_id,
            debit=share.purse_id,
            credit=COMMITMENTS,
            amount_cents=share.amount_cents,
            code=Code.COMMITMENT,
            effective_on=day_of(at),
            reference=share.reference,
            about=enrolment.id,
        )
        for share in shares
        if share.purse_id is not None
    ]
    # The holder's purses before the funders' envelopes, as when something comes back: that is the order of the locks.
    promised = {aid.purse_id for aid in sharing.aids}
    if own := [each for each in transfers if each.debit not in promised]:
        ledger.reserve(transfers=own, by=by, at=at)
    if promised:
        funders.promise(account_id=enrolment.account_id, enrolment_id=enrolment.id, aids=sharing.aids, by=by, at=at)
        ledger.reserve(transfers=[each for each in transfers if each.debit in promised], by=by, at=at)


def free(shares: Sequence[Share], *, by: Actor, at: datetime) -> None:
    """Give back what was held for these shares; nothing had moved."""
    references = [share.reference for share in shares if share.reference]
    if references:
        ledger.release(references=references, by=by, at=at)
    if promised := _promised(shares):
        funders.return_promised(promise_ids=promised, by=by, at=at)


def debit(shares: Sequence[Share], *, by: Actor, at: datetime) -> None:
    """Take what was held for these shares: it moves to COMMITMENTS."""
    references = [share.reference for share in shares if share.reference]
    if references:
        ledger.post_reserved(references=references, effective_on=day_of(at), by=by, at=at)
    if promised := _promised(shares):
        funders.note_spent(promise_ids=promised, by=by, at=at)


def _promised(shares: Sequence[Share]) -> list[UUID]:
    """The purses of these shares that funders opened for the enrolment: what comes back to them goes further back."""
    return [
        share.purse_id
        for share in shares
        if share.source == Source.COMPLEMENT and share.kind in _FUNDERS and share.purse_id is not None
    ]


def pro_rata(amount_cents: int, weights: Sequence[int]) -> list[int]:
    """An amount shared in proportion to `weights`, each part cut to the cent below, then a cent each to the largest
    remainders, the first named winning ties. The parts add up to the amount."""
    whole = sum(weights)
    parts = [amount_cents * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(amount_cents * weights[i] % whole), i))
    for i in by_remainder[: amount_cents - sum(parts)]:
        parts[i] += 1
    return parts


def parts_back(shares: Sequence[Share], amount_cents: int) -> list[tuple[Share, int]]:
    """What each share has back of an amount, in proportion to what it paid; cents that make the amount."""
    if not amount_cents:
        return []
    return list(zip(shares, pro_rata(amount_cents, [share.amount_cents for share in shares]), strict=True))


def give_back(
    enrolment: Enrolment,
    shares: Sequence[Share],
    amount_cents: int,
    *,
    why: str = "returned",
    refund_why: RefundWhy = RefundWhy.NOT_FOLLOWED,
    by: Actor,
    at: datetime,
) -> None:
    """Return an amount to where it came from, in proportion to what each share paid."""
    transfers = []
    for share, part in parts_back(shares, amount_cents):
        if part and share.purse_id is not None:
            about = f"{why}:{share.rank}"
            transfers.append(transfer(enrolment, COMMITMENTS, share.purse_id, part, Code.RETURNED, about, at))
        elif part:
            refund(enrolment, part, why, refund_why, by=by, at=at)
    if transfers:
        ledger.post(transfers=transfers, by=by, at=at)
    if promised := _promised(shares):
        funders.return_promised(promise_ids=promised, by=by, at=at)


def refund(enrolment: Enrolment, amount_cents: int, name: str, why: RefundWhy, *, by: Actor, at: datetime) -> None:
    if enrolment.collection_id is None:
        raise AssertionError("a share is paid by card, and no card was charged")
    treasury.refund(
        collection_id=enrolment.collection_id,
        amount_cents=amount_cents,
        reference=f"enrolment:{enrolment.id}:refund:{name}",
        why=why,
        by=by,
        at=at,
    )


def sum_of(shares: Sequence[Share]) -> int:
    return sum(share.amount_cents for share in shares)


def keep(enrolment: Enrolment, note: UUID, amount_cents: int, *, by: Actor, at: datetime) -> None:
    """Keep the holder's own money for a next purchase, on the credit note of the account."""
    ledger.post(
        transfers=[transfer(enrolment, COMMITMENTS, note, amount_cents, Code.CREDIT_NOTE, "kept", at)], by=by, at=at
    )


def lapse(enrolment: Enrolment, amount_cents: int, *, by: Actor, at: datetime) -> None:
    ledger.post(
        transfers=[transfer(enrolment, COMMITMENTS, LAPSED, amount_cents, Code.LAPSED, "lapsed", at)], by=by, at=at
    )


def invoice(enrolment: Enrolment, kind: InvoiceKind, amount_cents: int, *, by: Actor, at: datetime) -> None:
    payable_by = rules.deadline(law_of_order(enrolment), rules.Step.PAYMENT, day_of(at))
    treasury.issue_invoice(
        provider_id=enrolment.provider_id,
        account_id=enrolment.account_id,
        about=enrolment.id,
        kind=kind,
        amount_cents=amount_cents,
        of=_billed(enrolment),
        payable_by=payable_by,
        reference=f"enrolment:{enrolment.id}:invoice:{kind}",
        by=by,
        at=at,
    )


def take_back(enrolment: Enrolment, kind: InvoiceKind, amount_cents: int, *, by: Actor, at: datetime) -> None:
    taken = next(each for each in invoices_about(enrolment.id) if each.kind is kind)
    treasury.issue_credit_note(
        invoice_id=taken.id,
        amount_cents=amount_cents,
        of=_billed(enrolment),
        reference=f"enrolment:{enrolment.id}:credit note:{kind}",
        by=by,
        at=at,
    )


def _billed(enrolment: Enrolment) -> Billed:
    return Billed(
        title=enrolment.title,
        number=enrolment.number,
        starts_on=enrolment.entered_on or enrolment.starts_on,
        ends_on=enrolment.exited_on or enrolment.ends_on,
        hours=enrolment.hours,
        rate_percent=enrolment.rate_percent,
    )


def transfer(
    enrolment: Enrolment, debit: UUID, credit: UUID, amount_cents: int, code: Code, what: str, at: datetime
) -> Transfer:
    return Transfer(
        owner=enrolment.account_id,
        debit=debit,
        credit=credit,
        amount_cents=amount_cents,
        code=code,
        effective_on=day_of(at),
        reference=f"enrolment:{enrolment.id}:{what}",
        about=enrolment.id,
    )
