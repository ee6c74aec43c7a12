"""An employer pays the corrective top-up that a missed duty makes due (L6315-1 II, L6323-13).

The facts of the review decide, not the sum that came: a payment that is not due is refused and goes back.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.rules import Review, corrective_payment, law_of_interviews

from .. import compulsory, granting, lifecycle, permissions
from ..law import law_of
from ..models import Account
from ..types import AccountState, GrantGround, PurseKind, Refusal


@act
def receive_corrective(
    *,
    account_id: UUID,
    reviewed_on: date,
    company_staff: int,
    years_present: int,
    interviews_held: int,
    training_followed: bool,
    hired_in_period: bool,
    agreement_on_rhythm: bool,
    label: str,
    reference: str,
    by: Actor,
    at: datetime,
) -> UUID:
    """The purse of the payment. `years_present` counts whole years since the last review."""
    account = Account.objects.locked(account_id)

    permissions.GRANT.require(by, account)
    if AccountState(account.state) not in lifecycle.RECEIVING:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    facts = {
        "reviewed_on": reviewed_on,
        "company_staff": company_staff,
        "years_present": years_present,
        "interviews_held": interviews_held,
        "training_followed": training_followed,
        "hired_in_period": hired_in_period,
        "agreement_on_rhythm": agreement_on_rhythm,
    }
    if grant := granting.known(reference, account, GrantGround.CORRECTIVE, facts):
        return grant.purse_id
    if reviewed_on > day_of(at):
        raise Refused(Refusal.DAY_TO_COME, field="reviewed_on")

    law = law_of_interviews(law_of(reviewed_on), has_agreement=agreement_on_rhythm)
    answer = corrective_payment(
        law,
        Review(
            reviewed_on=reviewed_on,
            company_staff=company_staff,
            years_present=years_present,
            interviews_held=interviews_held,
            training_followed=training_followed,
            hired_in_period=hired_in_period,
        ),
    )
    if answer.refusal is not None:
        raise Refused(answer.refusal)

    # After this point the payment must succeed.
    return compulsory.receive(
        account=account,
        kind=PurseKind.EMPLOYER_CORRECTIVE,
        ground=GrantGround.CORRECTIVE,
        label=label,
        reference=reference,
        facts=facts,
        working=answer,
        amount_cents=answer.due_cents,
        by=by,
        at=at,
    )
