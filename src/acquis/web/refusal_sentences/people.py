"""What is said when an act on persons, professionals or proofs is refused."""

from enum import StrEnum

from acquis.people.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.NOT_ALLOWED: "Vous n’avez pas le droit de faire cela avec ce compte.",
    Refusal.REASON_MISSING: "Indiquez pourquoi vous consultez ces données : la personne pourra le lire.",
    Refusal.REASON_TELLS_WHO: (
        "Cette phrase donne un nom ou un numéro de sécurité sociale. Écrivez-la sans : elle est gardée longtemps, et "
        "vos collègues la liront."
    ),
    Refusal.PERSON_UNKNOWN: "Cette personne n’est pas connue, ou ne vous est pas accessible.",
    Refusal.NIR_MALFORMED: (
        "Ce numéro de sécurité sociale n’est pas valable. Vérifiez les quinze caractères, clé comprise."
    ),
    Refusal.NIR_ALREADY_KNOWN: "Ce numéro de sécurité sociale est déjà celui d’une personne connue.",
    Refusal.HOMONYM: (
        "Votre identité correspond à un dossier déjà connu, sans que nous puissions être certains qu’il est le vôtre. "
        "Pour protéger vos droits, nous n’ouvrons rien automatiquement. Écrivez-nous ou appelez-nous : "
        "une personne vérifiera avec vous."
    ),
    Refusal.AGENT_ALREADY_ENROLLED: "Une personne avec cette adresse est déjà inscrite pour cet établissement.",
    Refusal.AGENT_ROLES: "Choisissez au moins un rôle parmi ceux qui conviennent à cet organisme.",
    Refusal.AGENT_UNKNOWN: "Cet agent n’est pas connu.",
    Refusal.LAST_MANAGER: (
        "C’est le dernier responsable : inscrivez-en d’abord un autre, pour que quelqu’un gère encore les accès."
    ),
    Refusal.NOT_ENROLLED: (
        "Votre entreprise ou votre organisme est connu ici, mais vous n’y êtes pas encore inscrit. "
        "Demandez à la personne qui y gère les accès de vous inscrire avec cette adresse électronique."
    ),
    Refusal.ORGANISATION_UNKNOWN: (
        "L’établissement de votre compte ProConnect n’est pas connu ici. Pour une entreprise, son dirigeant doit venir "
        "le premier, certifié dirigeant par ProConnect : il pourra ensuite vous inscrire. Pour un organisme de "
        "formation, vérifiez le SIRET choisi dans ProConnect, ou écrivez-nous."
    ),
    Refusal.FIRST_MANAGER_NEEDS_CERTIFICATION: (
        "Personne ne gère encore ici les accès de votre entreprise ou de votre organisme. "
        "La première personne à se connecter doit être certifiée dirigeante par ProConnect, ou inscrite par "
        "nos agents après vérification."
    ),
    Refusal.SEVERAL_INVITATIONS: "Plusieurs inscriptions portent votre adresse. Écrivez-nous pour les départager.",
    Refusal.PROOF_UNKNOWN: "Confirmez d’abord votre identité avec FranceConnect+.",
    Refusal.PROOF_OF_ANOTHER: "La confirmation d’identité a été faite par une autre personne. Rien n’a été acheté.",
    Refusal.PROOF_TOO_WEAK: "Cet achat demande une identité FranceConnect+ de niveau substantiel au moins.",
    Refusal.PROOF_TOO_OLD: "Votre confirmation d’identité date de plus de cinq minutes. Confirmez-la de nouveau.",
    Refusal.PROOF_USED: "Cette confirmation d’identité a déjà servi. Confirmez de nouveau votre identité.",
    Refusal.PROOF_OTHER_BASKET: (
        "Votre commande a changé depuis que vous avez confirmé votre identité. Relisez-la, puis confirmez de nouveau."
    ),
    Refusal.PROOF_OTHER_SESSION: "Votre identité a été confirmée dans une autre session. Confirmez-la de nouveau ici.",
    Refusal.DOCUMENT_UNKNOWN: "Ce document n’existe pas, ou ne vous est pas accessible.",
    Refusal.DOCUMENT_EMPTY: "Ce fichier est vide. Choisissez-en un autre.",
    Refusal.DOCUMENT_TOO_LARGE: (
        "Ce fichier dépasse 5 Mo. Envoyez-en un plus léger, par exemple une photo moins grande."
    ),
    Refusal.DOCUMENT_FORMAT: (
        "Ce fichier n’est ni un PDF, ni une image JPEG ou PNG entière. Enregistrez-le dans un de ces formats."
    ),
    Refusal.DOCUMENT_ACTIVE: (
        "Ce PDF contient un programme ou un autre fichier. Imprimez-le en PDF, puis envoyez le nouveau fichier."
    ),
    Refusal.DOCUMENT_INFECTED: "Ce fichier contient un virus. Il n’a pas été gardé.",
    Refusal.SCAN_UNAVAILABLE: (
        "Nous ne pouvons pas vérifier votre fichier en ce moment. Rien n’a été gardé : essayez plus tard."
    ),
    Refusal.NAME_MISSING: "Le nom de naissance manque.",
    Refusal.BIRTH_IN_FUTURE: "La date de naissance est dans l’avenir.",
    Refusal.TOO_YOUNG: "Cette personne n’a pas encore l’âge d’avoir un compte.",
    Refusal.PROVISIONAL_MALFORMED: "Ce numéro provisoire n’est pas valable : 8 à 40 lettres ou chiffres.",
    Refusal.DOUBT_UNKNOWN: "Cette identité à vérifier n’existe pas.",
    Refusal.DOUBT_SETTLED: "Quelqu’un a déjà décidé pour cette identité. Rien n’a été changé.",
    Refusal.NOT_A_CANDIDATE: "Choisissez l’une des personnes proposées.",
    Refusal.NIR_UNCHANGED: "Ce numéro est déjà celui de la personne.",
    Refusal.ALREADY_MERGED: "L’une de ces personnes est déjà réunie à une autre.",
    Refusal.NOT_MERGED: "Ces deux personnes ne sont pas réunies.",
    Refusal.DEATH_TO_COME: "Le jour du décès manque, ou il est dans l’avenir.",
    Refusal.REGISTER_SILENT: "Le répertoire national ne répond pas pour l’instant. Réessayez dans quelques minutes.",
    Refusal.EMAIL_MALFORMED: "Cette adresse électronique n’est pas complète. Exemple : prenom.nom@exemple.fr.",
    Refusal.PHONE_MALFORMED: "Ce numéro n’est pas celui d’un mobile. Exemple : 06 12 34 56 78.",
    Refusal.SAME_PERSON_TWICE: "Il faut deux personnes différentes.",
}
