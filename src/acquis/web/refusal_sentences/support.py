"""What is said when an act on a request or a message is refused."""

from enum import StrEnum

from acquis.support.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.NOT_ALLOWED: "Cette action n’est pas possible pour vous.",
    Refusal.COMPANY_UNKNOWN: (
        "Cette entreprise n’est pas inscrite ici, ou n’a rien déclaré pour cette année. Confiez la demande à un agent."
    ),
    Refusal.INQUIRY_UNKNOWN: "Cette demande n’existe pas.",
    Refusal.MESSAGE_UNKNOWN: "Ce message n’existe pas.",
    Refusal.NOT_NOW: "La demande a avancé entre-temps. Rechargez la page pour voir où elle en est.",
    Refusal.WORDS_MISSING: "Écrivez quelques mots pour qu’on vous comprenne.",
    Refusal.WORDS_TOO_LONG: "Votre texte est trop long : 4 000 caractères au plus.",
    Refusal.TOO_MANY_PROOFS: "Vous pouvez joindre trois fichiers au plus.",
    Refusal.ANOTHER_CONTENT: "Cette demande a déjà été envoyée avec un autre contenu. Ouvrez-en une nouvelle.",
    Refusal.NO_RECORD: "Cette inscription n’a pas de feuille d’émargement.",
    Refusal.NO_ORDER: "Rien n’est commandé : il n’y a pas encore de document.",
    Refusal.NOTHING_FOLLOWED: "Rien n’a été suivi : il n’y a pas de certificat de réalisation.",
    Refusal.PAPER_UNKNOWN: "Ce document n’existe pas.",
    Refusal.NOT_DECLARED: "Cette demande ne porte pas sur une déclaration : il n’y a pas d’employeur à qui la passer.",
}
