"""The words of messages, in plain French: what happened, what to do, where to read more. Figures come from `values`.

A text message is the first sentence and the address; an e-mail is all of it. Neither names the reader nor says more
than a stranger who reads over a shoulder may know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from acquis.kit.money import euros

from . import aid_wording, body_wording, identity_wording, turning_wording
from .types import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A message as it is read: `subject` in a list, `sentences` beneath, `path` the page of ours that says more."""

    subject: str
    sentences: tuple[str, ...]
    path: str
    link: str


def words_of(kind: Kind, values: Mapping[str, Any], about: object = None) -> Words:
    """The words for a message, in the language at work."""
    told = {**values}
    for name in ("given_cents", "balance_cents"):
        if name in values:
            told[name.removesuffix("_cents")] = euros(values[name], language=(get_language() or "fr")[:2])
    if values.get("until"):
        told["until"] = date.fromisoformat(values["until"]).strftime("%d/%m/%Y")
    subject, sentences, path, link = _SAYING[kind](told, about)
    return Words(subject=subject, sentences=tuple(sentences), path=path, link=link)


Said = tuple[str, list[str], str, str]


def _credited(told: Mapping[str, Any], about: object) -> Said:
    if told["given_cents"] < 0:
        sentences = [
            _("Vos droits de %(year)s ont été recalculés : la différence est de %(given)s.") % told,
            _("Il y a maintenant %(balance)s sur votre compte.") % told,
            _("Si ce calcul vous semble faux, vous pouvez demander une correction depuis votre relevé."),
        ]
        subject = _("Vos droits de %(year)s ont été recalculés") % told
        return subject, sentences, "/mes-droits/releve", _("Voir mon relevé")
    sentences = [_("Votre travail de %(year)s vous a donné %(given)s.") % told]
    if "balance" in told:
        sentences.append(_("Il y a maintenant %(balance)s sur votre compte.") % told)
    sentences.append(_("Si ce calcul vous semble faux, vous pouvez demander une correction depuis votre relevé."))
    return _("Vos droits de %(year)s sont arrivés") % told, sentences, "/mes-droits/releve", _("Voir mon relevé")


def _accepted(told: Mapping[str, Any], about: object) -> Said:
    sentences = [_("L’organisme accepte votre demande pour « %(title)s ».") % told]
    if told.get("personalised"):
        sentences.append(_("Elle est adaptée à vous : lisez ce qui change avant de confirmer."))
    if told.get("until"):
        sentences.append(_("Confirmez avant la fin du %(until)s ; après, la demande sera close.") % told)
    return (
        _("Votre demande est acceptée : à vous de confirmer"),
        sentences,
        f"/mes-inscriptions/{about}",
        _("Confirmer"),
    )


def _declined(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("L’organisme n’a pas pu accepter votre demande pour « %(title)s ».") % told,
        _("Rien n’a été pris sur vos droits. Vous pouvez choisir une autre session ou une autre formation."),
    ]
    return _("Votre demande n’est pas acceptée"), sentences, f"/mes-inscriptions/{about}", _("Lire la réponse")


def _confirmed(told: Mapping[str, Any], about: object) -> Said:
    sentences = [_("Votre inscription à « %(title)s » est confirmée.") % told]
    if told.get("until"):
        sentences.append(_("Vous pouvez changer d’avis sans frais jusqu’au %(until)s inclus.") % told)
    return _("Votre inscription est confirmée"), sentences, f"/mes-inscriptions/{about}", _("Voir mon inscription")


def _confirm_today(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("C’est le dernier jour pour confirmer votre inscription à « %(title)s ».") % told,
        _("Demain, la place ne vous sera plus gardée et la demande sera close."),
    ]
    return _("Dernier jour pour confirmer"), sentences, f"/mes-inscriptions/{about}", _("Confirmer")


def _unanswered(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("L’organisme n’a pas répondu à temps à votre demande pour « %(title)s » : elle est close.") % told,
        _("Rien n’a été pris sur vos droits. Vous pouvez choisir une autre formation."),
    ]
    return _("Votre demande est restée sans réponse"), sentences, f"/mes-inscriptions/{about}", _("Voir ma demande")


def _unconfirmed(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Vous n’avez pas confirmé à temps votre inscription à « %(title)s » : la demande est close.") % told,
        _("Rien n’a été pris sur vos droits. Si vous la voulez encore, faites une nouvelle demande."),
    ]
    return _("Votre demande est close"), sentences, f"/mes-inscriptions/{about}", _("Voir ma demande")


def _cancelled_by_body(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("L’organisme a annulé votre inscription à « %(title)s ».") % told,
        _("Tout ce que vous aviez engagé vous revient : vos droits tout de suite, la carte sous quelques jours."),
    ]
    return _("Votre formation est annulée"), sentences, f"/mes-inscriptions/{about}", _("Voir ce qui revient")


