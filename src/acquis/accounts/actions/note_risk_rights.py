"""The bodies of occupational risks tell which rights people have with them: the latest state of each is kept.

Read in any order, however often, the same states leave the same: a later day replaces an earlier one, and two states of
one day that differ are a mistake of theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.ids import new_id

from .. import events, lifecycle, permissions
from ..models import Account
from ..risk_states import States
from ..types import RISK_WRITTEN, AccountState, RiskOutcome, RiskTold


@act
def note_risk_rights(*, told: Sequence[RiskTold], by: Actor, at: datetime) -> list[RiskOutcome]:
    """What became of each, in order. Nothing is given: the holder asks (`use_points`, `ask_endowment`)."""
    accounts = Account.objects.locked_together({each.account_id for each in told})

    permissions.NOTE_RISKS.require_any(by)
    states, today = States(accounts, told), day_of(at)

    # After this point the noting must succeed: what cannot be kept is told, and costs itself only.
    outcomes = []
    for each in told:
        account = accounts.get(each.account_id)
        if account is None or AccountState(account.state) not in lifecycle.RECEIVING:
            outcomes.append(RiskOutcome.ACCOUNT_OVER)
        elif each.as_of > today:
            outcomes.append(RiskOutcome.DAY_TO_COME)
        else:
            outcomes.append(states.take(each, at))
    states.write()

    written = sum(outcome in RISK_WRITTEN for outcome in outcomes)
    if written:
        record(events.RisksTold(about=new_id(), count=written), by=by, at=at)
    return outcomes
