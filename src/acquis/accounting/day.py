"""A day gathered from the ledger, the bank and the card provider, compared, and its differences kept as work."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from acquis.kit.actor import Actor
from acquis.ledger.actions import post
from acquis.ledger.queries import house_movements, house_movements_under
from acquis.ledger.types import HOUSE_OWNER, Code, House, Transfer, house
from acquis.outside.card_reports import LineKind
from acquis.treasury import queries as treasury
from acquis.treasury.actions import settle_entry
from acquis.treasury.queries import BookedEntry
from acquis.treasury.types import EntryState

from . import comparing, lifecycle
from .comparing import BANK, CARDS, CardTold, Compared
from .models import CardLine, CardReport, DayReconciled, WorkItem
from .types import OVER, Difference, Found, Teller, WorkAct, WorkState

#: How far around a day the bank is asked whether it told a movement.
AROUND = timedelta(days=10)
#: Days after which what was ordered or is due is late.
LATE = timedelta(days=5)
TRANSIT = house(House.PAYOUTS_IN_TRANSIT)


def compare(day: date) -> tuple[Compared, int, int]:
    """Everything of a day: what was found, how many movements of ours, how many lines of theirs."""
    ours = house_movements([BANK, CARDS, TRANSIT], first=day, last=day)
    entries = treasury.booked(day - AROUND, day + AROUND)
    by_card, lines = _cards(day, ours)
    statements = treasury.statements()
    on_bank = [each for each in ours if BANK in (each.debit, each.credit)]
    by_bank = comparing.bank(
        day,
        ours=on_bank,
        told=entries,
        batches=treasury.batches_of_lines(
            each.reference.rpartition(" ")[2] for each in on_bank if each.code == Code.PAYOUT_SENT
        ),
        elsewhere=_elsewhere([each for each in entries if each.booked_on == day]),
        stated=any(each.first_day <= day <= each.last_day for each in statements),
    )
    ordered = [each for each in ours if each.code == Code.PAYOUT]
    by_order = comparing.orders(day, ours=ordered, sent=treasury.batches_sent_on(day, day))
    result = Compared(agreed=by_card.agreed + by_bank.agreed + by_order.agreed)
    result.found = [*by_card.found, *by_bank.found, *by_order.found, *comparing.chain(statements, day=day)]
    # What a report made by itself agrees with it by the way it was written.
    own = [each for each in ours if each.code in (Code.FEE, Code.CHARGEBACK) and CARDS in (each.debit, each.credit)]
    paid_out = [each for each in ours if each.code == Code.UNEXPLAINED and CARDS in (each.debit, each.credit)]
    result.agreed += len(own) + len(paid_out)
    told = lines + sum(each.booked_on == day for each in entries)
    reversed_orders = [each for each in ours if each.code == Code.REVERSAL and BANK not in (each.debit, each.credit)]
    result.agreed += len(reversed_orders)
    return result, len(ours), told


def receive_payouts(day: date, *, by: Actor, at: datetime) -> int:
    """Hold what the card provider says it paid out against credits of the bank that nothing explains; how many came.

    The provider's own reference decides; without it, an amount that one payout and one credit alone have.
    """
    waiting = list(
        CardLine.objects.select_for_update()
        .filter(kind=LineKind.PAYOUT, entry_id__isnull=True, day__range=(day - AROUND, day))
        .order_by("day", "id")
    )
    credits = [
        each
        for each in treasury.booked(day - AROUND, day + LATE)
        if each.credit and each.state is EntryState.TO_LOOK_AT and not each.batch
    ]
    came = 0
    for line in waiting:
        same = [each for each in credits if each.amount_cents == line.amount_cents and each.booked_on >= line.day]
        named = [each for each in same if line.external_id in (each.reference, each.end_to_end_id)]
        alone = same if len(same) == 1 and [w.amount_cents for w in waiting].count(line.amount_cents) == 1 else []
        if not (chosen := named[:1] or alone):
            continue
        (entry,) = chosen
        credits.remove(entry)
        settle_entry(entry_id=entry.id, answer=f"Versement du prestataire de paiement {line.external_id}", by=by, at=at)
        line.entry_id = entry.id
        line.save(update_fields=["entry_id"])
        transfer = Transfer(
            owner=HOUSE_OWNER,
            debit=BANK,
            credit=CARDS,
            amount_cents=line.amount_cents,
            code=Code.CARD_PAID_OUT,
            effective_on=entry.booked_on,
            reference=f"card paid out {line.external_id} {entry.id}",
        )
        post(transfers=[transfer], by=by, at=at)
        came += 1
    return came


def keep(day: date, compared: Compared, *, ours: int, theirs: int, at: datetime) -> None:
    """Keep what was found as work: what is known stays the same work, what is found no more goes."""
    found = {each.key: each for each in compared.found}
    found |= _told_since(day, found)
    of_day = WorkItem.objects.filter(day=day).exclude(
        kind__in=[Difference.LATE, Difference.CHARGEBACK, Difference.UNREADABLE]
    )
    _hold(found, of_day, at=at)
    standing = WorkItem.objects.filter(key__in=found).exclude(state__in=OVER).count()
    DayReconciled.objects.update_or_create(
        day=day,
        defaults={
            "ours": ours,
            "theirs": theirs,
            "agreed": compared.agreed,
            "differences": standing,
            "made_at": at,
        },
    )


def _told_since(day: date, found: Collection[str]) -> dict[str, Found]:
    """What was written off of a day because nobody had told it, and was told since: the ledger now has it twice less.

    Written off by two persons in its turn, it takes the first writing off back.
    """
    ended = WorkItem.objects.filter(
        day=day, state=WorkState.ENDED, kind=Difference.NOT_TOLD, entry_id__isnull=True
    ).exclude(proposed_by="")
    return {
        f"{item.key} told since": Found(
            key=f"{item.key} told since",
            teller=Teller(item.teller),
            kind=Difference.OTHER_AMOUNT,
            day=day,
            ours=item.ours,
            theirs=item.theirs,
            ours_cents=item.theirs_cents,
            theirs_cents=item.ours_cents,
        )
        for item in ended
        if item.key not in found
    }


def still_stands(item: WorkItem) -> bool:
    """Whether its day, compared now, would find a difference with the same sums."""
    compared, _ours, _theirs = compare(item.day)
    told = (item.key, item.ours_cents, item.theirs_cents)
    return told in {(each.key, each.ours_cents, each.theirs_cents) for each in compared.found}


def keep_late(day: date, *, at: datetime) -> None:
    """Keep what is late as of a day as work; what was late on another day only goes."""
    _hold({each.key: each for each in _late(day)}, WorkItem.objects.filter(kind=Difference.LATE), at=at)


def unreported(days: Iterable[date]) -> list[date]:
    """The days of which no report was taken: one that tells a line of the day after, too, is not that day's."""
    return [
        day
        for day in days
        if not CardReport.objects.filter(Q(name=report_name(day)) | Q(first_day=day, last_day=day)).exists()
    ]


