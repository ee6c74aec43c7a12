"""How the states of training bodies and of their bank accounts are called."""

from enum import StrEnum

from acquis.providers.types import BankState, ProviderState

LABELS: dict[StrEnum, str] = {
    ProviderState.LISTED: "Connu, pas encore référencé",
    ProviderState.REFERENCED: "Référencé",
    ProviderState.SUSPENDED: "Suspendu",
    ProviderState.DELISTED: "Déréférencé",
    BankState.PROPOSED: "À approuver",
    BankState.ACTIVE: "Utilisé",
    BankState.DECLINED: "Refusé",
    BankState.REPLACED: "Remplacé",
}
