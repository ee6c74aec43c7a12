"""The rights that an agent writes, other than those of a year of work: what is asked for each, which act follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from acquis.accounts import actions
from acquis.accounts.types import GrantGround, Refusal, payment_reference
from acquis.kit.actor import Actor, Role
from acquis.kit.money import parse_euros
from acquis.kit.refusal import Refused
from acquis.rules import Refusal as Law

Values = Mapping[str, Any]
#: No reference of ours is longer, nor a label.
LONGEST = 120


class Input(StrEnum):
    """How an answer is written."""

    DAY = "day"
    NUMBER = "number"
    EUROS = "euros"
    TEXT = "text"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `hint` says where the answer is found; a `YES` is a box to tick."""

    name: str
    input: Input
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One kind of right: who may write it, which articles give it, what is asked, and the act."""

    slug: str
    title: str
    says: str
    article: str
    role: Role
    asked: tuple[Asked, ...]
    do: Callable[[UUID, Values, Actor, datetime], object]
    #: Where a sum may be too large for one agent: what is proposed to a second person, and the facts of its act.
    ground: GrantGround | None = None
    facts: Callable[[Values], Values] = dict


def read(form: Form, typed: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """(values, errors by field) of what was typed."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for each in form.asked:
        text = typed.get(each.name, "").strip()
        try:
            values[each.name] = _READERS[each.input](text)
        except ValueError:
            errors[each.name] = _(_MISSING if each.input is Input.TEXT and not text else _WRONG[each.input])
    return values, errors


def under(form: Form, refused: Refused) -> str:
    """The question whose answer the act refused; empty when it is none of them, but the account or the law."""
    names = {each.name for each in form.asked}
    told = [str(refused.details.get("field", "")), *_ABOUT.get(refused.reason, ())]
    return next((name for name in told if name in names), "")


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 6:
        raise ValueError(text)
    return int(text)


def _text(text: str) -> str:
    if not text or len(text) > LONGEST:
        raise ValueError(text)
    return text


def _positive(text: str) -> int:
    cents = parse_euros(text)
    if cents <= 0:
        raise ValueError(text)
    return cents


_READERS: dict[Input, Callable[[str], Any]] = {
    Input.DAY: date.fromisoformat,
    Input.NUMBER: _number,
    Input.EUROS: _positive,
    Input.TEXT: _text,
    Input.YES: lambda text: text == "1",
}
_WRONG = {
    Input.DAY: gettext_noop("Indiquez un jour, par exemple 24/08/2025."),
    Input.NUMBER: gettext_noop("Indiquez un nombre entier, par exemple 12."),
    Input.EUROS: gettext_noop("Indiquez un montant, par exemple 3 000 ou 512,40."),
    Input.TEXT: gettext_noop("Cette réponse est trop longue : 120 caractères au plus."),
    Input.YES: "",
}
_MISSING = gettext_noop("Cette réponse manque.")
#: Which answer a refusal is about, where the act does not say it: the first of these that the form asks.
_ABOUT: dict[StrEnum, tuple[str, ...]] = {
    Refusal.REFERENCE_REUSED: ("reference", "accident"),
    Refusal.GRANT_WITHDRAWN: ("reference", "accident"),
    Refusal.GRANT_HANDED_OVER: ("reference", "accident"),
    Refusal.AMOUNT_NOT_POSITIVE: ("amount_cents", "ordered_cents", "points", "hours"),
    Refusal.TOO_MUCH_FOR_ONE: ("amount_cents", "ordered_cents", "points"),
    Law.INCAPACITY_TOO_LOW: ("incapacity_percent",),
    Law.DATE_NOT_COVERED: ("notified_on", "reviewed_on", "decided_on", "advised_on", "year"),
    Law.SERVICE_NOT_OPEN: ("requested_on",),
    Law.REQUEST_TOO_LATE: ("requested_on",),
    Law.PROJECT_NOT_ATTESTED: ("project_attested",),
    Law.STAFF_TOO_SMALL: ("company_staff",),
    Law.REVIEW_NOT_DUE: ("years_present",),
    Law.DUTIES_FULFILLED: ("interviews_held",),
    Law.AMOUNT_BELOW_LEAST: ("amount_cents",),
}

