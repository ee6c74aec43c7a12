"""Some states told by a body of occupational risks are taken: each replaces the one before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis.accounts import actions as accounts
from acquis.accounts.types import RISK_REFUSED, AccidentTold, PointsTold, RiskOutcome, RiskTold
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import permissions
from ..list_types import Noted, RiskLine, Taken
from ..listing import tried
from ..models import Import
from ..reporting import keep
from ..types import Found, Refusal, State
from ..whose import accounts_of

#: What an outcome is called in a report, and the column it is about.
_CODES = {
    RiskOutcome.OLDER: ("risk_older", "etat_au"),
    RiskOutcome.SAME_DAY: ("risk_same_day", "etat_au"),
    RiskOutcome.DAY_TO_COME: ("risk_day_to_come", "etat_au"),
    RiskOutcome.OTHER_PERSON: ("risk_number_of_another", "numero"),
    RiskOutcome.DEDUCTED_TOO_MUCH: ("risk_deducted", "points_deduits"),
    RiskOutcome.ACCOUNT_OVER: ("told_account_over", "nir"),
}


@act
def take_risk_rights(
    *,
    import_id: UUID,
    told: Sequence[RiskLine],
    preview: bool,
    findings: list[Found],
    by: Actor,
    at: datetime,
) -> Taken:
    """What became of a slice; `preview` does the same and takes it back. Replayed, it changes nothing."""
    permissions.IMPORT.require_any(by)
    if not Import.objects.filter(pk=import_id, state=State.READING).exists():
        raise Refused(Refusal.IMPORT_CLOSED)

    # After this point the slice must succeed: what is wrong in a line costs that line.
    account_of, noted = accounts_of(told, by=by)
    known = [
        (each, _state(each, account)) for each, account in zip(told, account_of, strict=True) if account is not None
    ]
    states = [state for _line, state in known]
    outcomes = tried(lambda: accounts.note_risk_rights(told=states, by=by, at=at), preview=preview)
    counts = Counter(outcome.value for outcome in outcomes if outcome not in RISK_REFUSED)
    counts["nobody"] = sum(not each.blocking for each in noted)
    for (each, _), outcome in zip(known, outcomes, strict=True):
        if outcome in _CODES:
            code, column = _CODES[outcome]
            blocking = outcome in RISK_REFUSED
            noted.append(Noted(rank=each.rank, line=each.line, code=code, column=column, blocking=blocking))
    keep(import_id, findings)
    return Taken(counts=counts, noted=tuple(sorted(noted, key=lambda each: each.rank)))


def _state(each: RiskLine, account_id: UUID) -> RiskTold:
    return (PointsTold if each.is_points else AccidentTold)(account_id=account_id, **each.facts)