def report_name(day: date) -> str:
    """The name under which the report fetched for a day is kept."""
    return f"{day}.csv"


def _hold(found: Mapping[str, Found], all_such: QuerySet[WorkItem], *, at: datetime) -> None:
    known = {item.key: item for item in WorkItem.objects.select_for_update().filter(key__in=found).order_by("id")}
    WorkItem.objects.bulk_create([_item(each, at) for key, each in found.items() if key not in known], batch_size=1_000)
    for key, item in known.items():
        _again(item, found[key])
    gone = all_such.exclude(key__in=found).exclude(state__in=OVER)
    for item in gone.select_for_update().order_by("id"):
        item.state = lifecycle.DIFFERENCE.require(WorkAct.GO, WorkState(item.state))
        item.ended_at = at
        item.save(update_fields=["state", "ended_at"])


def _item(found: Found, at: datetime) -> WorkItem:
    return WorkItem(
        key=found.key,
        teller=found.teller,
        kind=found.kind,
        day=found.day,
        ours=found.ours,
        theirs=found.theirs,
        ours_cents=found.ours_cents,
        theirs_cents=found.theirs_cents,
        entry_id=found.entry_id,
        found_at=at,
    )


def _again(item: WorkItem, found: Found) -> None:
    """A difference that was known: told anew when it is another one, and open again when it had ended otherwise."""
    told = (found.kind, found.day, found.ours_cents, found.theirs_cents)
    same = told == (item.kind, item.day, item.ours_cents, item.theirs_cents)
    back = item.state == WorkState.GONE or (item.state == WorkState.ENDED and not same)
    if same and not back:
        return
    item.kind, item.day, item.ours_cents, item.theirs_cents = told
    item.ours, item.theirs, item.entry_id = found.ours, found.theirs, found.entry_id
    if back:
        item.state = lifecycle.DIFFERENCE.require(WorkAct.COME_BACK, WorkState(item.state))
        item.owner = item.proposed_by = item.ended_by = ""
        item.ended_at = None
    item.save()


