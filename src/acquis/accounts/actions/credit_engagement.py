"""A year of engagement is credited on the volunteers' counter: civic service, reserves, mentoring, voluntary work.

One right for each kind of activity and year, under a ceiling of its own (L5151-7, D5151-14). The body that certifies
the activity sends it; what an association confirms too late gives nothing.
"""

from __future__ import annotations

from datetime import date, datetime

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.types import House
from acquis.rules import Engagement, YearOfEngagement, engagement_credit

from .. import granting, held, lifecycle, permissions
from ..law import law_of
from ..models import Account
from ..types import AccountState, EngagementRow, GrantGround, PurseKind, Refusal
from ..yearly import PARTS, parts


@act
def credit_engagement(*, row: EngagementRow, by: Actor, at: datetime) -> int:
    """What the activity gave, in cents; the same activity of the same year is credited once."""
    account = Account.objects.locked(row.account_id)

    permissions.GRANT.require(by, account)
    if AccountState(account.state) not in lifecycle.RECEIVING_VOLUNTEERS_RIGHTS:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    reference = granting.in_turn(f"engagement {row.year} {row.activity.value} {account.id}")
    facts = {
        "year": row.year,
        "activity": row.activity,
        "amount": row.amount,
        "years_engaged": row.years_engaged,
        "hours_in_one_association": row.hours_in_one_association,
        "association_declared_on": row.association_declared_on,
        "declared_on": row.declared_on,
        "confirmed_on": row.confirmed_on,
    }
    if grant := granting.known(reference, account, GrantGround.ENGAGEMENT, facts):
        return grant.amount
    if row.year > day_of(at).year:
        raise Refused(Refusal.DAY_TO_COME)

    answer = engagement_credit(
        law_of(date(row.year, 12, 31)),
        YearOfEngagement(
            activity=Engagement(row.activity),
            amount=parts(row.amount),
            scale=PARTS,
            years_engaged=row.years_engaged,
            hours_in_one_association=parts(row.hours_in_one_association or "0"),
            association_declared_on=row.association_declared_on,
            declared_on=row.declared_on,
            confirmed_on=row.confirmed_on,
            balance_cents=held.in_purse(account, PurseKind.CEC).posted_cents,
        ),
    )
    if answer.refusal is not None:
        raise Refused(answer.refusal)

    # After this point the credit must succeed; a full counter keeps the fact and moves nothing.
    granting.write(
        account=account,
        kind=PurseKind.CEC,
        ground=GrantGround.ENGAGEMENT,
        reference=reference,
        facts=facts,
        working=answer,
        amount=answer.granted_cents,
        source=House.RIGHTS_ISSUED,
        by=by,
        at=at,
    )
    return int(answer.granted_cents)