_PAID_BY = Asked(
    "label", Input.TEXT, gettext_noop("Qui a payé"),
    gettext_noop("Le nom de l’entreprise, comme la personne le lira."),
)  # fmt: skip
_PAYMENT = Asked(
    "reference", Input.TEXT, gettext_noop("Référence du versement reçu"),
    gettext_noop(
        "Celle du virement, par exemple CPF-123456789-CVCV-151126. La même ne compte qu’une fois, sur un seul compte : "
        "s’il paie pour plusieurs personnes, ajoutez le rang de la ligne (…-151126/2)."
    ),
)  # fmt: skip


def _accident(account_id: UUID, values: Values, by: Actor, at: datetime) -> object:
    return actions.endow_accident(account_id=account_id, **values, by=by, at=at)


def _of_points(values: Values) -> Values:
    return {
        "points": values["points"],
        "reference": payment_reference(values["reference"], "points"),
    }


def _of_payment(values: Values) -> Values:
    return {**values, "reference": payment_reference(values["reference"])}


def _points(account_id: UUID, values: Values, by: Actor, at: datetime) -> object:
    return actions.convert_points(account_id=account_id, **_of_points(values), by=by, at=at)


def _unfitness(account_id: UUID, values: Values, by: Actor, at: datetime) -> object:
    # An advice is no payment: two doctors may number theirs alike.
    given = {**values, "reference": f"unfitness {values['reference']} {account_id}"}
    return actions.grant_unfitness_hours(account_id=account_id, **given, by=by, at=at)


def _paid(act: Callable[..., object]) -> Callable[[UUID, Values, Actor, datetime], object]:
    def do(account_id: UUID, values: Values, by: Actor, at: datetime) -> object:
        return act(account_id=account_id, **_of_payment(values), by=by, at=at)

    return do


def _mandate(account_id: UUID, values: Values, by: Actor, at: datetime) -> object:
    return actions.declare_mandate(account_id=account_id, **values, by=by, at=at)


