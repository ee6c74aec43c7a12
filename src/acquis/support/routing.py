"""Which companies may be asked to correct what they declared: those of a year that have their pages here."""

from __future__ import annotations

from uuid import UUID

from acquis.declarations import queries as declarations
from acquis.employers import queries as employers
from acquis.employers.types import CompanyCard
from acquis.kit.actor import Actor


def companies_that_declared(account_id: UUID, year: int, *, by: Actor) -> list[CompanyCard]:
    """By their names, once each; who declared and is not registered here is not among them."""
    told = declarations.declared_years(account_id, year, by=by)
    sirens = {line.siret[:9] for regime in told for line in regime.lines if line.siret}
    known = [card for card in map(employers.company_with_siren, sorted(sirens)) if card is not None]
    return sorted(known, key=lambda card: (card.called, card.siren))
