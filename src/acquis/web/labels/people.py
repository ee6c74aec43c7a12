"""How kinds of people are called on the pages."""

from enum import StrEnum

from acquis.kit.actor import Role
from acquis.people.types import AgentKind, Agreement, DoubtReason, DoubtState, Sex

LABELS: list[tuple[StrEnum, str]] = [
    (AgentKind.PROVIDER, "organisme de formation"),
    (AgentKind.STAFF, "opérateur"),
    (AgentKind.STATE, "État"),
    (AgentKind.FUNDER, "financeur"),
    (AgentKind.EMPLOYER, "entreprise"),
    (Agreement.SAME, "identique"),
    (Agreement.CLOSE, "proche"),
    (Agreement.DIFFERENT, "différent"),
    (Agreement.UNKNOWN, "pas comparable"),
    (DoubtReason.NUMBER_OF_ANOTHER, "Le numéro est celui de quelqu’un d’autre"),
    (DoubtReason.TWO_NUMBERS, "Même identité, deux numéros"),
    (DoubtReason.SEVERAL, "Plusieurs personnes ont cette identité"),
    (DoubtReason.RESEMBLES, "Une personne connue ressemble"),
    (DoubtReason.NUMBER_CONTRADICTS, "Le numéro contredit la date de naissance"),
    (DoubtReason.DEATH, "Un décès annoncé, à confirmer"),
    (DoubtState.OPEN, "À vérifier"),
    (DoubtState.ASKED, "Complément demandé"),
    (DoubtState.SETTLED, "Décidée"),
    (DoubtState.DISMISSED, "Personne de chez nous"),
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
    (Role.FUNDER_AGENT, "agent d’un financeur"),
    (Role.FUNDER_MANAGER, "responsable d’un financeur"),
    (Role.EMPLOYER_AGENT, "agent d’une entreprise"),
    (Role.EMPLOYER_MANAGER, "responsable d’une entreprise"),
    (Role.SYSTEM, "le système"),
]
