"""Who read what of a person, in words: for the person themself, and for the staff."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from acquis.employers import queries as employers
from acquis.funders import queries as funders
from acquis.journal.types import Read
from acquis.kit.actor import system
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.partners import queries as partners
from acquis.partners.types import Purpose
from acquis.people import queries as people
from acquis.providers import queries as providers

from .labels import label

_PURPOSES = frozenset(str(each) for each in Purpose)


def what_was_read(what: str, *, of_another: bool = False) -> str:
    """The words for the part of a file that was read; `of_another` when they are not said to whose file it is."""
    words = {
        "name": _("le nom"),
        "identity": _("l’identité, pour une déclaration à vérifier"),
        "register": _("l’identité déclarée, pour la vérifier auprès du registre de l’État"),
        "contact": _("l’identité et les coordonnées"),
        "nir": _("le numéro de sécurité sociale entier"),
        "request": _("la demande de correction") if of_another else _("votre demande de correction"),
        "proof": _("une pièce jointe à la demande") if of_another else _("une pièce jointe à votre demande"),
        "document": _("un document envoyé") if of_another else _("un document que vous avez envoyé"),
        "aid": _("la demande d’aide") if of_another else _("votre demande d’aide"),
        "aid_document": _("un document de la demande d’aide")
        if of_another
        else _("un document de votre demande d’aide"),
        "attendance sheet": _("une feuille de présence signée sur papier"),
        "promise": _("l’aide d’un financeur à une formation"),
        "look-up": _("le nom, parmi les résultats d’une recherche"),
    }
    return words.get(what, what)


def why_read(reason: str) -> str:
    """The reason kept with a reading: translated when it is one of ours, as it was typed when it is a person's."""
    if reason in _PURPOSES:
        return label(Purpose(reason))
    return _(reason) if reason else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """What one reader read of a person for one reason in one day: so many times, from `first` to `last`."""

    by: str
    what: str
    reason: str
    first: datetime
    last: datetime
    times: int


def grouped(readings: Iterable[Read]) -> list[Grouped]:
    """Readings, newest first; those of one day, reader, part and reason are one: a page opened ten times is a line."""
    found: dict[tuple[date, str, str, str], list[Read]] = {}
    for each in readings:
        found.setdefault((day_of(each.at), each.by, each.what, each.reason), []).append(each)
    return [
        Grouped(by=by, what=what, reason=reason, first=each[-1].at, last=each[0].at, times=len(each))
        for (_day, by, what, reason), each in found.items()
    ]


class Readers:
    """For whom each reader acted; professionals stay unnamed, their organisation answers for them."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, key: str) -> str:
        """The organisation behind an actor's key, as the journal writes it."""
        if key not in self._known:
            self._known[key] = self._found(key)
        return self._known[key]

    def _found(self, key: str) -> str:
        role, _colon, identifier = key.partition(":")
        if role.startswith("staff"):
            return _("Gestionnaire des comptes")
        if role.startswith("provider"):
            agent = people.agent_facts(UUID(identifier))
            body = providers.provider(agent.organisation_id) if agent and agent.organisation_id else None
            return body.display if body else _("Organisme de formation")
        if role.startswith("employer"):
            agent = people.agent_facts(UUID(identifier))
            company = employers.company(agent.organisation_id) if agent and agent.organisation_id else None
            return company.called if company else _("Employeur")
        if role.startswith("funder"):
            return self._funder(UUID(identifier))
        if identifier.startswith("attendance.trainer_link"):
            return _("Formateur invité par l’organisme")
        return _("Traitement automatique")

    def _funder(self, identifier: UUID) -> str:
        """The funder of an agent, or of a machine."""
        agent = people.agent_facts(identifier)
        funder_id = agent.organisation_id if agent else partners.funder_of(identifier)
        try:
            return funders.funder(funder_id, by=system("readings")).name if funder_id else _("Financeur")
        except Refused:
            return _("Financeur")