def _elsewhere(entries: Sequence[BookedEntry]) -> set[UUID]:
    """The entries of our transfers that the ledger has, on whatever day."""
    whole = treasury.first_lines(each.batch for each in entries if each.batch and not each.line)
    asked = {}
    for each in entries:
        if line := each.line or whole.get(each.batch, ""):
            asked[each.id] = f"payout {'returned' if each.credit else 'sent'} {line}"
    known = {each.reference for each in house_movements_under(list(asked.values()))}
    return {entry for entry, reference in asked.items() if reference in known}


def _cards(day: date, ours: Iterable[comparing.Movement]) -> tuple[Compared, int]:
    mine = [each for each in ours if CARDS in (each.debit, each.credit)]
    rows = list(CardLine.objects.filter(day=day).order_by("report__taken_at", "report_id", "place"))
    told = _told(rows)
    moved = {each.reference for each in mine}
    asked = [comparing.card_reference(line.kind, line.reference) for line in told if line.kind in comparing.FOLLOWED]
    other = [reference for reference in asked if reference not in moved]
    heard = set(asked)
    named = [each.reference.split(" ")[1] for each in mine if each.reference not in heard and " " in each.reference]
    elsewhere = {
        comparing.card_reference(line.kind, line.reference): line
        for line in _told(list(CardLine.objects.filter(reference__in=named).exclude(day=day).order_by("day", "id")))
        if line.kind in comparing.FOLLOWED
    }
    compared = comparing.cards(
        day,
        ours=mine,
        told=told,
        elsewhere=elsewhere,
        other_days={each.reference: each for each in house_movements_under(other)},
        reported=CardReport.objects.filter(first_day__lte=day, last_day__gte=day).exists(),
    )
    return compared, len(rows)


def _told(rows: Sequence[CardLine]) -> list[CardTold]:
    """Lines as what they tell; those that tell what an earlier line told, of any day, say so."""
    if not rows:
        return []
    before: dict[tuple[str, str], int] = {}
    ids = [row.external_id for row in rows]
    for kind, external_id, pk in (
        CardLine.objects.filter(external_id__in=ids).order_by("id").values_list("kind", "external_id", "id")
    ):
        before.setdefault((kind, external_id), pk)
    return [
        CardTold(
            kind=LineKind(row.kind),
            external_id=row.external_id,
            reference=row.reference,
            amount_cents=row.amount_cents,
            day=row.day,
            again=before[row.kind, row.external_id] != row.pk,
        )
        for row in rows
    ]


def _late(day: date) -> list[Found]:
    """What was ordered or is due since too long, as it stands when it is asked."""
    before = day - LATE
    found = [
        Found(
            key=f"late batch {number}",
            teller=Teller.BANK,
            kind=Difference.LATE,
            day=due,
            ours=f"batch {number}",
            ours_cents=-cents,
        )
        for number, due, cents in treasury.unanswered_batches(before)
    ]
    found += [
        Found(
            key=f"late refund {refund}",
            teller=Teller.CARDS,
            kind=Difference.LATE,
            day=due,
            ours=f"refund {refund}",
            ours_cents=-cents,
        )
        for refund, due, cents in treasury.unmade_refunds(before)
    ]
    payouts = CardLine.objects.filter(kind=LineKind.PAYOUT, entry_id__isnull=True, day__lt=before).order_by("id")
    found += [
        Found(
            key=f"late payout {line.external_id}",
            teller=Teller.BANK,
            kind=Difference.LATE,
            day=line.day,
            theirs=line.external_id,
            ours_cents=line.amount_cents,
        )
        for line in payouts
    ]
    return found
