"""How the accounts of the ledger are called on the pages of those who keep the books."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from acquis.accounts import queries as accounts
from acquis.ledger.types import House, house, provider_payable
from acquis.providers import queries as providers
from acquis.web.labels import label


class AccountNames:
    """The names of a set of ledger accounts: the house's, a purse's kind, a provider's payable."""

    def __init__(self, ids: Iterable[UUID]) -> None:
        self._house: dict[UUID, str] = {house(each): label(each) for each in House}
        wanted = set(ids) - set(self._house)
        self._purses = {purse: label(kind) for purse, kind in accounts.purse_kinds(wanted).items()} if wanted else {}
        self._payables: dict[UUID, str] = (
            {provider_payable(card.id): card.display for card in providers.find(limit=100_000)}
            if wanted - set(self._purses)
            else {}
        )

    def of(self, account: UUID) -> str:
        if account in self._house:
            return self._house[account]
        if account in self._purses:
            return _("Compte du titulaire : %(purse)s") % {"purse": self._purses[account]}
        if account in self._payables:
            return _("Dû à %(provider)s") % {"provider": self._payables[account]}
        return _("Autre compte")
