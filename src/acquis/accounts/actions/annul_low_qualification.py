"""A declaration of low qualification proves false or wrong: the years it raised are computed again (R6323-3-1 V).

What was credited in excess is taken back; what was already used is written as a shortfall by the credit itself.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor, system
from acquis.kit.refusal import Refused
from acquis.rules import low_qualified_years

from .. import events, permissions, statuses
from ..models import Account, LowQualification
from ..types import Credited, Refusal
from .credit_years import credit_years

#: The credit is the system's act; who asked for it is in the fact recorded here.
RECOMPUTING = system("accounts.annul_low_qualification")


@act
def annul_low_qualification(*, account_id: UUID, reason: str, by: Actor, at: datetime) -> Credited:
    """Annul the last declaration, and say what the years computed again took back."""
    account = Account.objects.locked(account_id)
    declared = LowQualification.objects.filter(account=account, annulled_at__isnull=True).order_by("id").last()

    permissions.JUDGE.require(by, account)
    if declared is None:
        raise Refused(Refusal.NOT_DECLARED)
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)

    # After this point the annulment must succeed.
    declared.annulled_at, declared.annulled_because = at, reason.strip()
    declared.save(update_fields=["annulled_at", "annulled_because"])
    first, last = low_qualified_years(declared.declared_on, declared.end_declared_on)
    again = statuses.rows_again(account.id, first_year=first, last_year=last, without_low_qualification=True)
    done: Credited = credit_years(rows=again, by=RECOMPUTING, at=at)

    record(
        events.LowQualificationAnnulled(
            about=account.id, account_id=account.id, taken_back_cents=done.taken_back_cents
        ),
        by=by,
        at=at,
    )
    return done
