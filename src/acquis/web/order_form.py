"""The form by which a payer says under which conditions it gives: the arguments of the act, or the mistakes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from acquis.endowing.types import FACTS, OF_PAYER, FactKind, Ground, PayerKind, Refusal

#: Which field a refusal of the act is about.
FIELDS: dict[StrEnum, str] = {
    Refusal.CERTIFICATION_UNKNOWN: "certifications",
    Refusal.EXPIRES_TOO_SOON: "expires_on",
    Refusal.REFUND_WITHOUT_END: "expires_on",
}


def grounds(kind: PayerKind) -> tuple[Ground, ...]:
    """What this kind of payer may give."""
    return OF_PAYER[kind]


def read(post: QueryDict, kind: PayerKind) -> tuple[dict[str, Any], dict[str, str]]:
    """(arguments of `draft_order`, {field: sentence}) of what was typed."""
    errors: dict[str, str] = {}
    chosen = post.get("ground", Ground.VOLUNTARY.value)
    offered = {each.value: each for each in grounds(kind)}
    ground = offered.get(chosen)
    if ground is None:
        return {}, {"ground": _("Choisissez un motif.")}
    values: dict[str, Any] = {"ground": ground, "purpose": post.get("purpose", "")}
    if ground is Ground.VOLUNTARY:
        codes = [each.upper() for each in re.split(r"[\s,;]+", post.get("certifications", "")) if each]
        values["certifications"] = codes or None
        values["expires_on"] = _day(post, "expires_on", errors, needed=False)
        values["refunded"] = post.get("refunded") == "1"
    else:
        values["facts"] = {name: _fact(post, name, how, errors) for name, how in FACTS[ground].items()}
    return values, errors


def _fact(post: QueryDict, name: str, how: FactKind, errors: dict[str, str]) -> object:
    match how:
        case FactKind.DAY:
            found = _day(post, name, errors, needed=True)
            return found.isoformat() if found else ""
        case FactKind.FLAG:
            if post.get(name) not in ("yes", "no"):
                errors[name] = _("Répondez par oui ou par non.")
            return post.get(name) == "yes"
        case FactKind.NUMBER:
            typed = post.get(name, "").strip()
            if not (typed.isascii() and typed.isdecimal() and len(typed) <= 6):
                errors[name] = _("Écrivez un nombre entier.")
                return 0
            return int(typed)
        case FactKind.TEXT:
            typed = post.get(name, "").strip()
            if not typed or len(typed) > 120:
                errors[name] = _("Écrivez de 1 à 120 caractères.")
            return typed


def _day(post: QueryDict, name: str, errors: dict[str, str], *, needed: bool) -> date | None:
    typed = post.get(name, "").strip()
    if not typed and not needed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        errors[name] = _("Écrivez une date, par exemple 2027-06-30.")
        return None


def fact_labels() -> Mapping[str, str]:
    """What each fact of a ground is asked by."""
    return {
        "year": _("Année concernée"),
        "agreement": _("Numéro de dépôt de l’accord"),
        "notified_on": _("Jour de la notification du licenciement"),
        "sent_on": _("Jour de l’envoi des données"),
        "decided_on": _("Jour de la décision"),
        "reviewed_on": _("Jour de l’entretien d’état des lieux"),
        "company_staff": _("Effectif de l’entreprise"),
        "years_present": _("Années de présence depuis le dernier état des lieux"),
        "interviews_held": _("Entretiens professionnels tenus sur la période"),
        "training_followed": _("Formation non obligatoire suivie sur la période"),
        "hired_in_period": _("Salarié arrivé pendant la période"),
        "agreement_on_rhythm": _("Un accord d’entreprise fixe un autre rythme d’entretiens"),
    }
