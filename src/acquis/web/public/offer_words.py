"""How the facts of an offer are called on the pages. French is the source; no acronym without its sense."""

from __future__ import annotations

from acquis.catalogue.search.types import Reason
from acquis.catalogue.types import Modality, Register

REGISTER_WORDS = {
    Register.RNCP: "Diplôme ou titre reconnu",
    Register.RS: "Compétence certifiée",
    Register.CPF: "Sans certification : permis, bilan…",
}

REGISTER_SENSE = {
    Register.RNCP: "Inscrite au répertoire national des certifications professionnelles : elle atteste un métier, "
    "partout en France.",
    Register.RS: "Inscrite au répertoire spécifique : elle atteste une compétence utile à plusieurs métiers.",
    Register.CPF: "Cette action n’a pas besoin d’être certifiante pour être payée avec vos droits.",
}

MODALITY_WORDS = {
    Modality.ON_SITE: "En présence",
    Modality.MIXED: "En partie à distance",
    Modality.REMOTE: "À distance",
}

LEVEL_WORDS = {
    1: "Niveau 1",
    2: "Niveau 2",
    3: "Niveau 3 (CAP)",
    4: "Niveau 4 (bac)",
    5: "Niveau 5 (bac + 2)",
    6: "Niveau 6 (bac + 3 ou 4)",
    7: "Niveau 7 (bac + 5)",
    8: "Niveau 8 (doctorat)",
}

#: The languages in which trainings are given, by their codes of two letters.
LANGUAGE_WORDS = {
    "FR": "Français",
    "EN": "Anglais",
    "DE": "Allemand",
    "ES": "Espagnol",
    "IT": "Italien",
    "PT": "Portugais",
    "AR": "Arabe",
    "ZH": "Chinois",
    "JA": "Japonais",
    "RU": "Russe",
    "NL": "Néerlandais",
}

#: Why an offer comes where it does; nobody pays for a place in the list.
REASON_WORDS = {
    Reason.TITLE: "Vos mots sont dans son titre.",
    Reason.CERTIFICATION: "Ce que vous cherchez est dans le nom de sa certification.",
    Reason.TRADES: "Elle mène au métier que vous cherchez.",
    Reason.PROVIDER: "Vos mots nomment cet organisme.",
    Reason.BODY: "Son programme parle de ce que vous cherchez.",
    Reason.WITHIN_BUDGET: "Vos droits suffisent à la payer.",
    Reason.ACCESSIBLE: "Elle accueille les personnes handicapées, et votre handicap est reconnu.",
    Reason.FIRST_DIPLOMA: "Elle mène à un niveau CAP ou bac, et vous n’avez pas de diplôme.",
    Reason.FUNDED: "La région ou France Travail peut la payer : vous cherchez un emploi.",
    Reason.NEAR: "Elle a lieu près de là où vous cherchez.",
    Reason.REMOTE: "Elle se suit de chez vous.",
    Reason.SOON: "Elle commence bientôt.",
    Reason.PLACES: "Il y reste des places.",
    Reason.RATED: "Ceux qui l’ont suivie en sont contents.",
}
