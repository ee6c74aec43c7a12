"""How the states of reviews, and what is said of their texts, are called."""

from enum import StrEnum

from acquis.catalogue.reviews.types import RefusedBecause, ReplyAct, ReplyState, ReviewAct, ReviewState, SignalKind

LABELS: tuple[tuple[StrEnum, str], ...] = (
    (ReviewState.WAITING, "En attente de relecture"),
    (ReviewState.PUBLISHED, "Publié"),
    (ReviewState.REFUSED, "Pas publié"),
    (ReviewState.WITHDRAWN, "Retiré"),
    (ReviewAct.GIVE_STARS, "Donner des étoiles"),
    (ReviewAct.GIVE_WORDS, "Donner un avis écrit"),
    (ReviewAct.PUBLISH, "Publier l’avis"),
    (ReviewAct.REFUSE, "Refuser l’avis"),
    (ReviewAct.WITHDRAW, "Retirer l’avis"),
    (ReplyState.WAITING, "Réponse en attente de relecture"),
    (ReplyState.PUBLISHED, "Réponse publiée"),
    (ReplyState.REFUSED, "Réponse pas publiée"),
    (ReplyAct.WRITE, "Répondre"),
    (ReplyAct.PUBLISH, "Publier la réponse"),
    (ReplyAct.REFUSE, "Refuser la réponse"),
    (RefusedBecause.CONTACT_DATA, "Il contient un téléphone, une adresse ou un lien"),
    (RefusedBecause.NAMES_SOMEBODY, "Il nomme quelqu’un ou permet de le reconnaître"),
    (RefusedBecause.INSULTING, "Il contient une insulte ou une menace"),
    (RefusedBecause.UNLAWFUL, "La loi interdit de l’écrire (diffamation, discrimination…)"),
    (RefusedBecause.OFF_SUBJECT, "Il ne parle pas de cette formation"),
    (RefusedBecause.ADVERTISEMENT, "C’est une publicité"),
    (SignalKind.CONTACT, "Coordonnées"),
    (SignalKind.NAME, "Nom de personne"),
    (SignalKind.INSULT, "Insulte"),
)
