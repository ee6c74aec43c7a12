"""The words told to holders when agents decided whose account it is, or that its rights have ended."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from .types import Kind


class AccountChange(StrEnum):
    """What agents decided about an account, as its holder is told: whose it is, its end, a proof of its holder."""

    JOINED = "joined"
    PARTED = "parted"
    SPLIT = "split"
    RECEIVED = "received"
    UNDONE = "undone"
    ENDED = "ended"
    REOPENED = "reopened"
    PROOF_ACCEPTED = "proof_accepted"
    PROOF_REFUSED = "proof_refused"


def _account_changed(told: Mapping[str, Any], about: object) -> tuple[str, list[str], str, str]:
    subject, said = {
        AccountChange.JOINED: (
            _("Vos deux comptes sont réunis"),
            _("Vous aviez deux comptes. Ils n’en font plus qu’un : vos droits et vos inscriptions y sont."),
        ),
        AccountChange.PARTED: (
            _("Deux comptes réunis par erreur sont séparés"),
            _("Votre compte avait été réuni avec celui d’une autre personne. Vous retrouvez le vôtre."),
        ),
        AccountChange.SPLIT: (
            _("Votre compte a été corrigé"),
            _("Du travail ou des droits d’une autre personne étaient sur votre compte. Ils lui ont été rendus."),
        ),
        AccountChange.RECEIVED: (
            _("Des droits à vous sont arrivés"),
            _("Du travail ou des droits à vous étaient sur le compte d’une autre personne. Ils sont sur le vôtre."),
        ),
        AccountChange.UNDONE: (
            _("Une correction de votre compte est annulée"),
            _("Le partage de votre compte avec une autre personne était une erreur. Il est défait."),
        ),
        AccountChange.ENDED: (
            _("Vos droits ont pris fin"),
            _("Une retraite à taux plein est enregistrée : votre compte ne peut plus payer de formation."),
        ),
        AccountChange.REOPENED: (
            _("Votre compte est de nouveau ouvert"),
            _("La fin de vos droits avait été enregistrée par erreur. Vos droits sont de nouveau utilisables."),
        ),
        AccountChange.PROOF_ACCEPTED: (
            _("Votre justificatif de handicap est accepté"),
            _("Il compte pour les années qu’il couvre : vos droits de ces années sont recalculés."),
        ),
        AccountChange.PROOF_REFUSED: (
            _("Votre justificatif de handicap n’est pas accepté"),
            _("La page de votre situation dit pourquoi. Vous pouvez en envoyer un autre."),
        ),
    }[AccountChange(told["what"])]
    if told["what"] in (AccountChange.PROOF_ACCEPTED, AccountChange.PROOF_REFUSED):
        return subject, [said], "/mes-droits/ma-situation", _("Voir ma situation")
    sentences = [said, _("Si cela vous semble faux, vous pouvez demander une correction depuis votre relevé.")]
    return subject, sentences, "/mes-droits/releve", _("Voir mon relevé")


SAYING = {Kind.ACCOUNT_CHANGED: _account_changed}
