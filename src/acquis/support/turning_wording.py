"""The words told to each side when the other turns an enrolment; to a body, its number says which one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from .types import Kind

Said = tuple[str, list[str], str, str]


def _service_declared(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("L’organisme déclare que vous avez suivi %(rate)s %% de « %(title)s ».") % told,
        _("Dites si c’est juste. Sans réponse de votre part, ce sera validé le %(until)s, et l’organisme payé.") % told
        if told.get("until")
        else _("Dites si c’est juste : sans réponse de votre part, ce sera validé, et l’organisme payé."),
    ]
    return _("Avez-vous bien suivi cette formation ?"), sentences, f"/mes-inscriptions/{about}", _("Répondre")


def _no_show(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("L’organisme déclare que vous n’êtes pas venu à « %(title)s ».") % told,
        _("Cette absence a un coût : la page de votre inscription le dit."),
        _("Si vous étiez présent, écrivez-nous. Si vous étiez empêché, demandez la force majeure, avec une preuve."),
    ]
    return _("Votre absence est déclarée"), sentences, f"/mes-inscriptions/{about}", _("Voir ce que cela coûte")


def _dates_answered(told: Mapping[str, Any], about: object) -> Said:
    path, link = f"/mes-inscriptions/{about}", _("Voir mon inscription")
    if told["agreed"]:
        sentences = [
            _("L’organisme accepte les dates que vous proposiez pour « %(title)s ».") % told,
            _("Le bon de commande et le contrat sont refaits avec ces dates."),
        ]
        return _("Vos nouvelles dates sont acceptées"), sentences, path, link
    sentences = [
        _("L’organisme n’a pas accepté les dates que vous proposiez pour « %(title)s ».") % told,
        _("Les dates d’avant restent les bonnes."),
    ]
    return _("Les dates de votre formation ne changent pas"), sentences, path, link


def _body_confirmed(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("L’inscription %(number)s, « %(title)s », est confirmée : la personne commence le %(until)s.") % told,
        _("Ce jour-là, déclarez son entrée en formation."),
    ]
    return (
        _("Une inscription est confirmée"),
        sentences,
        f"/organisme/inscriptions/{about}",
        _("Voir l’inscription concernée"),
    )


def _body_ended(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("L’inscription %(number)s, « %(title)s », a pris fin avant la formation.") % told,
        _("Sa place est de nouveau libre. Sa page dit pourquoi, et ce qui vous est dû."),
    ]
    return (
        _("Une inscription a pris fin"),
        sentences,
        f"/organisme/inscriptions/{about}",
        _("Voir l’inscription concernée"),
    )


def _body_other_dates(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("La personne de l’inscription %(number)s, « %(title)s », propose d’autres dates.") % told,
        _("Acceptez-les ou refusez-les ; sans réponse, rien ne change."),
    ]
    return _("D’autres dates vous sont proposées"), sentences, f"/organisme/inscriptions/{about}", _("Répondre")


def _body_dates_answered(told: Mapping[str, Any], about: object) -> Said:
    path, link = f"/organisme/inscriptions/{about}", _("Voir l’inscription concernée")
    if told["agreed"]:
        sentences = [
            _("La personne accepte vos dates pour l’inscription %(number)s, « %(title)s ».") % told,
            _("Le bon de commande et le contrat sont refaits avec ces dates."),
        ]
        return _("Vos nouvelles dates sont acceptées"), sentences, path, link
    sentences = [
        _("La personne n’a pas accepté vos dates pour l’inscription %(number)s, « %(title)s ».") % told,
        _("Les dates d’avant restent les bonnes."),
    ]
    return _("Les dates d’une inscription ne changent pas"), sentences, path, link


SAYING: dict[Kind, Callable[[Mapping[str, Any], object], Said]] = {
    Kind.SERVICE_DECLARED: _service_declared,
    Kind.NO_SHOW: _no_show,
    Kind.DATES_ANSWERED: _dates_answered,
    Kind.BODY_CONFIRMED: _body_confirmed,
    Kind.BODY_ENDED: _body_ended,
    Kind.BODY_OTHER_DATES: _body_other_dates,
    Kind.BODY_DATES_ANSWERED: _body_dates_answered,
}
