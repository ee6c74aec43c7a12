"""A report of the card provider is taken: its lines are kept, its fees and what it took back are written in the ledger.

Payments, refunds and payouts move nothing here: they are held against what we have, and against the bank. A refund
that the card did not keep is owed again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor, system
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.ledger.types import HOUSE_OWNER, Code, House, Transfer, house
from acquis.outside import card_reports
from acquis.outside.card_reports import Line, LineKind
from acquis.treasury.actions import contest_collection, hear_come_back
from acquis.treasury.queries import collection
from acquis.treasury.types import CollectionCard

from .. import events, permissions
from ..models import CardLine, CardReport, WorkItem
from ..turns import one_at_a_time
from ..types import Difference, Refusal, Teller

#: What a line makes the ledger move out of what the provider holds: why, and to where.
_TAKES = {LineKind.FEE: (Code.FEE, House.FEES), LineKind.CHARGEBACK: (Code.CHARGEBACK, House.TO_CLEAR)}


@act
def take_card_report(*, content: bytes, name: str, by: Actor, at: datetime) -> UUID:
    """Take a report and return the id it is kept under; taken before, it changes nothing.

    Lines that cannot be read become work. Refuses: NOT_ALLOWED, REPORT_TOO_LARGE, REPORT_NOT_READABLE.
    """
    permissions.RECONCILE_DAY.require_any(by)
    if len(content) > card_reports.MOST_BYTES:
        raise Refused(Refusal.REPORT_TOO_LARGE)
    one_at_a_time()
    digest = hashlib.sha256(content).hexdigest()
    known = CardReport.objects.filter(sha256=digest).values_list("id", flat=True).first()
    if known is not None:
        return known
    try:
        lines, wrong = card_reports.read(content)
    except card_reports.NotAReport as error:
        raise Refused(Refusal.REPORT_NOT_READABLE) from error

    # After this point the taking must succeed.
    report = CardReport.objects.create(
        name=name[:200],
        sha256=digest,
        lines=len(lines),
        first_day=min((line.day for line in lines), default=None),
        last_day=max((line.day for line in lines), default=None),
        taken_by=by.key,
        taken_at=at,
    )
    new = _told_for_the_first_time(lines)
    CardLine.objects.bulk_create(
        [
            CardLine(
                report=report,
                place=line.place,
                kind=line.kind,
                external_id=line.id,
                reference=line.reference,
                amount_cents=line.amount_cents,
                day=line.day,
            )
            for line in lines
        ],
        batch_size=5_000,
    )
    transfers = [
        Transfer(
            owner=HOUSE_OWNER,
            debit=house(_TAKES[line.kind][1]),
            credit=house(House.CARD_CLEARING),
            amount_cents=line.amount_cents,
            code=_TAKES[line.kind][0],
            effective_on=line.day,
            reference=f"card {line.kind} {line.id}",
        )
        for line in new
    ]
    if transfers:
        post(transfers=transfers, by=by, at=at)
    for line in lines:
        if line.kind is LineKind.REFUND_BACK:
            # The provider's own word may have been lost; told before, it changes nothing.
            hear_come_back(key=line.reference, external_id=line.id, by=system("card report"), at=at)
    for line in new:
        if line.kind is LineKind.CHARGEBACK and (paid := _collection_of(line.reference)) is not None:
            contest_collection(collection_id=paid.id, amount_cents=line.amount_cents, by=by, at=at)
    WorkItem.objects.bulk_create(
        [
            *(
                WorkItem(
                    key=f"chargeback {line.id}",
                    teller=Teller.CARDS,
                    kind=Difference.CHARGEBACK,
                    day=line.day,
                    ours=f"collection {line.reference} paid",
                    theirs=line.id,
                    theirs_cents=-line.amount_cents,
                    found_at=at,
                )
                for line in new
                if line.kind is LineKind.CHARGEBACK
            ),
            *(
                WorkItem(
                    key=f"unreadable {report.id} {each.place}",
                    teller=Teller.CARDS,
                    kind=Difference.UNREADABLE,
                    day=report.first_day or day_of(at),
                    theirs=f"{report.name}, ligne {each.place}, colonne « {each.field} »",
                    found_at=at,
                )
                for each in wrong
            ),
        ]
    )

    record(events.CardReportTaken(about=report.id, lines=len(lines), unreadable=len(wrong)), by=by, at=at)
    return report.id


def _collection_of(reference: str) -> CollectionCard | None:
    """The payment that a line names; none when the reference is not of ours."""
    try:
        return collection(UUID(reference))
    except ValueError:
        return None


def _told_for_the_first_time(lines: Sequence[Line]) -> list[Line]:
    """The fees and chargebacks that no report has told before, each once: a line told twice takes nothing twice."""
    taking = {(line.kind, line.id): line for line in reversed(lines) if line.kind in _TAKES}
    ids = [line.id for line in taking.values()]
    told = set(CardLine.objects.filter(external_id__in=ids).values_list("kind", "external_id"))
    return [line for (kind, id_), line in taking.items() if (str(kind), id_) not in told]
