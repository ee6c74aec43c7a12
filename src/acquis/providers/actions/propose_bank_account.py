"""Somebody asks that a training body be paid on another bank account; nothing changes until somebody else approves.

The bank of that account is asked whether it is in the name given.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from schwifty import BIC, IBAN
from schwifty.exceptions import SchwiftyException

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused

from .. import events, jobs, permissions
from ..models import BankAccount, Provider
from ..types import BankState, Refusal


@act
def propose_bank_account(
    *, provider_id: UUID, iban: str, holder_name: str, bic: str = "", by: Actor, at: datetime
) -> UUID:
    """Propose an account by its IBAN, and its BIC unless the IBAN tells it. A former proposal is replaced.

    Proposing again what is already proposed or in use answers with the same id.
    """
    provider = Provider.objects.locked(provider_id)

    permissions.PROPOSE_BANK_ACCOUNT.require(by, provider)
    compact_iban, compact_bic = _checked(iban, bic)
    if not holder_name.strip():
        raise Refused(Refusal.HOLDER_NAME_MISSING)
    live = {b.state: b for b in provider.bank_accounts.filter(state__in=[BankState.PROPOSED, BankState.ACTIVE])}
    latest = live.get(BankState.PROPOSED) or live.get(BankState.ACTIVE)
    wanted = (compact_iban, compact_bic, holder_name.strip())
    if latest is not None and (latest.iban, latest.bic, latest.holder_name) == wanted:
        return latest.id

    # After this point the proposal must succeed.
    if former := live.get(BankState.PROPOSED):
        former.state = BankState.REPLACED
        former.save(update_fields=["state"])
    row = new_id()
    proposed = BankAccount.objects.create(
        id=row,
        provider=provider,
        iban_sealed=BankAccount.sealed_iban(compact_iban, row),
        bic=compact_bic,
        holder_name=holder_name.strip(),
        proposed_by=by.key,
        proposed_at=at,
        former=live.get(BankState.ACTIVE),
    )
    jobs.ask_payee.defer(bank_account_id=str(proposed.id))

    record(events.BankAccountProposed(about=provider.id, bank_account_id=proposed.id), by=by, at=at)
    return proposed.id


def _checked(iban: str, bic: str) -> tuple[str, str]:
    try:
        read = IBAN(iban, validate_bban=True)
    except (SchwiftyException, ValueError) as error:
        raise Refused(Refusal.IBAN_NOT_VALID) from error
    if not read.in_sepa_zone:
        raise Refused(Refusal.IBAN_NOT_VALID)
    if not bic.strip():
        if read.bic is None:
            raise Refused(Refusal.BIC_NOT_VALID)
        return read.compact, read.bic.compact
    try:
        code = BIC(bic)
    except (SchwiftyException, ValueError) as error:
        raise Refused(Refusal.BIC_NOT_VALID) from error
    if code.country_code != read.country_code:
        raise Refused(Refusal.BIC_NOT_VALID)
    return read.compact, code.compact
