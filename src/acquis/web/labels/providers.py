"""How the states of training bodies and of their bank accounts are called on the pages."""

from enum import StrEnum

from acquis.providers.types import BankState, ProviderState

LABELS: dict[StrEnum, str] = {
    ProviderState.LISTED: "Connu de la liste publique",
    ProviderState.REFERENCED: "Référencé",
    ProviderState.SUSPENDED: "Suspendu",
    ProviderState.DELISTED: "Déréférencé",
    BankState.PROPOSED: "À vérifier par un agent",
    BankState.ACTIVE: "Approuvé",
    BankState.DECLINED: "Refusé",
    BankState.REPLACED: "Remplacé",
}
