"""How orders of endowments, their grounds, lines and faults are called on the pages."""

from enum import StrEnum

from acquis.endowing.types import Fault, Ground, LineState, OrderState, PayerKind

LABELS: list[tuple[StrEnum, str]] = [
    (PayerKind.EMPLOYER, "Employeur"),
    (PayerKind.FUNDER, "Financeur"),
    (Ground.VOLUNTARY, "Dotation volontaire"),
    (Ground.AGREEMENT, "Accord collectif"),
    (Ground.DISMISSAL, "Licenciement après refus d’un accord"),
    (Ground.WHISTLEBLOWER, "Décision de justice, lanceur d’alerte"),
    (Ground.CORRECTIVE, "Abondement correctif"),
    (Ground.PLATFORM, "Travailleurs d’une plateforme"),
    (OrderState.DRAFT, "Brouillon"),
    (OrderState.READING, "Fichier en cours de lecture"),
    (OrderState.AWAITED, "Virement attendu"),
    (OrderState.CREDITING, "Versement sur les comptes en cours"),
    (OrderState.CREDITED, "Versée sur les comptes"),
    (OrderState.CANCELLED, "Abandonnée"),
    (LineState.TAKEN, "À verser"),
    (LineState.CREDITED, "Versée"),
    (LineState.NOT_CREDITED, "Non versée : le compte ne peut plus recevoir"),
    (Fault.COLUMNS_MISSING, "Il manque une colonne."),
    (Fault.NOT_READABLE, "Ce n’est ni un fichier CSV ni un classeur XLSX."),
    (Fault.TOO_MANY_LINES, "Ce fichier a trop de lignes : faites plusieurs dotations."),
    (Fault.CELL_MISSING, "Cette case est vide."),
    (Fault.CELL_TOO_LONG, "Ce texte est trop long."),
    (Fault.NIR_MALFORMED, "Ce numéro de sécurité sociale n’est pas valable : vérifiez ses 15 caractères."),
    (Fault.AMOUNT_MALFORMED, "Ce n’est pas un montant en euros."),
    (Fault.AMOUNT_ABSURD, "Un montant doit être compris entre 0,01 € et 100 000 €."),
    (Fault.TWICE, "Cette personne est déjà dans la dotation."),
    (Fault.NOBODY, "Aucun titulaire n’a ce numéro et ce nom."),
    (Fault.ACCOUNT_OVER, "Le compte de cette personne ne peut plus recevoir de versement."),
    (Fault.NOT_DUE, "Rien n’est dû à cette personne pour ce motif et ces faits."),
    (Fault.OTHER_AMOUNT_DUE, "Ce n’est pas la somme due : la loi la fixe pour ce motif."),
]
