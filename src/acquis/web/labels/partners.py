"""How the machines of funders, what they may ask and why they read are called on the pages."""

from enum import StrEnum

from acquis.partners.types import Act, ClientState, DeliveryState, EventType, Purpose, Scope

LABELS: tuple[tuple[StrEnum, str], ...] = (
    (Scope.CONVENTIONS_READ, "Lire vos conventions"),
    (Scope.BUDGETS_READ, "Lire vos budgets et ce qui y est versé"),
    (Scope.PROMISES_READ, "Lire les aides promises, sans nom"),
    (ClientState.ACTIVE, "En service"),
    (ClientState.WITHDRAWN, "Retirée"),
    (Act.REPLACE_KEYS, "Changer de clé publique"),
    (Act.WITHDRAW, "Retirer"),
    (Act.DELIVER, "Arriver"),
    (Act.GIVE_UP, "Abandonner"),
    (Act.REPLAY, "Refaire"),
    (EventType.PROMISE_MADE, "Une aide est promise"),
    (EventType.PROMISE_SPENT, "Une aide est utilisée : la formation a commencé"),
    (EventType.PROMISE_RETURNED, "Une aide, ou une part, est rendue"),
    (EventType.CONVENTION_MOVED, "Une convention change d’étape"),
    (EventType.ENVELOPE_FILLED, "De l’argent arrive à une convention, ou en est rendu"),
    (EventType.TRIED, "Essai de l’adresse"),
    (DeliveryState.WAITING, "Va partir"),
    (DeliveryState.DELIVERED, "Arrivé"),
    (DeliveryState.GIVEN_UP, "Abandonné"),
    (Purpose.FOLLOW_UP, "pour suivre les aides qu’il a données"),
    (Purpose.RECONCILIATION, "pour rapprocher les aides de ses paiements"),
    (Purpose.AUDIT, "pour contrôler l’emploi de son argent"),
)
