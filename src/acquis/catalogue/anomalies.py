"""What may be wrong in a file: each anomaly has a code and a French sentence that says what to do.

Codes of five digits are those providers already know from the import of the French platform; the others are ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as words

SENTENCES: dict[str, str] = {
    # The file.
    "malformed": words("Le fichier est mal formé à cet endroit : {detail}."),
    "encoding": words("Le fichier annonce l’encodage {declared}, mais il est écrit en {actual} : il a été lu ainsi."),
    "truncated": words("Le fichier s’arrête avant la fin."),
    "unknown_file": words("Ce fichier n’est pas d’un format connu : il n’a pas été lu."),
    "nothing_to_keep": words("Ce fichier est reconnu, mais il ne contient rien à reprendre ici."),
    "bad_row": words("Cette ligne n’a pas la forme attendue : elle n’a pas été lue."),
    "unknown_certification": words("La fiche {code} n’est pas dans la liste des certifications de ce lot."),
    "two_labels": words("{code_of} a deux libellés : « {kept} » est gardé, « {left} » est laissé."),
    "duplicate_row": words("{code} apparaît plusieurs fois : les lignes ont été réunies."),
    "bad_date": words("La date « {value} » ({element}) n’existe pas."),
    "bad_level": words("Le niveau « {value} » n’est pas connu : il a été laissé vide."),
    "bad_siret": words("Le SIRET « {value} » n’est pas valable : il doit compter 14 chiffres."),
    "siret_key": words("La clé de contrôle du SIRET « {value} » est fausse : vérifiez-le."),
    "siren_mismatch": words("Le SIREN {siren} n’est pas celui du SIRET {siret}."),
    "bad_nda": words("Le numéro de déclaration d’activité « {value} » n’a pas 11 caractères : il a été laissé vide."),
    "no_name": words("Le nom est vide."),
    "not_taken": words("{siret} : cette ligne n’a pas été prise ({reason})."),
    "unknown_town": words("La commune {insee} n’a pas de nom dans ces fichiers : elle n’a pas été prise."),
    "bad_value": words("La valeur « {value} » ({element}) n’est pas valable."),
    # The structure of an offer.
    "missing_element": words("L’élément « {element} » est obligatoire dans « {parent} »."),
    "empty_element": words("L’élément « {element} » est vide."),
    "unexpected_element": words("L’élément « {element} » n’est pas prévu dans « {parent} »."),
    "misplaced_element": words("L’élément « {element} » n’est pas à sa place dans « {parent} » : l’ordre est imposé."),
    "too_many": words("L’élément « {element} » apparaît {count} fois dans « {parent} » ; au plus {most}."),
    "misspelt_element": words("L’élément « {element} » n’est pas prévu dans « {parent} » : est-ce « {near} » ?"),
    "removed_element": words("L’élément « {element} » n’existe plus dans ce format : retirez-le."),
    "missing_attribute": words("L’attribut « {attribute} » est obligatoire sur « {element} »."),
    "too_short": words("« {element} » compte {length} caractères ; au moins {least}."),
    "too_long": words("« {element} » compte {length} caractères ; au plus {most}."),
    "not_in_list": words("« {value} » n’est pas une valeur prévue pour « {element} »."),
    "bad_pattern": words("« {value} » n’a pas la forme attendue pour « {element} »."),
    "not_a_number": words("« {value} » n’est pas un nombre entier valable pour « {element} »."),
    # The sense of an offer.
    "duplicate_number": words("Le numéro « {number} » est déjà pris dans ce fichier."),
    "no_number": words("Aucun numéro : le rang {rank} dans le fichier a été pris à la place."),
    "wrong_provider": words("Le SIRET {siret} n’est pas celui de l’organisme qui importe ({expected})."),
    "unknown_provider": words("Aucun organisme n’est connu sous le SIRET {siret}."),
    "no_certification": words("Aucun code RNCP, RS ou CPF : cette formation ne peut pas être vendue."),
    "certification_not_known": words(
        "La certification {code} n’est pas encore connue : la formation est gardée, mais pas proposée au public."
    ),
    "catalogue.certification_inactive": words(
        "La certification n’est plus active : la formation est gardée, mais pas proposée au public."
    ),
    "catalogue.certification_ended": words(
        "L’enregistrement de la certification est terminé : la formation est gardée, mais pas proposée au public."
    ),
    "catalogue.provider_not_habilitated": words(
        "L’organisme n’est ni certificateur ni habilité pour cette certification : "
        "la formation est gardée, mais pas proposée au public."
    ),
    "no_hours": words("La durée en heures manque."),
    "waits_for_a_person": words("Une personne doit d’abord regarder cette formation : « {where} ». {why}"),
    "draft_by_hand": words(
        "Quelqu’un écrit cette formation à l’écran : son brouillon est gardé, et le fichier ne l’a pas remplacé. "
        "Soumettez ce brouillon ou abandonnez-le, puis envoyez de nouveau le fichier."
    ),
    "no_price": words("Le prix toutes taxes comprises manque."),
    "bad_amount": words("« {value} » n’est pas un montant valable ({element})."),
    "vat_mismatch": words("Le prix TTC {ttc} ne correspond pas au prix HT {ht} et au taux {rate} %."),
    "no_action": words("Aucune action de cette formation n’est valable : la formation n’a pas été prise."),
    "without_action": words("Ajoutez au moins une façon de suivre cette formation."),
    "without_session": words("Ajoutez au moins une session : sans elle, personne ne peut demander à s’inscrire."),
    "no_phone": words("Donnez un téléphone où se renseigner."),
    "no_email": words("Donnez un courriel où se renseigner."),
    "no_session": words("Aucune session de cette action n’est valable : l’action n’a pas été prise."),
    "no_dates": words("Une session à dates fixes doit avoir une date de début et une date de fin."),
    "no_place": words("Une formation en présence doit avoir une adresse, avec son code postal et sa ville."),
    "town_not_found": words("La commune « {town} » ({postal_code}) n’a pas été reconnue : vérifiez l’adresse."),
    "block_not_in_certification": words("Le bloc {block} n’appartient pas à la certification {code}."),
    "no_block": words("Au moins un bloc de compétences est obligatoire pour une certification RNCP."),
    "no_category": words("Le domaine (« categorisation-offre ») est obligatoire pour l’accompagnement à la VAE."),
    "action_in_error": words("L’action contient une erreur : si elle est déjà publiée, elle reste telle quelle."),
    # Codes that providers already know.
    "10133": words("Deux sessions de la même action ont les mêmes dates."),
    "30013": words("L’adresse en France doit avoir une voie, ou une boîte postale (ligne 5)."),
    "30017": words("La personne à joindre pour s’informer (« contact-information ») manque."),
    "30020": words("La date de fin ({end}) est avant la date de début ({start})."),
    "30022": words("La personne à joindre pour s’inscrire (« contact-inscription ») manque."),
    "30056": words("Cette action est identique à l’action « {other} » de la même formation."),
    "30057": words("Cette action ne se distingue de l’action « {other} » que par moins de 10 heures de durée."),
    "30070": words("Le bloc de compétences {block} est déclaré deux fois."),
    "30077": words("Une autre offre d’accompagnement à la VAE a déjà le domaine {category}."),
}


def kept_values(values: Mapping[str, object]) -> dict[str, Any]:
    """The values of an anomaly as they are kept: text, shortened so that no file writes a page into a report."""
    # A reason is a sentence of ours, kept whole with its own values.
    return {
        name: value if name in ("why", "said") else str(value)[:120] for name, value in values.items() if value != {}
    }


def sentence(code: str, /, **values: Any) -> str:
    """The sentence of an anomaly, in the language of who asks."""
    told = kept_values(values)
    if reason := told.get("why"):
        why, said = _(reason), told.pop("said", None)
        told["why"] = why % said if said else why
    return _(SENTENCES[code]).format(**told)
