"""What is said when an act on the record of attendance is refused."""

from enum import StrEnum

from acquis.attendance.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.NOT_ALLOWED: "Cette action n’est pas possible pour vous.",
    Refusal.NOT_YOURS: "Cette demi-journée n’est pas celle de votre organisme.",
    Refusal.HALF_DAY_UNKNOWN: "Cette demi-journée n’existe pas, ou n’existe plus.",
    Refusal.NOBODY_ENROLLED: "Personne n’a confirmé d’inscription à cette session : il n’y a rien à planifier.",
    Refusal.TOO_MANY_AT_ONCE: "C’est trop à la fois : {most} demi-journées au plus. Procédez par périodes.",
    Refusal.TIMES_IMPOSSIBLE: "La fin doit venir après le début, le même jour.",
    Refusal.TOO_LONG: "Une demi-journée dure six heures au plus : séparez le matin et l’après-midi.",
    Refusal.OUTSIDE_SESSION: "Ce jour n’est pas entre le début et la fin de la formation.",
    Refusal.PLACE_MISSING: "Indiquez le lieu, par exemple « 12 rue des Lilas, Lyon, salle 2 ».",
    Refusal.STEPS_MISSING: "Indiquez le nombre d’exercices ou de modules à faire, de 1 à 1000.",
    Refusal.ALREADY_PLANNED: "Une autre demi-journée est déjà prévue à ce moment pour les mêmes personnes.",
    Refusal.NOT_NOW: "Cette demi-journée a changé entre-temps. Rechargez la page pour voir où elle en est.",
    Refusal.ALREADY_SIGNED: "Quelqu’un a déjà signé cette demi-journée : elle ne se change plus. "
    "Vous pouvez corriger une présence, avec sa raison.",
    Refusal.TOO_EARLY: "C’est trop tôt : attendez l’heure de cette demi-journée.",
    Refusal.TOO_LATE: "Il est trop tard pour signer cette demi-journée. L’organisme peut encore l’enregistrer d’après "
    "la feuille de papier, ou corriger la présence avec sa raison.",
    Refusal.NOT_EXPECTED: "Cette personne n’est pas attendue à cette demi-journée.",
    Refusal.CODE_NOT_USED: "Cette demi-journée ne se signe pas ainsi : voyez comment elle est suivie.",
    Refusal.TOO_MANY_TRIES: "Trop de codes faux. Attendez {minutes} minutes, ou demandez au formateur de noter "
    "votre présence.",
    Refusal.PRESENCE_IMPOSSIBLE: "Pour un retard ou un départ avant la fin, indiquez les minutes suivies, "
    "de 1 à {most}.",
    Refusal.SOMEBODY_MISSING: "Dites pour chaque personne si elle était là.",
    Refusal.NOT_BY_CONNECTION: "Une demi-journée sur place ne se prouve pas par une connexion.",
    Refusal.CONNECTION_IMPOSSIBLE: "Les minutes et les exercices faits ne peuvent être négatifs, ni les exercices "
    "plus nombreux que les {steps} prévus.",
    Refusal.LOWER_NEEDS_A_MOTIVE: "Ce temps est plus court que celui déjà enregistré : faites une correction, "
    "avec sa raison.",
    Refusal.MOTIVE_MISSING: "Dites pourquoi, en {most} signes au plus : la raison reste au dossier.",
    Refusal.CHANGES_NOTHING: "Rien ne change : c’est déjà ce qui est enregistré.",
    Refusal.NAME_MISSING: "Indiquez le prénom et le nom du formateur, en {most} signes au plus.",
    Refusal.LINK_UNKNOWN: "Ce lien n’est plus valable : il ne sert qu’une fois et peu de temps. Demandez-en un autre "
    "à l’organisme.",
    Refusal.SCAN_UNKNOWN: "Cette feuille n’existe pas, ou n’est pas pour vous.",
}
