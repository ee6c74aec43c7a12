"""How the states of training bodies and of their bank accounts are called."""

from enum import StrEnum

from acquis.providers.types import BankState, PayeeMatch, ProviderState, Unpayable, VatRegime

LABELS: dict[StrEnum, str] = {
    ProviderState.LISTED: "Connu, pas encore référencé",
    ProviderState.REFERENCED: "Référencé",
    ProviderState.SUSPENDED: "Suspendu",
    ProviderState.DELISTED: "Déréférencé",
    BankState.PROPOSED: "À approuver",
    BankState.ACTIVE: "Utilisé",
    BankState.DECLINED: "Refusé",
    BankState.REPLACED: "Remplacé",
    BankState.CONTESTED: "Contesté, jamais utilisé",
    Unpayable.NO_ACCOUNT: "aucun compte bancaire approuvé",
    Unpayable.ACCOUNT_TOO_NEW: "le nouveau compte est encore dans son délai de sécurité",
    Unpayable.NOT_IN_THIS_STATE: "l’organisme est suspendu",
    PayeeMatch.UNASKED: "La banque n’a pas encore répondu",
    PayeeMatch.MATCH: "La banque confirme ce nom",
    PayeeMatch.CLOSE: "La banque connaît un nom proche",
    PayeeMatch.NO_MATCH: "La banque dit que ce compte est à un autre nom",
    PayeeMatch.NOT_POSSIBLE: "La banque ne peut pas répondre",
    VatRegime.EXEMPT: "Exonéré : formation professionnelle (CGI, article 261-4-4° a)",
    VatRegime.FRANCHISE: "Franchise en base (CGI, article 293 B)",
    VatRegime.TAXED: "Soumis à la TVA",
}
