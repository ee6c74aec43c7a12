"""A work accident or an occupational disease gives its endowment, once for each (CSS L432-12).

The health insurance sends the accident's own number: the same accident never gives twice.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.types import House
from acquis.rules import EndowmentRequest, accident_endowment

from .. import granting, held, lifecycle, permissions
from ..law import law_of
from ..models import Account
from ..types import AccountState, GrantGround, PurseKind, Refusal


@act
def endow_accident(
    *,
    account_id: UUID,
    accident: str,
    incapacity_percent: int,
    notified_on: date,
    requested_on: date,
    notice_says_delay: bool,
    project_attested: bool,
    by: Actor,
    at: datetime,
) -> int:
    """What the accident gave, in cents. `accident` is its number with the health insurance."""
    account = Account.objects.locked(account_id)

    permissions.GRANT.require(by, account)
    if AccountState(account.state) not in lifecycle.RECEIVING:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    facts = {
        "accident": accident,
        "incapacity_percent": incapacity_percent,
        "notified_on": notified_on,
        "requested_on": requested_on,
        "notice_says_delay": notice_says_delay,
        "project_attested": project_attested,
    }
    reference = granting.in_turn(f"accident {accident}")
    if grant := granting.known(reference, account, GrantGround.ACCIDENT, facts):
        return grant.amount
    if not 1 <= incapacity_percent <= 100:
        raise Refused(Refusal.RATE_OVER_HUNDRED, field="incapacity_percent")
    if requested_on > day_of(at):
        raise Refused(Refusal.DAY_TO_COME, field="requested_on")
    if notified_on > requested_on:
        raise Refused(Refusal.DAYS_CROSSED, field="requested_on")

    answer = accident_endowment(
        law_of(requested_on),
        EndowmentRequest(
            incapacity_percent=incapacity_percent,
            notified_on=notified_on,
            requested_on=requested_on,
            notice_says_delay=notice_says_delay,
            project_attested=project_attested,
            balance_cents=held.on_account(account),
        ),
    )
    if answer.refusal is not None:
        raise Refused(answer.refusal)

    # After this point the endowment must succeed.
    granting.write(
        account=account,
        kind=PurseKind.ATMP,
        ground=GrantGround.ACCIDENT,
        reference=reference,
        facts=facts,
        working=answer,
        amount=answer.endowment_cents,
        source=House.TOP_UPS_RECEIVED,
        by=by,
        at=at,
    )
    return int(answer.endowment_cents)