FORMS: tuple[Form, ...] = (
    Form(
        slug="accident",
        title=gettext_noop("Accident du travail ou maladie professionnelle"),
        says=gettext_noop("Une somme par accident ou maladie, dès un dixième d’incapacité, pour se reconvertir."),
        article="CSS L432-12",
        role=Role.STAFF_FINANCE,
        asked=(
            Asked("accident", Input.TEXT, gettext_noop("Numéro de l’accident ou de la maladie"),
                  gettext_noop("Sur la notification de l’assurance maladie. Un même numéro ne compte qu’une fois.")),
            Asked("incapacity_percent", Input.NUMBER, gettext_noop("Taux d’incapacité, en pour cent")),
            Asked("notified_on", Input.DAY, gettext_noop("Jour de la notification")),
            Asked("requested_on", Input.DAY, gettext_noop("Jour de la demande")),
            Asked("notice_says_delay", Input.YES, gettext_noop("La notification dit le délai de deux ans")),
            Asked("project_attested", Input.YES, gettext_noop("Un conseiller a attesté le projet de reconversion")),
        ),
        do=_accident,
    ),
    Form(
        slug="points-de-prevention",
        title=gettext_noop("Points de prévention (C2P)"),
        says=gettext_noop("Des points du compte de prévention, convertis en euros au tarif du jour."),
        article="R4163-11",
        role=Role.STAFF_FINANCE,
        asked=(
            Asked("points", Input.NUMBER, gettext_noop("Nombre de points")),
            Asked("reference", Input.TEXT, gettext_noop("Référence de la demande"),
                  gettext_noop("Celle de l’assurance retraite. La même ne compte qu’une fois.")),
        ),
        do=_points,
        ground=GrantGround.PREVENTION_POINTS,
        facts=_of_points,
    ),
    Form(
        slug="versement-correctif",
        title=gettext_noop("Versement correctif de l’employeur"),
        says=gettext_noop("Dû par une entreprise de 50 salariés ou plus qui n’a pas tenu ses entretiens."),
        article="L6323-13",
        role=Role.STAFF_FINANCE,
        asked=(
            Asked("reviewed_on", Input.DAY, gettext_noop("Jour du bilan")),
            Asked("company_staff", Input.NUMBER, gettext_noop("Effectif de l’entreprise")),
            Asked("years_present", Input.NUMBER, gettext_noop("Années de présence depuis le bilan précédent")),
            Asked("interviews_held", Input.NUMBER, gettext_noop("Entretiens tenus")),
            Asked("training_followed", Input.YES, gettext_noop("Une formation non obligatoire a été suivie")),
            Asked("hired_in_period", Input.YES, gettext_noop("Embauche pendant la période examinée")),
            Asked("agreement_on_rhythm", Input.YES, gettext_noop("Un accord fixe le rythme des entretiens")),
            _PAID_BY,
            _PAYMENT,
        ),
        do=_paid(actions.receive_corrective),
        ground=GrantGround.CORRECTIVE,
        facts=_of_payment,
    ),
    Form(
        slug="accord-collectif",
        title=gettext_noop("Versement prévu par un accord collectif"),
        says=gettext_noop("Des droits que l’entreprise ou la branche ajoute, une fois l’argent reçu."),
        article="L6323-11",
        role=Role.STAFF_FINANCE,
        asked=(
            Asked("amount_cents", Input.EUROS, gettext_noop("Montant reçu pour cette personne")),
            Asked("year", Input.NUMBER, gettext_noop("Année d’activité")),
            Asked("agreement", Input.TEXT, gettext_noop("Numéro de dépôt de l’accord"),
                  gettext_noop("Par exemple T07522012345.")),
            _PAID_BY,
            _PAYMENT,
        ),
        do=_paid(actions.receive_agreement),
        ground=GrantGround.AGREEMENT,
        facts=_of_payment,
    ),
    Form(
        slug="licenciement",
        title=gettext_noop("Licenciement après refus d’un accord de performance collective"),
        says=gettext_noop("Versé par l’employeur, avec les données du licenciement."),
        article="L2254-2",
        role=Role.STAFF_FINANCE,
        asked=(
            Asked("amount_cents", Input.EUROS, gettext_noop("Montant reçu")),
            Asked("notified_on", Input.DAY, gettext_noop("Jour du licenciement")),
            Asked("sent_on", Input.DAY, gettext_noop("Jour de réception des données")),
            _PAID_BY,
            _PAYMENT,
        ),
        do=_paid(actions.receive_dismissal),
        ground=GrantGround.DISMISSAL,
        facts=_of_payment,
    ),
    Form(
        slug="lanceur-d-alerte",
        title=gettext_noop("Lanceur d’alerte, décision de justice"),
        says=gettext_noop("Ordonné par le conseil de prud’hommes, dans la limite du plafond."),
        article="D6323-3-4",
        role=Role.STAFF_FINANCE,
        asked=(
            Asked("ordered_cents", Input.EUROS, gettext_noop("Montant ordonné et reçu")),
            Asked("decided_on", Input.DAY, gettext_noop("Jour de la décision")),
            _PAID_BY,
            _PAYMENT,
        ),
        do=_paid(actions.receive_whistleblower),
        ground=GrantGround.WHISTLEBLOWER,
        facts=_of_payment,
    ),
    Form(
        slug="prevention-de-l-inaptitude",
        title=gettext_noop("Agent public : prévention de l’inaptitude"),
        says=gettext_noop("Des heures en plus, sur avis médical."),
        article="décret 2017-928",
        role=Role.STAFF_FINANCE,
        asked=(
            Asked("hours", Input.NUMBER, gettext_noop("Heures demandées")),
            Asked("advised_on", Input.DAY, gettext_noop("Jour de l’avis médical")),
            Asked("reference", Input.TEXT, gettext_noop("Référence de l’avis"),
                  gettext_noop("Sans rien de médical. La même ne compte qu’une fois.")),
        ),
        do=_unfitness,
    ),
    Form(
        slug="mandat",
        title=gettext_noop("Mandat d’élu local"),
        says=gettext_noop("Le droit des élus arrive à chaque anniversaire du mandat, dans un compteur à part."),
        article="CGCT L1621-3",
        role=Role.STAFF_AGENT,
        asked=(
            Asked("first_round_on", Input.DAY, gettext_noop("Jour du premier tour qui a donné le mandat")),
            Asked("proof", Input.TEXT, gettext_noop("Document vu"),
                  gettext_noop("Par exemple : procès-verbal de l’élection, arrêté préfectoral.")),
        ),
        do=_mandate,
    ),
)  # fmt: skip


def form_of(slug: str, by: Actor) -> Form | None:
    """The form of this address, when `by` may write that right."""
    return next((form for form in FORMS if form.slug == slug and by.has(form.role)), None)
