"""The words told to a holder about an aid that they asked of a funder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from .types import Kind

Said = tuple[str, list[str], str, str]


def _granted(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("%(funder)s accorde %(given)s pour « %(title)s ».") % told,
        _("L’aide est gardée pour vous. Elle ne sert que si vous confirmez votre inscription à temps."),
    ]
    return _("Votre aide est accordée : à vous de confirmer"), sentences, _at(about), _("Voir qui paie quoi")


def _refused(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("%(funder)s n’accorde pas l’aide demandée pour « %(title)s ».") % told,
        _("Votre place est toujours gardée : vous pouvez confirmer sans cette aide, ou refuser la place."),
    ]
    return _("Votre demande d’aide est refusée"), sentences, _at(about), _("Voir mon inscription")


def _document(told: Mapping[str, Any], about: object) -> Said:
    sentences = [_("%(funder)s attend un document de vous pour l’aide à « %(title)s ».") % told]
    if told.get("until"):
        sentences.append(_("Envoyez-le avant la fin du %(until)s.") % told)
    return _("Il manque un document à votre demande d’aide"), sentences, _at(about), _("Envoyer le document")


def _written(told: Mapping[str, Any], about: object) -> Said:
    sentences = [_("Le financeur vous a écrit au sujet de l’aide demandée pour « %(title)s ».") % told]
    return _("Un message du financeur"), sentences, _at(about), _("Lire le message")


def _at(about: object) -> str:
    return f"/mes-inscriptions/{about}"


SAYING = {
    Kind.AID_GRANTED: _granted,
    Kind.AID_REFUSED: _refused,
    Kind.AID_DOCUMENT: _document,
    Kind.AID_WRITTEN: _written,
}
