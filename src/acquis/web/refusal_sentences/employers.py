"""What is said when an act on a company is refused."""

from enum import StrEnum

from acquis.employers.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.NOT_ALLOWED: "Vous n’avez pas le droit de faire cela pour cette entreprise.",
    Refusal.COMPANY_UNKNOWN: "Cette entreprise n’existe pas.",
    Refusal.ESTABLISHMENT_UNKNOWN: "Cet établissement n’est pas connu ici.",
    Refusal.SIREN_MALFORMED: "Ce SIREN n’est pas valable. Un SIREN a 9 chiffres : vérifiez-les.",
    Refusal.SIRET_MALFORMED: "Ce SIRET n’est pas valable. Un SIRET a 14 chiffres : vérifiez-les.",
    Refusal.SIRET_OF_ANOTHER: (
        "Ce SIRET n’est pas celui d’un établissement de votre entreprise : il doit commencer par {siren}."
    ),
    Refusal.NAME_MISSING: "Donnez le nom.",
    Refusal.NAME_TOO_LONG: "Ce nom est trop long : {most} caractères au plus.",
    Refusal.POSTAL_CODE_MALFORMED: "Un code postal a 5 chiffres.",
    Refusal.ESTABLISHMENT_KNOWN: "Cet établissement est déjà dans la liste.",
    Refusal.CLOSED_ALREADY: "Cet établissement est déjà fermé.",
    Refusal.DELEGATE_UNKNOWN: (
        "Aucune entreprise n’est inscrite ici sous ce SIREN. "
        "Demandez à son dirigeant de se connecter une première fois."
    ),
    Refusal.DELEGATE_ITSELF: "C’est le SIREN de votre propre entreprise : donnez celui de l’autre entreprise.",
    Refusal.FLOWS_MISSING: "Choisissez au moins une démarche à confier.",
    Refusal.END_PASSED: "Le dernier jour est déjà passé : choisissez-en un à venir.",
    Refusal.END_TOO_FAR: "Une délégation dure {years} ans au plus : choisissez un jour plus proche.",
    Refusal.DELEGATED_ALREADY: (
        "Cette entreprise a déjà une délégation de votre part. Retirez-la d’abord si vous voulez la changer."
    ),
    Refusal.DELEGATION_UNKNOWN: "Cette délégation n’existe pas.",
    Refusal.DELEGATION_OVER: "Cette délégation est déjà finie.",
    Refusal.MANAGER_LIMITED: (
        "Un responsable agit pour toute l’entreprise : ne cochez pas d’établissement, ou choisissez le rôle d’agent."
    ),
    Refusal.EMAIL_MALFORMED: "Cette adresse électronique n’est pas valable.",
    Refusal.NOT_ENTRUSTED: "Cette entreprise ne vous a pas confié cette démarche.",
    Refusal.EMPLOYEE_UNKNOWN: (
        "Nous ne trouvons personne sous ce numéro et ce nom. Vérifiez les deux sur la fiche de paie."
    ),
    Refusal.REVIEW_TO_COME: "Le jour de l’état des lieux est à venir.",
    Refusal.NUMBER_NEGATIVE: "Un nombre ne peut pas être négatif.",
    Refusal.STATEMENT_UNKNOWN: "Cette déclaration d’entretiens n’existe pas.",
    Refusal.PAID_ALREADY: "Ce versement correctif est déjà payé : la déclaration ne change plus.",
    Refusal.NOTHING_DUE: "Aucun versement n’est dû pour cette déclaration.",
    Refusal.OTHER_COMPANY_NOW: (
        "Cette page était celle d’une autre entreprise. Rien n’a été enregistré : "
        "vérifiez pour quelle entreprise vous agissez, puis recommencez."
    ),
    Refusal.CLOSED_IN_FUTURE: "Le jour de la fermeture est à venir : revenez quand l’établissement sera fermé.",
}
