"""What is said when an act on a review is refused."""

from acquis.catalogue.reviews.types import Refusal

SENTENCES = {
    Refusal.NOT_ALLOWED: "Vous ne pouvez pas faire cela sur cet avis.",
    Refusal.REVIEW_UNKNOWN: "Cet avis n’existe pas, ou n’existe plus.",
    Refusal.NOT_NOW: "Cet avis a changé depuis l’affichage de la page. Rechargez-la pour voir où il en est.",
    Refusal.ALREADY_REVIEWED: "Vous avez déjà donné votre avis : on n’en donne qu’un par inscription.",
    Refusal.ALREADY_REPLIED: "Votre organisme a déjà répondu à cet avis : on ne répond qu’une fois.",
    Refusal.STARS_MISSING: "Choisissez de une à cinq étoiles.",
    Refusal.WORDS_MISSING: "Écrivez votre réponse.",
    Refusal.WORDS_TOO_LONG: "Votre texte est trop long : {given} caractères, pour {most} au plus.",
    Refusal.REASON_MISSING: "Choisissez la raison du refus : la personne la lira.",
}
