"""The pieces of the entries, in the words of who reads the books: a movement's reference, its numbers kept as they are.

The ledger's references are for machines. As the chart of accounts, pieces are French in every language. What is not
known here is told as it stands: a piece is never lost.
"""

from __future__ import annotations

import re

#: The beginnings of the references that the books meet, longest first, and how each is called.
_NAMES = (
    ("invoice ", "Facture "),
    ("credit note ", "Avoir sur facture "),
    ("payout returned ", "Retour du virement "),
    ("payout sent ", "Virement "),
    ("payout ", "Virement "),
    ("batch ", "Lot "),
    ("collection ", "Paiement par carte "),
    ("refund ", "Remboursement "),
    ("fund call ", "Appel de fonds "),
    ("fund received ", "Dotation reçue "),
    ("funding received ", "Versement d’un financeur "),
    ("card paid out ", "Versement du prestataire "),
    ("card fee ", "Frais du prestataire "),
    ("card chargeback ", "Paiement contesté "),
    ("unexplained ", "Ligne de banque inexpliquée "),
    ("difference ", "Écart passé "),
    ("enrolment:", "Inscription "),
    ("top-up ", "Abondement "),
    ("grant ", "Attribution "),
    ("elected ", "Mandat "),
    ("lapse elected ", "Fin de mandat "),
    ("lapse ", "Extinction "),
    ("escheat ", "Déshérence "),
    ("handed over ", "Remise "),
    ("hours ", "Alimentation en heures "),
    ("book:run ", "Alimentation, passage "),
)
#: Words inside a reference, or at its end.
_WORDS = {
    "invoice": "facture",
    "paid": "",
    "due": "à faire",
    "done": "fait",
    "back": "revenu",
    "withdrawn": "repris",
    "written": "soldé",
    "off": "",
    "moved": "",
    "post_reserved": "consommé",
    "released": "libéré",
    "returned": "rendu",
    "excused": "excusé",
    "kept": "gardé en avoir",
    "lapsed": "éteint",
    "credit": "droits",
    "of": "du",
    "employee": "salariés",
    "esat": "ESAT",
    "self_employed": "indépendants",
    "public_agent": "agents publics",
    "elected": "élu",
    "engagement": "engagement citoyen",
    "civic_service": "service civique",
    "military_reserve": "réserve militaire",
    "demonstration": "démonstration",
}
_WORD = re.compile(r"(?<![\w-])[a-z_]+(?![\w-])")


def piece(reference: str) -> str:
    """The piece of a movement."""
    for begins, name in _NAMES:
        if reference.startswith(begins):
            told = _WORD.sub(lambda found: _WORDS.get(found[0], found[0]), reference.removeprefix(begins))
            return " ".join(f"{name}{told}".split())
    return reference


def piece_of_key(account: str, key: str) -> str:
    """The piece that several entries are about: what is lettered together."""
    return piece({"4011": f"invoice {key}", "4664": f"refund {key}", "4417": f"fund call {key}"}.get(account, key))