def _cancelled_by_operator(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Votre inscription à « %(title)s » a été annulée par nos agents : sa page dit pourquoi.") % told,
        _("Tout ce que vous aviez engagé vous revient : vos droits tout de suite, la carte sous quelques jours."),
    ]
    return _("Votre formation est annulée"), sentences, f"/mes-inscriptions/{about}", _("Voir ce qui revient")


def _other_dates(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("L’organisme propose d’autres dates pour « %(title)s ».") % told,
        _("Acceptez-les ou refusez-les ; sans réponse, rien ne change."),
    ]
    return _("D’autres dates vous sont proposées"), sentences, f"/mes-inscriptions/{about}", _("Répondre")


def _hearing_opened(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Un dossier est ouvert sur votre inscription à « %(title)s ».") % told,
        _("Lisez-le et donnez vos explications : un agent décidera ensuite."),
    ]
    return _("On attend vos explications"), sentences, f"/mes-inscriptions/{about}", _("Voir le dossier")


def _hearing_decided(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Une décision est rendue sur votre inscription à « %(title)s ».") % told,
        _("Elle dit ses raisons, et ce qu’elle donne à chacun."),
    ]
    return _("Votre dossier est décidé"), sentences, f"/mes-inscriptions/{about}", _("Lire la décision")


def _refunded(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("%(given)s repartent sur la carte qui avait payé « %(title)s ».") % told,
        _("Selon votre banque, la somme y paraît en quelques jours."),
    ]
    return _("Votre carte est remboursée"), sentences, f"/mes-inscriptions/{about}", _("Voir mon inscription")


def _refund_refused(told: Mapping[str, Any], about: object) -> Said:
    why = _("La carte qui avait payé « %(title)s » n’a pas pris le remboursement de %(given)s.")
    if told.get("stuck"):
        why = _(
            "Le remboursement de %(given)s pour « %(title)s » n’est pas parti : le service de paiement ne répond pas."
        )
    sentences = [
        why % told,
        _("Cette somme vous est toujours due, et un agent s’en occupe : vous n’avez rien à faire."),
        _("Si votre carte est fermée ou perdue, écrivez-nous : nous vous rembourserons autrement."),
    ]
    return _("Votre remboursement n’est pas passé"), sentences, f"/mes-inscriptions/{about}", _("Voir pourquoi")


def _refund_noted(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Un agent s’est occupé des %(given)s que votre carte n’avait pas pris pour « %(title)s ».") % told,
        *([_("Sa note est sur la page de votre inscription.")] if told.get("shown") else []),
        _("Si vous ne les avez pas reçus dans quelques jours, écrivez-nous depuis la page de votre inscription."),
    ]
    return _("Votre remboursement est suivi"), sentences, f"/mes-inscriptions/{about}", _("Voir mon inscription")


def _paid(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Votre formation « %(title)s » est terminée et l’organisme est payé.") % told,
        _("Vous n’avez rien à faire. Vos mouvements disent ce qui a été payé."),
    ]
    return _("Votre formation est payée"), sentences, f"/mes-inscriptions/{about}", _("Voir mon inscription")


def _asked(told: Mapping[str, Any], about: object) -> Said:
    sentences = [_("Pour avancer sur votre demande %(number)s, il nous manque une réponse de votre part.") % told]
    return _("Nous avons une question"), sentences, f"/mes-demandes/{about}", _("Répondre")


def _answered(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Votre demande %(number)s a sa réponse.") % told,
        _("Si elle ne vous convient pas, vous pouvez le dire sur la même page."),
    ]
    return _("Nous vous avons répondu"), sentences, f"/mes-demandes/{about}", _("Lire la réponse")


def _review_published(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Votre avis sur « %(title)s » est publié.") % told,
        _("Il ne dit pas qui vous êtes. Vous pouvez le retirer quand vous voulez."),
    ]
    return _("Votre avis est publié"), sentences, f"/mes-inscriptions/{about}/avis", _("Voir mon avis")


def _review_refused(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Votre avis sur « %(title)s » n’est pas publié.") % told,
        _("La page dit pourquoi. Vous pouvez le corriger et l’envoyer de nouveau."),
    ]
    return _("Votre avis n’est pas publié"), sentences, f"/mes-inscriptions/{about}/avis", _("Lire la raison")


def _review_replied(told: Mapping[str, Any], about: object) -> Said:
    sentences = [_("L’organisme a répondu à votre avis sur « %(title)s ».") % told]
    return _("L’organisme a répondu à votre avis"), sentences, f"/mes-inscriptions/{about}/avis", _("Lire sa réponse")


