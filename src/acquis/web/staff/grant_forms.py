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
from acquis.kit.actor import Actor, Role
from acquis.kit.money import parse_euros

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question. `hint` says where the answer is found; a `YES` is a box to tick."""

    name: str
    label: str
    input: Input
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


def read(form: Form, typed: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """(values, errors by field) of what was typed."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for each in form.asked:
        text = typed.get(each.name, "").strip()
        try:
            values[each.name] = _READERS[each.input](text)
        except ValueError:
            errors[each.name] = _(_WRONG[each.input])
    return values, errors


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
    Input.TEXT: gettext_noop("Cette réponse manque, ou dépasse 120 caractères."),
    Input.YES: "",
}

_PAID_BY = Asked(
    name="label", label=gettext_noop("Qui a payé"), input=Input.TEXT,
    hint=gettext_noop("Le nom de l’entreprise, comme la personne le lira."),
)  # fmt: skip
_PAYMENT = Asked(
    name="reference", label=gettext_noop("Référence du versement reçu"), input=Input.TEXT,
    hint=gettext_noop("Celle du virement, par exemple CPF-123456789-CVCV-151126. La même ne compte qu’une fois."),
)  # fmt: skip


def _unique(kind: str, values: Values, account_id: UUID) -> str:
    """One payment may be for many people: its reference counts once for each."""
    return f"{kind} {values['reference']} {account_id}"


def _accident(account_id: UUID, values: Values, by: Actor, at: datetime) -> object:
    return actions.endow_accident(account_id=account_id, **values, by=by, at=at)


def _points(account_id: UUID, values: Values, by: Actor, at: datetime) -> object:
    reference = _unique("points", values, account_id)
    return actions.convert_points(account_id=account_id, points=values["points"], reference=reference, by=by, at=at)


