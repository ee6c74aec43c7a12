"""The words of messages to training bodies: what happened, what to do and until when, where to read more.

They name nobody: a file is told by its number and its training.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .types import Kind

Said = tuple[str, list[str], str, str]


def _requested(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Vous avez reçu une demande d’inscription à « %(title)s » (dossier %(number)s).") % told,
        _("Sa page dit jusqu’à quel jour répondre ; après, elle se ferme sans vous."),
    ]
    return _("Une demande attend votre réponse"), sentences, f"/organisme/inscriptions/{about}", _("Répondre")


def _answer_today(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("C’est le dernier jour pour répondre à la demande %(number)s, « %(title)s ».") % told,
        _("Sans réponse à la fin du %(until)s, elle sera close.") % told,
    ]
    return _("Dernier jour pour répondre"), sentences, f"/organisme/inscriptions/{about}", _("Répondre")


def _hearing_opened(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Un dossier est ouvert sur l’inscription %(number)s, « %(title)s ».") % told,
        _("Rien n’est payé avant la décision. Donnez vos explications et vos preuves : un agent décidera ensuite."),
    ]
    return _("Vos explications sont attendues"), sentences, f"/organisme/inscriptions/{about}", _("Voir le dossier")


def _hearing_stated(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Le titulaire a donné ses explications dans le dossier %(number)s, « %(title)s ».") % told,
        _("Vous pouvez les lire, et ajouter les vôtres tant que rien n’est décidé."),
    ]
    return (
        _("De nouvelles explications au dossier"),
        sentences,
        f"/organisme/inscriptions/{about}",
        _("Lire le dossier"),
    )


def _hearing_due(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Il vous reste jusqu’au %(until)s pour vous expliquer dans le dossier %(number)s, « %(title)s ».") % told,
        _("Après ce jour, un agent décide avec ce qu’il a."),
    ]
    return _("Bientôt trop tard pour vous expliquer"), sentences, f"/organisme/inscriptions/{about}", _("S’expliquer")


def _hearing_decided(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Une décision est rendue sur l’inscription %(number)s, « %(title)s ».") % told,
        _("Elle dit ses raisons, et ce qu’elle donne à chacun."),
    ]
    return _("Un dossier est décidé"), sentences, f"/organisme/inscriptions/{about}", _("Lire la décision")


def _failure(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Un agent a constaté que « %(title)s » (dossier %(number)s) s’est arrêtée le %(day)s.") % told,
        _("Il a déclaré à votre place %(rate)s %% de la formation suivie.") % told,
        _("Si ce n’est pas juste, contestez-le sur la page du dossier avant le jour de validation qu’elle donne."),
    ]
    return (
        _("L’arrêt d’une formation est constaté"),
        sentences,
        f"/organisme/inscriptions/{about}",
        _("Lire le constat"),
    )


def _invoiced(told: Mapping[str, Any], about: object) -> Said:
    if told.get("own"):
        sentences = [
            _("%(given)s vous sont dus pour « %(title)s » (dossier %(number)s).") % told,
            _("Déposez votre facture sur la page des paiements : rien n’est payé avant."),
            _("Une fois déposée, elle est à payer au plus tard le %(until)s.") % told,
        ]
        return _("Une facture de vous est attendue"), sentences, "/organisme/paiements", _("Déposer la facture")
    sentences = [
        _("Une facture de %(given)s est établie en votre nom pour « %(title)s » (dossier %(number)s).") % told,
        _("Elle sera payée au plus tard le %(until)s.") % told,
    ]
    return _("Une facture est établie en votre nom"), sentences, "/organisme/paiements", _("Voir la facture")


def _credited(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("%(given)s sont repris sur une facture de « %(title)s » (dossier %(number)s).") % told,
        _("L’avoir est à établir par vous. La somme est déduite de la facture ou, si elle est payée, des prochaines.")
        if told.get("own")
        else _("L’avoir est établi en votre nom. Il est déduit de la facture ou, si elle est payée, des prochaines."),
    ]
    return _("Une somme facturée est reprise"), sentences, "/organisme/paiements", _("Voir l’avoir")


def _paid(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Un virement est parti vers votre compte le %(day)s.") % told,
        _("La page des paiements dit quelles factures il paie."),
    ]
    return _("Un virement est parti"), sentences, "/organisme/paiements", _("Voir les paiements")


def _returned(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Votre banque a renvoyé un virement que nous vous avions fait."),
        _("Vérifiez votre compte bancaire sur la page des paiements : sans cela, aucun virement ne peut partir."),
    ]
    return _("Un virement nous est revenu"), sentences, "/organisme/paiements", _("Vérifier le compte")


def _account_proposed(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Un compte bancaire qui finit par %(account)s est proposé pour payer votre organisme.") % told,
        _("Rien ne change tant qu’un agent ne l’a pas approuvé."),
        _("Si cette demande n’est pas la vôtre, arrêtez-la tout de suite sur la page des paiements."),
    ]
    return _("Un compte bancaire est proposé"), sentences, "/organisme/paiements", _("Vérifier le compte")


def _account_approved(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Le compte bancaire qui finit par %(account)s est accepté. Il servira à partir du %(until)s.") % told,
        _("Jusqu’à ce jour, aucun virement ne part : vous n’avez rien à faire."),
        _("Si ce compte n’est pas le vôtre, arrêtez ce changement avant ce jour, sur la page des paiements."),
    ]
    return _("Votre compte bancaire est accepté"), sentences, "/organisme/paiements", _("Vérifier le compte")


def _account_declined(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Le compte bancaire qui finit par %(account)s n’est pas accepté.") % told,
        _("Le compte d’avant, s’il y en a un, sert toujours. Vérifiez le numéro et le nom, et proposez-le encore."),
    ]
    return _("Le compte bancaire n’est pas accepté"), sentences, "/organisme/paiements", _("Voir les comptes")


def _account_contested(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Le passage au compte bancaire qui finit par %(account)s est arrêté.") % told,
        _("Le compte d’avant est utilisé de nouveau.") if told.get("put_back") else _("Ce compte n’a jamais servi."),
        _("Vérifiez qui, chez vous, pouvait le proposer."),
    ]
    return _("Un changement de compte est arrêté"), sentences, "/organisme/paiements", _("Voir les comptes")


def _stopped(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Nos agents ont constaté que votre organisme a cessé de former le %(day)s.") % told,
        _("Vos inscriptions prennent fin : celles qui n’ont pas commencé sont annulées, les autres comptées."),
        _("Ce qui vous est dû reste payé. Une part qui n’est pas juste se conteste sur la page de son inscription."),
    ]
    return (
        _("L’arrêt de votre organisme est constaté"),
        sentences,
        "/organisme/inscriptions",
        _("Voir les inscriptions"),
    )


def _left_to_say(told: Mapping[str, Any], about: object) -> Said:
    left = int(told["left"])
    sentences = [
        ngettext(
            "Votre organisme a cessé de former. Une formation attend que vous disiez ce qui a été suivi.",
            "Votre organisme a cessé de former. %(left)s formations attendent que vous disiez ce qui a été suivi.",
            left,
        )
        % {"left": left},
        _("Déclarez la sortie si elle manque, puis le service fait. Sans cela, rien ne peut être payé."),
        _("Si vous ne le pouvez pas, un agent le dira à votre place."),
    ]
    subject = _("Dites ce qui a été suivi")
    return subject, sentences, "/organisme/inscriptions", _("Voir les inscriptions")


SAYING: dict[Kind, Callable[[Mapping[str, Any], object], Said]] = {
    Kind.BODY_REQUESTED: _requested,
    Kind.BODY_ANSWER_TODAY: _answer_today,
    Kind.BODY_HEARING_OPENED: _hearing_opened,
    Kind.BODY_HEARING_STATED: _hearing_stated,
    Kind.BODY_HEARING_DUE: _hearing_due,
    Kind.BODY_HEARING_DECIDED: _hearing_decided,
    Kind.BODY_FAILURE: _failure,
    Kind.BODY_INVOICED: _invoiced,
    Kind.BODY_CREDITED: _credited,
    Kind.BODY_PAID: _paid,
    Kind.BODY_RETURNED: _returned,
    Kind.BODY_STOPPED: _stopped,
    Kind.BODY_LEFT_TO_SAY: _left_to_say,
    Kind.BODY_ACCOUNT_PROPOSED: _account_proposed,
    Kind.BODY_ACCOUNT_APPROVED: _account_approved,
    Kind.BODY_ACCOUNT_DECLINED: _account_declined,
    Kind.BODY_ACCOUNT_CONTESTED: _account_contested,
}
