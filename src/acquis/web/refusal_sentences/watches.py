"""What is said when an act on a search that is kept is refused."""

from enum import StrEnum

from acquis.watches.types import Refusal

SENTENCES: dict[StrEnum, str] = {
    Refusal.NOT_ALLOWED: "Cette action n’est pas possible pour vous.",
    Refusal.WATCH_UNKNOWN: "Cette recherche n’existe pas, ou n’existe plus.",
    Refusal.NAME_MISSING: "Donnez un nom à cette recherche, par exemple « Boulanger à Lyon ».",
    Refusal.NAME_TOO_LONG: "Ce nom est trop long : 80 caractères au plus.",
    Refusal.TOO_MANY: "Vous suivez déjà vingt recherches. Supprimez-en une pour en garder une autre.",
    Refusal.TOO_WIDE: "Cette recherche trouve plus de 500 formations : ajoutez un lieu ou un critère pour que les "
    "nouveautés aient un sens.",
    Refusal.ANOTHER_CONTENT: "Cette recherche est déjà gardée avec un autre contenu. Recommencez depuis les résultats.",
    Refusal.NOT_NOW: "Cette recherche a changé entre-temps. Rechargez la page pour voir où elle en est.",
}