def _paid(kind: str, act: Callable[..., object]) -> Callable[[UUID, Values, Actor, datetime], object]:
    def do(account_id: UUID, values: Values, by: Actor, at: datetime) -> object:
        given = {**values, "reference": _unique(kind, values, account_id)}
        return act(account_id=account_id, **given, by=by, at=at)

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
            Asked(
                name="accident", label=gettext_noop("Numéro de l’accident ou de la maladie"), input=Input.TEXT,
                hint=gettext_noop("Sur la notification de l’assurance maladie. Un même numéro ne compte qu’une fois."),
            ),
            Asked(name="incapacity_percent", label=gettext_noop("Taux d’incapacité, en pour cent"), input=Input.NUMBER),
            Asked(name="notified_on", label=gettext_noop("Jour de la notification"), input=Input.DAY),
            Asked(name="requested_on", label=gettext_noop("Jour de la demande"), input=Input.DAY),
            Asked(
                name="notice_says_delay", label=gettext_noop("La notification dit le délai de deux ans"),
                input=Input.YES,
            ),
            Asked(
                name="project_attested", label=gettext_noop("Un conseiller a attesté le projet de reconversion"),
                input=Input.YES,
            ),
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
            Asked(name="points", label=gettext_noop("Nombre de points"), input=Input.NUMBER),
            Asked(
                name="reference", label=gettext_noop("Référence de la demande"), input=Input.TEXT,
                hint=gettext_noop("Celle de l’assurance retraite. La même ne compte qu’une fois."),
            ),
        ),
        do=_points,
    ),
    Form(
        slug="versement-correctif",
        title=gettext_noop("Versement correctif de l’employeur"),
        says=gettext_noop("Dû par une entreprise de 50 salariés ou plus qui n’a pas tenu ses entretiens."),
        article="L6323-13",
        role=Role.STAFF_FINANCE,
        asked=(
            Asked(name="reviewed_on", label=gettext_noop("Jour du bilan"), input=Input.DAY),
            Asked(name="company_staff", label=gettext_noop("Effectif de l’entreprise"), input=Input.NUMBER),
            Asked(
                name="years_present", label=gettext_noop("Années de présence depuis le bilan précédent"),
                input=Input.NUMBER,
            ),
            Asked(name="interviews_held", label=gettext_noop("Entretiens tenus"), input=Input.NUMBER),
            Asked(
                name="training_followed", label=gettext_noop("Une formation non obligatoire a été suivie"),
                input=Input.YES,
            ),
            Asked(
                name="hired_in_period", label=gettext_noop("Embauche pendant la période examinée"), input=Input.YES
            ),
            Asked(
                name="agreement_on_rhythm", label=gettext_noop("Un accord fixe le rythme des entretiens"),
                input=Input.YES,
            ),
            _PAID_BY,
            _PAYMENT,
        ),
        do=_paid("corrective", actions.receive_corrective),
    ),
    Form(
        slug="accord-collectif",
        title=gettext_noop("Versement prévu par un accord collectif"),
        says=gettext_noop("Des droits que l’entreprise ou la branche ajoute, une fois l’argent reçu."),
        article="L6323-11",
        role=Role.STAFF_FINANCE,
        asked=(
            Asked(name="amount_cents", label=gettext_noop("Montant reçu pour cette personne"), input=Input.EUROS),
            Asked(name="year", label=gettext_noop("Année d’activité"), input=Input.NUMBER),
            Asked(
                name="agreement", label=gettext_noop("Numéro de dépôt de l’accord"), input=Input.TEXT,
                hint=gettext_noop("Par exemple T07522012345."),
            ),
            _PAID_BY,
            _PAYMENT,
        ),
        do=_paid("agreement", actions.receive_agreement),
    ),
    Form(
        slug="licenciement",
        title=gettext_noop("Licenciement après refus d’un accord de performance collective"),
        says=gettext_noop("Versé par l’employeur, avec les données du licenciement."),
        article="L2254-2",
        role=Role.STAFF_FINANCE,
        asked=(
            Asked(name="amount_cents", label=gettext_noop("Montant reçu"), input=Input.EUROS),
            Asked(name="notified_on", label=gettext_noop("Jour du licenciement"), input=Input.DAY),
            Asked(name="sent_on", label=gettext_noop("Jour de réception des données"), input=Input.DAY),
            _PAID_BY,
            _PAYMENT,
        ),
        do=_paid("dismissal", actions.receive_dismissal),
    ),
    Form(
        slug="lanceur-d-alerte",
        title=gettext_noop("Lanceur d’alerte, décision de justice"),
        says=gettext_noop("Ordonné par le conseil de prud’hommes, dans la limite du plafond."),
        article="D6323-3-4",
        role=Role.STAFF_FINANCE,
        asked=(
            Asked(name="ordered_cents", label=gettext_noop("Montant ordonné et reçu"), input=Input.EUROS),
            Asked(name="decided_on", label=gettext_noop("Jour de la décision"), input=Input.DAY),
            _PAID_BY,
            _PAYMENT,
        ),
        do=_paid("whistleblower", actions.receive_whistleblower),
    ),
    Form(
        slug="prevention-de-l-inaptitude",
        title=gettext_noop("Agent public : prévention de l’inaptitude"),
        says=gettext_noop("Des heures en plus, sur avis médical."),
        article="décret 2017-928",
        role=Role.STAFF_FINANCE,
        asked=(
            Asked(name="hours", label=gettext_noop("Heures demandées"), input=Input.NUMBER),
            Asked(name="advised_on", label=gettext_noop("Jour de l’avis médical"), input=Input.DAY),
            Asked(
                name="reference", label=gettext_noop("Référence de l’avis"), input=Input.TEXT,
                hint=gettext_noop("Sans rien de médical. La même ne compte qu’une fois."),
            ),
        ),
        do=_paid("unfitness", actions.grant_unfitness_hours),
    ),
    Form(
        slug="mandat",
        title=gettext_noop("Mandat d’élu local"),
        says=gettext_noop("Le droit des élus arrive à chaque anniversaire du mandat, dans un compteur à part."),
        article="CGCT L1621-3",
        role=Role.STAFF_AGENT,
        asked=(
            Asked(
                name="first_round_on", label=gettext_noop("Jour du premier tour qui a donné le mandat"),
                input=Input.DAY,
            ),
            Asked(
                name="proof", label=gettext_noop("Document vu"), input=Input.TEXT,
                hint=gettext_noop("Par exemple : procès-verbal de l’élection, arrêté préfectoral."),
            ),
        ),
        do=_mandate,
    ),
)  # fmt: skip


def form_of(slug: str, by: Actor) -> Form | None:
    """The form of this address, when `by` may write that right."""
    return next((form for form in FORMS if form.slug == slug and by.has(form.role)), None)
