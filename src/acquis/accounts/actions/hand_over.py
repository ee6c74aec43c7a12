"""Rights written on the wrong person's account go to the right one: two persons were taken for one.

What was written stays written. On the first account a movement gives the right back to where it came from; on the
second another one gives it again, under the same conditions. What was spent meanwhile cannot go: nothing is handed
over then, and the caller is told how much is missing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.ledger.types import Code, Transfer, Unit, house
from acquis.rules import EndGround

from .. import cancelling, events, granting, handing, joining, lifecycle, permissions, purses
from ..handing import Right
from ..leading import led_to
from ..models import Account, Grant, Mandate, TopUp
from ..types import AccountState, GrantGround, HandedOver, Refusal


@act
def hand_over(
    *,
    from_id: UUID,
    to_id: UUID,
    references: Sequence[str],
    under: str,
    back: bool = False,
    by: Actor,
    at: datetime,
) -> HandedOver:
    """What was handed over, or what is missing: then nothing was. `under` names the whole, once and for all.

    Both accounts must be open, unless it goes `back` to where it came from. An elected official's rights take their
    mandate with them. Whoever signed in to either before must do so again: they may be somebody else.
    """
    led = led_to([from_id, to_id])
    accounts = Account.objects.locked_together(led.with_led([from_id, to_id]))

    permissions.JOIN.require_any(by)
    if from_id == to_id:
        raise Refused(Refusal.ONE_ACCOUNT_TWICE)
    if from_id not in accounts or to_id not in accounts:
        raise Refused(Refusal.ACCOUNT_UNKNOWN)
    source, target = accounts[from_id], accounts[to_id]
    leaving, reaching = (lifecycle.RECEIVING, lifecycle.TAKING_BACK) if back else (lifecycle.OPEN, lifecycle.OPEN)
    if AccountState(source.state) not in leaving or AccountState(target.state) not in reaching:
        raise Refused(Refusal.NOT_IN_THIS_STATE)
    rights = [right for each in sorted(set(references)) for right in handing.standing(source, reference=each)]
    if len(rights) < len(set(references)):
        raise Refused(Refusal.GRANT_UNKNOWN)
    _require_whole_mandates(rights, source)
    for right in rights:
        if right.grant and granting.same_right(target, GrantGround(right.grant.ground), right.grant.facts):
            raise Refused(Refusal.RIGHT_HELD_ALREADY)
    missing = handing.missing(rights)
    if any(missing.values()):
        return HandedOver(missing_cents=missing[Unit.EUR], missing_hundredths=missing[Unit.HOUR])

    # After this point the handing over must succeed.
    here, there = led.with_led([from_id]), led.with_led([to_id])
    given = []
    for right in rights:
        # What comes back goes to the very account it had left, be it one that leads to the target.
        left = handing.account_left(right, there)
        reached = accounts[left] if left else target
        given.append(_give(right, reached, under, by=by, at=at))
        if right.grant is not None and right.grant.ground == GrantGround.ELECTED:
            _take_mandate(right.grant, here, reached, there)
    if target.state == AccountState.CLOSED and target.end_ground == EndGround.DEATH:
        cancelling.cancel(target, under=under, by=by, at=at)
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


def _require_whole_mandates(rights: Sequence[Right], source: Account) -> None:
    """A mandate goes with its rights, so with all of them."""
    elected = [r.grant for r in rights if r.grant is not None and r.grant.ground == GrantGround.ELECTED]
    rounds = {grant.facts["first_round_on"] for grant in elected}
    chosen = {grant.pk for grant in elected}
    for right in handing.standing(source) if elected else ():
        grant = right.grant
        if grant is None or grant.ground != GrantGround.ELECTED or grant.pk in chosen:
            continue
        if grant.facts["first_round_on"] in rounds:
            raise Refused(Refusal.MANDATE_DIVIDED)


def _take_mandate(grant: Grant, own: Collection[UUID], reached: Account, there: Collection[UUID]) -> None:
    """The mandate that gave this right goes where the right does, unless the other person has declared it too."""
    of_day = Mandate.objects.filter(first_round_on=grant.facts["first_round_on"])
    mandate = of_day.filter(account_id__in=own).first()
    if mandate is not None and not of_day.filter(account_id__in=there).exists():
        mandate.account = reached
        mandate.save(update_fields=["account"])


def _give(right: Right, target: Account, under: str, *, by: Actor, at: datetime) -> str:
    """Move one right to `target`, and write it there under its new reference."""
    reference = f"{under} {sha256(right.reference.encode()).hexdigest()[:24]}"
    joining.recall(right.purse, right.amount, under=reference, by=by, at=at)
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
            origin=right.origin,
        )
    if right.grant is not None:
        grant = right.grant
        grant.handed_over_at = at
        grant.save(update_fields=["handed_over_at"])
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
            origin=right.origin,
        )
    return reference
