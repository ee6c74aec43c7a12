"""What is said when a file of declarations is not read, or an act on it refused."""

from enum import StrEnum

from acquis.declarations.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.NOT_ALLOWED: "Vous n’avez pas le droit de lire ou d’apporter des déclarations.",
    Refusal.FILE_EMPTY: "Le fichier est vide. Vérifiez l’envoi et recommencez.",
    Refusal.FORMAT_UNKNOWN: "Le fichier n’est pas d’un format connu : rien n’a été lu. Envoyez une DSN ou un "
    "récapitulatif annuel.",
    Refusal.NO_FILE_OF_DEATHS: (
        "Ce fichier n’est pas celui des décès de l’INSEE, une personne par ligne : rien n’a été lu."
    ),
    Refusal.NO_RISK_RIGHTS: "Ce fichier n’est pas une liste de droits des risques professionnels : rien n’a été lu.",
    Refusal.NO_ENGAGEMENT: "Ce fichier n’est pas une liste d’années d’engagement : rien n’a été lu.",
    Refusal.NO_ENDOWMENTS: ("Ce fichier n’est pas une liste de dotations, une personne par ligne : rien n’a été lu."),
    Refusal.LINES_CHANGED: "Le travail déclaré a changé entre-temps. Recommencez le choix.",
    Refusal.LINES_OF_BOTH: "La même déclaration compte déjà pour les deux personnes : il n’y a rien à partager.",
    Refusal.IMPORT_UNKNOWN: "Cette lecture de fichier n’existe pas.",
    Refusal.IMPORT_CLOSED: "Cette lecture de fichier est finie : elle ne prend plus rien.",
}
