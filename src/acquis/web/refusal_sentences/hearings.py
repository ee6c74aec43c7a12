"""What is said when an act in a hearing is refused: why, and what one can do."""

from enum import StrEnum

from acquis.hearings.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.NOT_ALLOWED: "Vous ne pouvez pas faire cela dans ce dossier.",
    Refusal.HEARING_UNKNOWN: "Ce dossier n’existe pas, ou il ne vous est pas accessible.",
    Refusal.NOT_NOW: "Ce n’est pas possible à ce stade. Rechargez la page pour voir où en est le dossier.",
    Refusal.ALREADY_OPEN: "Un dossier de ce genre est déjà ouvert. Retrouvez-le sur la page de l’inscription.",
    Refusal.ALREADY_CONFIRMED: (
        "Vous avez confirmé que la formation a été suivie comme déclaré. Écrivez-nous si c’était une erreur."
    ),
    Refusal.CONTEST_OVER: "Le délai pour contester est passé : la formation est validée. Écrivez-nous au besoin.",
    Refusal.FREE_TO_CANCEL: "Vous pouvez encore annuler sans frais et sans justificatif : c’est plus simple.",
    Refusal.EXCUSE_TOO_LATE: "Le délai pour demander la force majeure est passé. Écrivez-nous pour votre cas.",
    Refusal.EXHIBIT_REQUIRED: "Joignez un justificatif, par exemple un certificat médical ou un acte officiel.",
    Refusal.WORDS_MISSING: "Écrivez ce qui s’est passé, en quelques mots.",
    Refusal.WORDS_TOO_LONG: "Ce texte est trop long : {most} caractères au plus.",
    Refusal.TOO_MANY_EXHIBITS: "Joignez {most} pièces au plus à la fois.",
    Refusal.NOT_TO_YOU_TO_AGREE: "Ce dossier ne se règle pas par accord : un agent décide.",
    Refusal.OTHER_SIDE_NOT_HEARD: (
        "L’autre partie ne s’est pas encore expliquée et a du temps pour le faire. Décidez après son délai."
    ),
    Refusal.FINDING_IMPOSSIBLE: "Cette décision n’est pas possible pour ce dossier, ou elle ne l’est plus.",
    Refusal.SERVICE_NOT_SAID: "Dites comment la formation s’est terminée et combien a été suivi.",
}
