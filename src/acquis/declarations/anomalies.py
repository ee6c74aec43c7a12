"""What may be wrong in a file of declarations: each anomaly has a code and a sentence that says what to do.

The code and the values are kept, and the sentence made when it is read, in the reader's language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as words

from .types import Source

_PLACE = re.compile(r"{\w+}")

SENTENCES: dict[str, str] = {
    # The file.
    "malformed": words(
        "Cette ligne n’a pas la forme « S21.G00.40.001,'valeur' » : ce qu’elle décrit n’a pas été pris."
    ),
    "too_long": words("Cette ligne est trop longue pour être une rubrique : elle n’a pas été lue."),
    "unknown_rubric": words("Cette rubrique n’est pas de la norme : ce qu’elle décrit n’a pas été pris."),
    "truncated": words(
        "Le fichier s’arrête à cette ligne, avant la fin : ce qui est entier a été pris, le dernier individu non. "
        "Renvoyez le fichier."
    ),
    "not_read": words(
        "Le fichier n’est pas de cette sorte, ou est vide : rien n’a été lu. Vérifiez ce qui a été envoyé."
    ),
    "utf_16": words("Le fichier est écrit en UTF-16 : rien n’a été lu. Envoyez-le en ISO-8859-1 ou en UTF-8."),
    "other_page": words(
        "Les lettres accentuées du fichier ne sont ni en ISO-8859-1 ni en UTF-8, mais sans doute en CP850 (DOS) : "
        "les noms seraient faux, et rien n’a été lu. Enregistrez-le en UTF-8 et renvoyez-le."
    ),
    "foreign_letters": words(
        "Des lettres de cette ligne ne sont pas en UTF-8, alors que le reste du fichier l’est : elle n’a pas été lue."
    ),
    "encoding": words("Le fichier est écrit en {encoding} et non en ISO-8859-1 : il a été lu ainsi."),
    "encoding_summary": words("Le fichier est écrit en {encoding} et non en UTF-8 : il a été lu ainsi."),
    "total_differs": words("Le fichier annonce {told} rubriques et en contient {found}."),
    "orphan": words("Ce bloc est hors de sa place : il n’a pas été lu."),
    # The declaration.
    "not_monthly": words("Cette déclaration (nature {value}) n’est pas mensuelle : elle ne donne pas de droits."),
    "unknown_code": words("Le code « {value} » n’est pas connu : corrigez-le."),
    "unknown_code_left": words("Le code « {value} » n’est pas connu : il a été ignoré."),
    "siret": words("Le SIRET « {value} » n’est pas valable : vérifiez-le."),
    "period_in_future": words("La période commence après le jour de la lecture : elle n’a pas été prise."),
    "outdated": words("Un envoi plus récent de cette déclaration a déjà été reçu : celui-ci est laissé de côté."),
    "kept": words(
        "Les faits de l’envoi précédent que celui-ci ne nomme pas sont gardés, "
        "car {refused} de ses individus n’ont pas pu être lus."
    ),
    "kept_cut": words("Le fichier étant incomplet, les faits de l’envoi précédent qu’il ne nomme pas sont gardés."),
    # The individual.
    "missing": words("Cette valeur est obligatoire et manque."),
    "bad_date": words("La date « {value} » n’existe pas, ou n’est pas possible ici."),
    "nir_shape": words("Le numéro de sécurité sociale n’a pas la forme attendue."),
    "nir_key": words("La clé du numéro de sécurité sociale est fausse."),
    "nir_differs": words(
        "Le numéro de sécurité sociale ne correspond pas au sexe ou à la naissance déclarés : vérifiez."
    ),
    "ntt_shape": words("Le numéro technique temporaire n’a pas la forme attendue : 8 à 40 lettres et chiffres."),
    "not_identified": words("Cette personne n’a pas pu être reconnue : vérifiez son identité."),
    "doubtful": words(
        "Cette personne ressemble à une autre : ses faits sont gardés, et seront pris quand un agent aura tranché."
    ),
    "too_young": words("À la fin de la période, cette personne n’a pas encore l’âge d’avoir un compte."),
    "twice": words("Le même contrat est déclaré deux fois pour la même période, autrement : seul le premier est pris."),
    "already_declared": words(
        "Ce contrat a déjà été déclaré autrement pour cette période : corrigez par un envoi qui annule et remplace."
    ),
    # The contract.
    "dates_cross": words("La date de fin ({end}) est avant la date de début ({start})."),
    "starts_after": words("Le contrat commence après la période déclarée."),
    "bad_number": words("« {value} » n’est pas un nombre valable."),
    "negative": words("La valeur « {value} » est négative : seule une régularisation d’un mois passé peut l’être."),
    "absurd": words("La valeur « {value} » dépasse ce qui est possible pour cette période."),
    "no_time": words("Rien ne dit le temps de travail : ni l’activité, ni les heures payées, ni le contrat."),
    "no_pay": words("Rien ne dit la rémunération de ce contrat, dont le travail n’est pas compté en temps."),
    "no_reference": words("La durée d’un temps plein manque : la durée légale est prise."),
    "absence_left": words("Cette absence n’a pas pu être lue : elle n’est pas prise en compte."),
    "unknown_contract": words("Cette rémunération renvoie à un contrat qui n’est pas déclaré."),
    # The yearly summary.
    "columns": words("Colonnes attendues et absentes : {missing}."),
    "bad_row": words("Cette ligne n’a pas le nombre de colonnes attendu."),
    "unit_not_allowed": words("L’unité « {value} » n’est pas permise pour cette nature d’activité."),
    # The file of deaths.
    "death_cut": words("Cette ligne est trop courte ou trop longue pour être un décès : elle n’a pas été lue."),
    "death_name": words("Le nom n’est pas écrit « NOM*PRÉNOMS/ » : la ligne n’a pas été prise."),
    "death_sex": words("Le sexe doit être 1 ou 2 : la ligne n’a pas été prise."),
    "death_born": words("Le jour de naissance n’est pas connu en entier : personne ne peut être reconnu avec lui."),
    "death_died": words("Le jour du décès n’est pas connu en entier : la ligne n’a pas été prise."),
    "death_before_birth": words("Le jour du décès vient avant celui de la naissance : la ligne n’a pas été prise."),
    "death_to_come": words("Le jour du décès est dans l’avenir : la ligne n’a pas été prise."),
    "death_waits": words(
        "Cette personne ressemble à un titulaire : le décès sera confirmé par le registre ou un agent."
    ),
    # An employer's list of endowments.
    "endow_nobody": words("Personne n’a de compte sous ce numéro : vérifiez-le, ou attendez sa première déclaration."),
    "endow_nothing": words("Le montant doit être de plus de zéro."),
    "endow_twice": words("Cette référence est déjà dans le fichier : seule la première ligne est prise."),
    "endow_account_over": words("Le compte de cette personne ne reçoit plus de droits."),
    "endow_reference_used": words("Cette référence a déjà servi pour un autre versement : vérifiez-la."),
    "endow_withdrawn": words("Ce versement a été reçu puis retiré : il ne revient que sous une autre référence."),
    "endow_handed_over": words("Ce versement est passé au compte de la personne dont il était."),
    "endow_day": words("Ce jour n’est pas possible : à venir, trop ancien, ou avant un jour qu’il doit suivre."),
    "endow_no_room": words("Le compte est à son plafond : rien ne peut être ajouté."),
    "endow_below_least": words("Le montant est au-dessous du minimum que la loi fixe pour ce motif."),
    "endow_too_much": words("Le montant dépasse ce qui peut être versé sans une deuxième personne : versez-le à part."),
    "endow_declined": words("Une deuxième personne a refusé ce versement : corrigez-le sous une autre référence."),
    "endow_law": words("La loi ne prévoit pas ce versement pour ces faits : vérifiez le motif et les jours."),
    "endow_platform": words(
        "Aucun décret ne fixe encore ce que doit une plateforme : rien ne peut être versé pour cela."
    ),
    "endow_not_the_amount": words("La loi fixe un autre montant pour ce motif : vérifiez."),
    # Lists that name people by number, name and birth.
    "told_nobody": words("Personne n’a de compte sous ce numéro : rien n’est gardé, renvoyez cette ligne plus tard."),
    "told_other_person": words(
        "Ce numéro est celui d’une personne d’un autre nom ou d’une autre naissance : vérifiez."
    ),
    "told_account_over": words("Le compte de cette personne ne reçoit plus de droits."),
    "told_twice": words("La même chose est déjà dans le fichier : seule la première ligne est prise."),
    # What the bodies of occupational risks tell.
    "risk_older": words("Un état plus récent est déjà connu : celui-ci est laissé de côté."),
    "risk_same_day": words("Un autre état du même jour est déjà connu : corrigez-le sous un jour plus récent."),
    "risk_day_to_come": words("Ce jour n’est pas encore venu."),
    "risk_number_of_another": words("Ce numéro est déjà celui d’une autre personne : vérifiez-le."),
    "risk_deducted": words("Cette personne n’a pas utilisé autant de points ici : vérifiez les utilisations reçues."),
    "risk_reserved": words("Les points réservés sont plus nombreux que les points : vérifiez."),
    "risk_days": words("Ce jour ne suit pas l’ordre attendu : notification, puis attestation, puis état."),
    # Years of engagement.
    "engage_otherwise": words("Cette année d’engagement est déjà connue autrement : elle ne donne qu’une fois."),
    "engage_year": words("Cette année n’est pas possible : à venir, ou avant la première que nous connaissons."),
    "engage_threshold": words("Le seuil que la loi fixe pour cette activité n’est pas atteint : elle ne donne rien."),
    "engage_association": words("L’association n’est pas déclarée depuis assez longtemps."),
    "engage_late": words("Ce jour vient après la date limite de l’année suivante : l’année ne donne rien."),
    "too_many_letters": words("Cette valeur est trop longue : 120 caractères au plus."),
    "year_not_over": words("L’année {value} n’est pas finie : ses faits seront pris quand elle le sera."),
}


#: The files that have columns, and no rubric.
IN_COLUMNS = frozenset({Source.SUMMARY, Source.ENDOWMENTS, Source.RISKS, Source.ENGAGEMENT})
#: What a yearly summary is told instead: it has columns and no rubric, and is corrected by its own lines.
OF_SUMMARY: dict[str, str] = {
    "too_long": words("Cette ligne est trop longue : elle n’a pas été lue."),
    "negative": words("La valeur « {value} » est négative : aucune ne peut l’être dans un récapitulatif annuel."),
    "absurd": words("La valeur « {value} » dépasse ce qui est possible pour une année."),
    "dates_cross": words("La date de fin ({end}) est avant la date de la colonne « debut » ({start})."),
    "starts_after": words("L’activité commence après l’année de la colonne « annee »."),
    "twice": words(
        "La même référence est écrite deux fois dans le fichier, autrement : seule la première ligne est prise."
    ),
    "already_declared": words(
        "Cette ligne a déjà été reçue autrement, avec le même numéro de version : augmentez ce numéro pour la corriger."
    ),
    "not_identified": words(
        "Cette personne n’a pas pu être reconnue : vérifiez les colonnes « nir », « nom », « prenoms », « sexe » et "
        "« naissance »."
    ),
}
#: The column of a summary of which a finding speaks, when it does not tell.
_COLUMNS = {"twice": "ligne", "already_declared": "version", "too_young": "naissance", "ntt_shape": "ntt"}


def column_of(code: str, rubric: str) -> str:
    """The column that a finding is about; empty when it is about the whole line or file."""
    return rubric or _COLUMNS.get(code, "")


def is_in_columns(source: Source) -> bool:
    """Whether what is found in such a file is in a column, and not in a rubric."""
    return source in IN_COLUMNS


def sentence(code: str, values: Mapping[str, object], *, source: Source, rubric: str = "") -> str:
    """The sentence of an anomaly in the language of who reads it; of a file of columns, it begins with the column."""
    text = _(_told(code, source)).format(**values)
    column = column_of(code, rubric) if source in IN_COLUMNS else ""
    if not column:
        return text
    return _("Colonne « {column} » : {text}").format(column=column, text=text[0].lower() + text[1:])


def kept_values(values: Mapping[str, object]) -> dict[str, str]:
    """The values of a sentence as they are kept, shortened so that no file writes a page into a report."""
    return {name: str(value)[:120] for name, value in values.items()}


def what_is_wrong(code: str, source: Source) -> str:
    """The sentence of a kind of anomaly, whatever its values; the code itself of one that is not known any more."""
    if code not in SENTENCES:
        return code
    return _PLACE.sub("…", _(_told(code, source)))


def _told(code: str, source: Source) -> str:
    return OF_SUMMARY.get(code, SENTENCES[code]) if source in IN_COLUMNS else SENTENCES[code]