def _new_offers(told: Mapping[str, Any], about: object) -> Said:
    # Neither the name nor the words of the search: what somebody looks for is nobody else's to read.
    number = int(told["number"])
    news = ngettext(
        "Une nouvelle formation répond à une recherche que vous suivez.",
        "%(number)s nouvelles formations répondent à une recherche que vous suivez.",
        number,
    )
    sentences = [news % told, _("Vous pouvez la mettre en pause ou la supprimer quand vous voulez.")]
    return _("Du nouveau pour votre recherche"), sentences, f"/mes-recherches/{about}", _("Voir les nouveautés")


def _sign_presence(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Vous n’avez pas signé votre présence du %(day)s à « %(title)s ».") % told,
        _("Si vous étiez là, signez maintenant : après quelques jours, ce ne sera plus possible."),
    ]
    return _("Votre présence reste à signer"), sentences, f"/emarger/{about}", _("Signer ma présence")


def _rate_differs(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _(
            "L’organisme déclare que vous avez suivi %(declared)s %% de « %(title)s ». La feuille signée en compte "
            "%(record)s %%."
        )
        % told,
        _("Lisez votre feuille d’émargement. Si la déclaration vous semble fausse, dites-le-nous."),
    ]
    return (
        _("La part suivie déclarée n’est pas celle que vous avez signée"),
        sentences,
        (f"/mes-inscriptions/{about}/assiduite"),
        _("Lire ma feuille d’émargement"),
    )


def _failure_declared(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("L’organisme a arrêté votre formation « %(title)s ».") % told,
        _("Nous avons compté %(rate)s %% de la formation suivie : seule cette part lui est payée.") % told,
        _("%(given)s vous reviennent, ou reviennent à ceux qui ont payé pour vous.") % told,
        _("Cette part vous semble fausse ? Contestez-la avant le %(until)s, sur la page de votre inscription.") % told,
        _("Une suite vous est proposée : l’organisme, ou celui qui le remplace, vous dira laquelle.")
        if told.get("continued")
        else _("Vous pouvez ensuite choisir une autre formation avec vos droits."),
    ]
    return _("Votre formation s’est arrêtée"), sentences, f"/mes-inscriptions/{about}", _("Voir ce qui revient")


def _hearing_stated(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("L’organisme a donné ses explications dans le dossier sur « %(title)s ».") % told,
        _("Vous pouvez les lire, et ajouter les vôtres tant que rien n’est décidé."),
    ]
    return _("De nouvelles explications au dossier"), sentences, f"/mes-inscriptions/{about}", _("Lire le dossier")


def _hearing_due(told: Mapping[str, Any], about: object) -> Said:
    sentences = [
        _("Il vous reste jusqu’au %(until)s pour vous expliquer dans le dossier sur « %(title)s ».") % told,
        _("Après ce jour, un agent décide avec ce qu’il a."),
    ]
    return _("Bientôt trop tard pour vous expliquer"), sentences, f"/mes-inscriptions/{about}", _("S’expliquer")


_SAYING = {
    **aid_wording.SAYING,
    **body_wording.SAYING,
    **turning_wording.SAYING,
    **identity_wording.SAYING,
    Kind.FAILURE_DECLARED: _failure_declared,
    Kind.HEARING_STATED: _hearing_stated,
    Kind.HEARING_DUE: _hearing_due,
    Kind.RIGHTS_CREDITED: _credited,
    Kind.ACCEPTED: _accepted,
    Kind.DECLINED: _declined,
    Kind.CONFIRMED: _confirmed,
    Kind.CONFIRM_TODAY: _confirm_today,
    Kind.UNANSWERED: _unanswered,
    Kind.UNCONFIRMED: _unconfirmed,
    Kind.CANCELLED_BY_BODY: _cancelled_by_body,
    Kind.CANCELLED_BY_OPERATOR: _cancelled_by_operator,
    Kind.OTHER_DATES: _other_dates,
    Kind.HEARING_OPENED: _hearing_opened,
    Kind.HEARING_DECIDED: _hearing_decided,
    Kind.REFUNDED: _refunded,
    Kind.REFUND_REFUSED: _refund_refused,
    Kind.REFUND_NOTED: _refund_noted,
    Kind.PAID: _paid,
    Kind.REQUEST_ASKED: _asked,
    Kind.REQUEST_ANSWERED: _answered,
    Kind.REVIEW_PUBLISHED: _review_published,
    Kind.REVIEW_REFUSED: _review_refused,
    Kind.REVIEW_REPLIED: _review_replied,
    Kind.NEW_OFFERS: _new_offers,
    Kind.SIGN_PRESENCE: _sign_presence,
    Kind.RATE_DIFFERS: _rate_differs,
}
