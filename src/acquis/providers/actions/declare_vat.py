"""A training body says what it owes of value added tax from a day on; its invoices of that day on say the same.

Nothing that was invoiced changes: an invoice keeps what was true when it was issued.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import events, permissions, queries
from ..models import Provider, VatDeclaration
from ..types import VAT_RATES_PERMILLE, Refusal, VatRegime


@act
def declare_vat(
    *, provider_id: UUID, regime: VatRegime, rate_permille: int | None, from_day: date, by: Actor, at: datetime
) -> None:
    """Declare `regime`, with its rate in thousandths when the body is taxed, from today or a later day on."""
    provider = Provider.objects.locked(provider_id)

    permissions.DECLARE_VAT.require(by, provider)
    rate = rate_permille or 0
    if regime is VatRegime.TAXED and not rate:
        raise Refused(Refusal.VAT_RATE_MISSING)
    if rate != 0 and (regime is not VatRegime.TAXED or rate not in VAT_RATES_PERMILLE):
        raise Refused(Refusal.VAT_RATE_NOT_KNOWN)
    if from_day < day_of(at):
        raise Refused(Refusal.VAT_DAY_PAST)
    known = queries.vat_on(provider_id, from_day)
    if known.declared and (known.regime, known.rate_permille) == (regime, rate):
        raise Refused(Refusal.VAT_UNCHANGED)

    # After this point the declaration must succeed.
    VatDeclaration.objects.create(
        provider=provider,
        regime=regime.value,
        rate_permille=rate,
        from_day=from_day,
        declared_by=by.key,
        declared_at=at,
    )

    record(
        events.VatDeclared(about=provider_id, regime=regime.value, rate_permille=rate, from_day=from_day), by=by, at=at
    )
