"""What is said when an act on an enrolment is refused: why, and what one can do."""

from enum import StrEnum

from acquis.enrolments.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.UNKNOWN_ENROLMENT: (
        "Cette inscription n’existe pas, ou elle ne vous est pas accessible. Vérifiez son numéro."
    ),
    Refusal.NOT_YOURS: "Cette inscription n’est pas la vôtre : seule la personne ou l’organisme concerné peut agir.",
    Refusal.NOT_NOW: (
        "L’inscription a changé depuis l’affichage de la page, et cette action n’est plus possible. "
        "Rechargez la page pour voir où elle en est."
    ),
    Refusal.ACCOUNT_NOT_OPEN: (
        "Ce compte est bloqué ou fermé : il ne peut rien acheter. Écrivez-nous pour savoir pourquoi."
    ),
    Refusal.OFFER_GONE: "Cette session n’est plus proposée. Cherchez une autre session de la même formation.",
    Refusal.CERTIFICATION_NOT_ACTIVE: (
        "La certification visée n’est plus en vigueur : la formation ne peut plus être payée par le compte. "
        "Cherchez celle qui la remplace."
    ),
    Refusal.PROVIDER_NOT_HABILITATED: (
        "L’organisme n’est plus habilité à préparer à cette certification. Cherchez un autre organisme."
    ),
    Refusal.PROVIDER_NOT_REFERENCED: (
        "L’organisme ne peut plus vendre de formation ici pour le moment. Cherchez la même formation ailleurs."
    ),
    Refusal.START_REQUIRED: "Choisissez le jour où vous souhaitez commencer.",
    Refusal.START_FIXED: "Cette session a une date de début fixe. Choisissez une autre session pour un autre jour.",
    Refusal.START_TOO_SOON: (
        "La formation commencerait trop tôt : il faut onze jours ouvrés entre la demande et le début. "
        "Choisissez un début plus tardif."
    ),
    Refusal.ALREADY_REQUESTED: (
        "Vous avez déjà une demande en cours pour cette session. Retrouvez-la dans vos inscriptions."
    ),
    Refusal.NO_PREREQUISITES: (
        "Cette formation n’a pas de prérequis à vérifier : acceptez ou refusez la demande sans délai supplémentaire."
    ),
    Refusal.TOO_LATE_TO_ANSWER: (
        "Le délai de réponse est passé : la demande prend fin. Le titulaire peut en envoyer une nouvelle."
    ),
    Refusal.TOO_LATE_TO_CONFIRM: (
        "Le délai de confirmation est passé : la proposition prend fin, sans rien vous coûter. "
        "Vous pouvez envoyer une nouvelle demande."
    ),
    Refusal.SESSION_STARTED: (
        "La session a déjà commencé. Pour la suite, adressez-vous à l’organisme ; "
        "en cas de force majeure, écrivez-nous avec un justificatif."
    ),
    Refusal.NEW_START_NOT_AHEAD: "Le nouveau début doit venir après aujourd’hui. Vérifiez la date.",
    Refusal.START_STANDS: "La session a déjà commencé : son début ne change plus.",
    Refusal.PROOF_OF_IDENTITY_REQUIRED: "Confirmez d’abord votre identité avec FranceConnect+.",
    Refusal.WITHDRAWAL_OVER: (
        "Le délai de rétractation est passé, ou la formation a commencé. "
        "Vous pouvez encore annuler avant le début : la page vous dit ce que cela coûte."
    ),
    Refusal.PROOF_REQUIRED: (
        "La force majeure est reconnue par nos agents, sur justificatif. Écrivez-nous en joignant le vôtre."
    ),
    Refusal.BEFORE_SESSION: "Ce jour est avant le début de la session. Vérifiez la date.",
    Refusal.AFTER_SESSION: "Ce jour est après la fin de la session. Vérifiez la date.",
    Refusal.IN_THE_FUTURE: "Ce jour n’est pas encore arrivé : déclarez ce qui a eu lieu. Vérifiez la date.",
    Refusal.EXIT_BEFORE_ENTRY: "La sortie ne peut pas précéder l’entrée en formation. Vérifiez la date.",
    Refusal.ATTENDANCE_IMPOSSIBLE: (
        "Le temps suivi doit être compris entre zéro et le total prévu, avec deux décimales au plus, "
        "et le total doit être supérieur à zéro."
    ),
    Refusal.ATTENDANCE_NOT_FULL: (
        "La sortie déclare une formation suivie en entier, mais le temps suivi est inférieur au total. "
        "Vérifiez le temps suivi."
    ),
    Refusal.DELAY_NOT_OVER: "Le délai n’est pas encore passé. Rien n’a été changé.",
    Refusal.UNKNOWN_COLLECTION: "Ce paiement ne nous est pas connu. Rien n’a été enregistré.",
    Refusal.UNDER_CONTROL: (
        "Ce dossier est en contrôle : cette action attend la décision. La page du dossier dit pourquoi."
    ),
    Refusal.NOTHING_TO_WITHHOLD: (
        "Tout est déjà payé, ou rien n’est dû : un contrôle ne retiendrait rien. Rien n’a été changé."
    ),
    Refusal.UNKNOWN_CONTROL: "Ce contrôle n’existe pas sur ce dossier. Rechargez la page.",
    Refusal.WORDS_MISSING: "Écrivez quelques mots d’explication : les deux parties les lisent.",
    Refusal.WORDS_TOO_LONG: "Ce texte est trop long : {most} caractères au plus.",
    Refusal.ENTRY_ERROR_IS_EXAMINED: (
        "Une entrée déclarée par erreur ne s’annule pas seul : demandez-le sur la page du dossier. "
        "La personne est prévenue et peut l’accepter ; sinon un agent décide."
    ),
    Refusal.ALREADY_CONFIRMED: "Vous avez déjà confirmé cette formation. Il n’y a plus rien à faire.",
    Refusal.NOTHING_TO_EXCUSE: "Cette inscription ne vous a rien coûté : il n’y a rien à rendre.",
    Refusal.ALREADY_EXCUSED: "La force majeure est déjà reconnue pour cette inscription.",
    Refusal.RESCHEDULING_UNDER_WAY: (
        "Un report est déjà proposé et attend une réponse. Répondez-y, ou retirez-le avant d’en proposer un autre."
    ),
    Refusal.UNKNOWN_RESCHEDULING: "Cette proposition de report n’existe pas. Rechargez la page.",
    Refusal.NOT_TO_YOU_TO_ANSWER: "C’est à l’autre partie de répondre à cette proposition.",
    Refusal.OTHER_TRAINING: "Cette session n’est pas de la même formation. Choisissez-en une autre.",
    Refusal.CHANGES_NOTHING: "Ces dates sont celles de l’inscription : choisissez-en d’autres.",
    Refusal.ENDS_BEFORE_START: "La fin proposée est passée, ou vient avant le début. Vérifiez les dates.",
    Refusal.PERSONAL_REASON_MISSING: "Dites pourquoi cette offre est adaptée : la raison reste au dossier.",
    Refusal.PERSONAL_WORDS_TOO_LONG: "Ce texte est trop long : {most} caractères au plus.",
    Refusal.PERSONAL_PRICE_NOT_POSITIVE: "Indiquez un prix au-dessus de zéro.",
    Refusal.PERSONAL_PRICE_OVER_LIMIT: "Ce prix dépasse de plus de {limit} % celui de l’offre publiée.",
    Refusal.PERSONAL_HOURS_NOT_POSITIVE: "Indiquez une durée d’au moins une heure.",
    Refusal.PERSONAL_ENDS_BEFORE_START: "La formation finirait avant de commencer. Vérifiez les deux jours.",
    Refusal.PERSONAL_CHANGES_NOTHING: "Rien ne change par rapport à l’offre publiée : proposez simplement une place.",
    Refusal.SERVICE_NOT_VALIDATED: (
        "Vous pourrez donner votre avis quand la formation sera terminée et validée : au plus tard quelques jours "
        "après que l’organisme a déclaré la formation suivie."
    ),
}
