"""How kinds of people are called on the pages."""

from enum import StrEnum

from acquis.kit.actor import Role
from acquis.people.types import AgentKind, Sex

LABELS: list[tuple[StrEnum, str]] = [
    (AgentKind.PROVIDER, "organisme de formation"),
    (AgentKind.STAFF, "opérateur"),
    (AgentKind.STATE, "État"),
    (Sex.FEMALE, "femme"),
    (Sex.MALE, "homme"),
    (Sex.UNSPECIFIED, "non précisé"),
    (Role.ANONYMOUS, "visiteur"),
    (Role.HOLDER, "titulaire"),
    (Role.PROVIDER_AGENT, "agent d’organisme"),
    (Role.PROVIDER_MANAGER, "responsable d’organisme"),
    (Role.STAFF_AGENT, "agent de l’opérateur"),
    (Role.STAFF_FINANCE, "agent financier"),
    (Role.STAFF_APPROVER, "approbateur des paiements"),
    (Role.STATE_OFFICER, "chargé d’études de l’État"),
    (Role.SYSTEM, "le système"),
]
