"""How the machines of funders, what they may ask and why they read are called on the pages."""

from enum import StrEnum

from acquis.partners.types import Act, ClientState, Purpose, Scope

LABELS: tuple[tuple[StrEnum, str], ...] = (
    (Scope.CONVENTIONS_READ, "Lire vos conventions"),
    (Scope.BUDGETS_READ, "Lire vos budgets et ce qui y est versé"),
    (Scope.PROMISES_READ, "Lire les aides promises, sans nom"),
    (ClientState.ACTIVE, "En service"),
    (ClientState.WITHDRAWN, "Retirée"),
    (Act.REPLACE_KEYS, "Changer de clé publique"),
    (Act.WITHDRAW, "Retirer"),
    (Purpose.FOLLOW_UP, "pour suivre les aides qu’il a données"),
    (Purpose.RECONCILIATION, "pour rapprocher les aides de ses paiements"),
    (Purpose.AUDIT, "pour contrôler l’emploi de son argent"),
)
