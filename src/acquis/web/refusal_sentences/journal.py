"""What is said when the demonstration's clock cannot be moved."""

from enum import StrEnum

from acquis.journal.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.NOT_ALLOWED: "Seuls les agents de la démonstration peuvent avancer son horloge.",
    Refusal.NOT_A_DEMONSTRATION: "L’horloge ne s’avance que dans la démonstration.",
    Refusal.CLOCK_GOES_FORWARD: "L’horloge ne recule pas : choisissez un jour à venir.",
    Refusal.CLOCK_TOO_FAR: "Ce jour est trop lointain : avancez de {days} jours au plus à la fois.",
}
