"""Rights written on the wrong person's account go to the right one: two persons were taken for one.

What was written stays written. On the first account a movement gives the right back to where it came from; on the
second another one gives it again, under the same conditions. What was spent meanwhile cannot go: nothing is handed
over then, and the caller is told how much is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.ledger.queries import balances
from acquis.ledger.types import Code, Transfer, Unit, house

from .. import events, handing, joining, permissions, purses
from ..handing import Right
from ..models import Account, Grant, Purse, TopUp
from ..types import AccountState, HandedOver, Refusal


@act
def hand_over(
    *, from_id: UUID, to_id: UUID, references: Sequence[str], under: str, by: Actor, at: datetime
) -> HandedOver:
    """What was handed over, or what is missing: then nothing was. `under` names the whole, once and for all.

    Both accounts must be open. Whoever signed in to either before must do so again: they may be somebody else.
    """
    accounts = Account.objects.locked_together([from_id, to_id])

    permissions.JOIN.require_any(by)
    if from_id == to_id:
        raise Refused(Refusal.ONE_ACCOUNT_TWICE)
    if len(accounts) < 2:
        raise Refused(Refusal.ACCOUNT_UNKNOWN)
    source, target = accounts[from_id], accounts[to_id]
    if any(account.state != AccountState.OPEN for account in (source, target)):
        raise Refused(Refusal.NOT_IN_THIS_STATE)
    rights = [right for each in sorted(set(references)) for right in handing.standing(source, reference=each)]
    if len(rights) < len(set(references)):
        raise Refused(Refusal.GRANT_UNKNOWN)
    missing = _missing(rights)
    if any(missing.values()):
        return HandedOver(missing_cents=missing[Unit.EUR], missing_hundredths=missing[Unit.HOUR])

    # After this point the handing over must succeed.
    given = [_give(right, target, f"{under} {right.reference}", by=by, at=at) for right in rights]
    source.partings += 1
    source.save(update_fields=["partings"])
    target.partings += 1
    target.save(update_fields=["partings"])

    moved = {unit: sum(r.amount for r in rights if purses.unit_of(r.purse.kind) is unit) for unit in Unit}
    told = events.HandedOver(
        about=source.id, account_id=source.id, to_id=target.id, moved_cents=moved[Unit.EUR], rights=len(rights)
    )
    record(told, by=by, at=at)
    return HandedOver(references=tuple(given), moved_cents=moved[Unit.EUR], moved_hundredths=moved[Unit.HOUR])


def _missing(rights: Sequence[Right]) -> dict[Unit, int]:
    """What the purses lack to give these rights back, by unit."""
    wanted: dict[Purse, int] = {}
    for right in rights:
        wanted[right.purse] = wanted.get(right.purse, 0) + right.amount
    held = balances([purse.id for purse in wanted])
    missing = dict.fromkeys(Unit, 0)
    for purse, amount in wanted.items():
        missing[purses.unit_of(purse.kind)] += max(0, amount - held[purse.id].available_cents)
    return missing


def _give(right: Right, target: Account, reference: str, *, by: Actor, at: datetime) -> str:
    """Move one right to `target`, and write it there under its new reference."""
    purse = joining.counterpart(right.purse, target, by=by, at=at)
    moved_under = f"top-up {reference}" if right.top_up else f"grant {reference} {purse.kind}"
    post(
        transfers=[
            Transfer(
                owner=right.account.id,
                debit=right.purse.id,
                credit=house(right.source),
                amount_cents=right.amount,
                code=Code.GRANT_WITHDRAWN,
                effective_on=day_of(at),
                reference=f"handed over {reference}",
            ),
            Transfer(
                owner=target.id,
                debit=house(right.source),
                credit=purse.id,
                amount_cents=right.amount,
                code=Code.TOP_UP if right.top_up else Code.GRANT,
                effective_on=day_of(at),
                reference=moved_under,
            ),
        ],
        by=by,
        at=at,
    )
    if right.top_up is not None:
        paid = right.top_up
        paid.handed_over_at = at
        paid.save(update_fields=["handed_over_at"])
        TopUp.objects.create(
            reference=reference,
            account=target,
            purse=purse,
            kind=paid.kind,
            amount_cents=paid.amount_cents,
            label=paid.label,
            certifications=paid.certifications,
            expires_on=paid.expires_on,
            received_at=at,
        )
    if right.grant is not None:
        grant = right.grant
        grant.withdrawn_at, grant.withdrawn_because = at, "handed over"
        grant.save(update_fields=["withdrawn_at", "withdrawn_because"])
        Grant.objects.create(
            reference=reference,
            account=target,
            purse=purse,
            ground=grant.ground,
            facts=grant.facts,
            working=grant.working,
            amount=grant.amount,
            granted_on=grant.granted_on,
            recorded_at=at,
            transfer_reference=moved_under,
        )
    return reference
