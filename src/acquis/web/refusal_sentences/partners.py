"""What is said when an act on a funder's machine, or what it asks, is refused."""

from enum import StrEnum

from acquis.partners.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.NOT_ALLOWED: "Vous n’avez pas le droit de faire cela.",
    Refusal.CLIENT_UNKNOWN: "Cette clé d’accès n’existe pas.",
    Refusal.NAME_MISSING: "Donnez un nom à cette clé, pour la reconnaître plus tard.",
    Refusal.NAME_TOO_LONG: "Ce nom est trop long : {most} caractères au plus.",
    Refusal.SCOPE_MISSING: "Cochez au moins une chose que cette clé permet.",
    Refusal.TOO_MANY_CLIENTS: "Vous avez déjà {most} clés en service : retirez celles qui ne servent plus.",
    Refusal.KEYS_MISSING: "Collez la clé publique de votre logiciel, ou choisissez son fichier.",
    Refusal.KEYS_UNREADABLE: (
        "Ceci n’est pas une clé publique que nous savons lire : demandez à votre éditeur un « JWKS » ou un fichier PEM."
    ),
    Refusal.KEYS_PRIVATE: (
        "Ceci est une clé privée : elle ne doit quitter votre logiciel pour personne. Nous ne l’avons pas gardée. "
        "Faites-en une autre, et envoyez seulement sa moitié publique."
    ),
    Refusal.KEYS_KIND: (
        "Cette sorte de clé n’est pas acceptée. Le sont : EC P-256 ou P-384, Ed25519, et RSA de 2 048 bits au moins "
        "(PS256)."
    ),
    Refusal.KEYS_TOO_MANY: "Il y a trop de clés : {most} au plus.",
    Refusal.WITHDRAWN_ALREADY: "Cette clé d’accès est déjà retirée.",
    Refusal.ASSERTION_REFUSED: "Cette signature n’est pas celle d’une clé d’accès inscrite.",
    Refusal.SCOPE_NOT_GIVEN: "Cette clé d’accès ne permet pas cela.",
    Refusal.TOKEN_UNKNOWN: "Ce jeton n’ouvre rien, ou plus rien : demandez-en un autre.",
    Refusal.ANSWER_KEY_REUSED: "Cette « Idempotency-Key » a déjà servi pour autre chose : prenez-en une nouvelle.",
    Refusal.ENDPOINT_UNKNOWN: "Cette adresse n’existe pas.",
    Refusal.ENDPOINT_REMOVED: "Cette adresse est retirée : elle n’est plus appelée.",
    Refusal.URL_REFUSED: (
        "Nous n’appelons pas cette adresse. Elle doit commencer par https:// et s’ouvrir depuis Internet, sans nom ni "
        "mot de passe dedans."
    ),
    Refusal.KINDS_MISSING: "Cochez au moins une chose dont être prévenu.",
    Refusal.TOO_MANY_ENDPOINTS: "Vous avez déjà {most} adresses : retirez celles qui ne servent plus.",
    Refusal.CALL_UNKNOWN: "Cet appel n’existe pas.",
    Refusal.CALL_UNDER_WAY: "Cet appel est déjà en route.",
}
