"""What is said when an act on a body's stop is refused."""

from enum import StrEnum

from acquis.stops.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.NOT_ALLOWED: "Vous n’avez pas le droit de faire cela.",
    Refusal.UNKNOWN: "Cet organisme ou cet arrêt n’existe pas.",
    Refusal.NOT_IN_THIS_STATE: "Ce n’est plus possible à cette étape : quelqu’un a décidé entre-temps.",
    Refusal.SAME_AGENT: "Vous avez préparé cet arrêt : une autre personne doit décider.",
    Refusal.IN_THE_FUTURE: "Ce jour n’est pas encore venu.",
    Refusal.BEFORE_ANY_REQUEST: (
        "À ce jour, personne n’avait encore demandé de formation à cet organisme. Vérifiez la date de l’arrêt."
    ),
    Refusal.WORDS_MISSING: "Dites ce qui s’est passé et comment vous le savez.",
    Refusal.WORDS_TOO_LONG: "Ce texte est trop long : {most} caractères au plus.",
    Refusal.EXHIBIT_REQUIRED: "Joignez la preuve : le jugement, l’annonce légale ou le constat.",
    Refusal.TOO_MANY_EXHIBITS: "Joignez {most} pièces au plus.",
    Refusal.UNDER_WAY: "Un arrêt de cet organisme est déjà préparé ou en cours. Ouvrez-le depuis sa page.",
    Refusal.CHANGED_MEANWHILE: (
        "Des inscriptions de cet organisme ont changé depuis que l’arrêt a été préparé. Abandonnez-le, et préparez-le "
        "de nouveau pour voir ce qu’il donne maintenant."
    ),
}
