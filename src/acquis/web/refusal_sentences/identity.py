"""What is said when an identity provider's answer is refused: no technical word, and what one can do."""

from enum import StrEnum

from django.utils.translation import gettext_noop as words

from acquis.outside.identity.types import Refusal

_UNVERIFIED = words(
    "La réponse du service d’identité n’a pas pu être vérifiée. Par sécurité, nous ne l’avons pas acceptée. "
    "Réessayez ; si cela recommence, écrivez-nous."
)
_UNAVAILABLE = words(
    "Le service d’identité ne répond pas en ce moment. Réessayez dans quelques minutes. "
    "La recherche de formations reste ouverte."
)
_STARTED_ELSEWHERE = words(
    "Cette connexion a déjà servi, ou a été commencée dans un autre navigateur. Recommencez depuis cette page."
)
_TOO_LATE = words("La réponse est arrivée trop tard. Recommencez : vous disposez de quinze minutes.")
_INCOMPLETE = words(
    "Le service d’identité ne nous a pas transmis votre identité complète, ou l’a transmise sous une forme "
    "que nous ne pouvons pas lire. Réessayez avec un autre fournisseur d’identité, ou écrivez-nous."
)
_TOO_LOW = words(
    "L’identité utilisée n’est pas assez sûre pour ce service. Choisissez une identité de niveau substantiel "
    "(L’Identité Numérique La Poste, France Identité) ou, pour un professionnel, une double authentification."
)
_SIRET = words("ProConnect ne nous a pas transmis un SIRET valable. Vérifiez l’établissement choisi dans ProConnect.")

_SAID: dict[str, tuple[Refusal, ...]] = {
    words("Ce service d’identité n’est pas encore ouvert ici."): (Refusal.NOT_CONFIGURED, Refusal.ISSUER_NOT_SECURE),
    _UNAVAILABLE: (
        Refusal.METADATA_UNREACHABLE,
        Refusal.METADATA_INVALID,
        Refusal.METADATA_ISSUER,
        Refusal.METADATA_ENDPOINT,
        Refusal.KEYS_UNREACHABLE,
        Refusal.KEYS_INVALID,
        Refusal.PROVIDER_UNAVAILABLE,
        Refusal.TOKEN_UNREACHABLE,
        Refusal.TOKEN_TOO_SLOW,
        Refusal.TOKEN_STATUS,
        Refusal.USERINFO_UNREACHABLE,
        Refusal.USERINFO_TOO_SLOW,
        Refusal.USERINFO_STATUS,
    ),
    _STARTED_ELSEWHERE: (
        Refusal.STATE_MISSING,
        Refusal.STATE_UNKNOWN,
        Refusal.STATE_OTHER_BROWSER,
        Refusal.STATE_OTHER_PROVIDER,
    ),
    _TOO_LATE: (Refusal.STATE_EXPIRED, Refusal.EXPIRED),
    words("Vous n’avez pas terminé l’identification. Recommencez, ou choisissez une autre façon de vous identifier."): (
        Refusal.PERSON_GAVE_UP,
    ),
    words("Le service d’identité a refusé notre demande. Vous n’y êtes pour rien : réessayez, ou écrivez-nous."): (
        Refusal.REQUEST_REJECTED,
        Refusal.PROVIDER_ERROR,
    ),
    _TOO_LOW: (Refusal.ACR_MISSING, Refusal.ACR_UNKNOWN, Refusal.ACR_TOO_LOW),
    words("Pour cet achat, vous devez vous identifier de nouveau, à l’instant. Recommencez."): (Refusal.NOT_FRESH,),
    words("La personne qui vient de s’identifier n’est pas celle de ce compte. Rien n’a été acheté."): (
        Refusal.OTHER_PERSON,
    ),
    words("Votre session a changé pendant l’identification. Connectez-vous, puis reprenez votre achat."): (
        Refusal.SESSION_CHANGED,
    ),
    _INCOMPLETE: (
        Refusal.NAME_MISSING,
        Refusal.NAME_MALFORMED,
        Refusal.GENDER,
        Refusal.BIRTHDATE_MISSING,
        Refusal.BIRTHDATE_MALFORMED,
        Refusal.BIRTHDATE_IMPOSSIBLE,
        Refusal.BIRTHPLACE,
        Refusal.BIRTHCOUNTRY,
        Refusal.EMAIL_MISSING,
        Refusal.EMAIL_MALFORMED,
    ),
    _SIRET: (Refusal.SIRET_MISSING, Refusal.SIRET_MALFORMED),
    _UNVERIFIED: (
        Refusal.RESPONSE_ISSUER,
        Refusal.RESPONSE_AMBIGUOUS,
        Refusal.CODE_MISSING,
        Refusal.CODE_MALFORMED,
        Refusal.TOKEN_REDIRECTED,
        Refusal.TOKEN_REJECTED,
        Refusal.TOKEN_TOO_LARGE,
        Refusal.TOKEN_NOT_JSON,
        Refusal.TOKEN_TYPE,
        Refusal.ID_TOKEN_MISSING,
        Refusal.ACCESS_TOKEN_MISSING,
        Refusal.USERINFO_REDIRECTED,
        Refusal.USERINFO_REJECTED,
        Refusal.USERINFO_TOO_LARGE,
        Refusal.USERINFO_CONTENT_TYPE,
        Refusal.NOT_ENCRYPTED,
        Refusal.JWE_MALFORMED,
        Refusal.JWE_ALG,
        Refusal.JWE_ENC,
        Refusal.JWE_KID,
        Refusal.JWE_HEADER,
        Refusal.JWE_REPLICATED_CLAIM,
        Refusal.JWE_DECRYPTION,
        Refusal.NOT_SIGNED,
        Refusal.JWS_MALFORMED,
        Refusal.JWS_ALG,
        Refusal.JWS_TYP,
        Refusal.JWS_HEADER,
        Refusal.JWS_EMBEDDED_KEY,
        Refusal.JWS_KID_MISSING,
        Refusal.JWS_KID_UNKNOWN,
        Refusal.JWS_SIGNATURE,
        Refusal.PAYLOAD_NOT_JSON,
        Refusal.ISS,
        Refusal.AUD,
        Refusal.AZP,
        Refusal.SUB,
        Refusal.EXP_MISSING,
        Refusal.IAT_MISSING,
        Refusal.IAT,
        Refusal.NBF,
        Refusal.NONCE,
        Refusal.AT_HASH,
        Refusal.USERINFO_SUB,
        Refusal.USERINFO_ISS,
        Refusal.USERINFO_AUD,
    ),
}

SENTENCES: dict[StrEnum, str] = {reason: text for text, reasons in _SAID.items() for reason in reasons}
