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
    Refusal.CLOSED_IN_FUTURE: "Le jour de la fermeture est à venir : revenez quand l’établissement sera fermé.",
}
