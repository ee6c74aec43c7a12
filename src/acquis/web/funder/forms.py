"""The form by which a funder writes its terms: a fact a field, read into conditions and shown from them again.

What is typed and cannot be read is told beside its field, and all of what was typed comes back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from acquis.catalogue.types import Modality
from acquis.funders.types import (
    KINDS,
    LONGEST_NAME,
    MOST_DAYS,
    MOST_DOCUMENTS,
    OF_THE_HOLDER,
    AmountKind,
    AmountRule,
    Comparison,
    ConventionCard,
    Criterion,
    Fact,
    FactKind,
    Funding,
    Instruction,
    Public,
    Silence,
    Terms,
    Unspent,
)
from acquis.kit.departments import regions
from acquis.kit.money import parse_euros
from acquis.rules import Action
from acquis.web.labels import label

#: As many publics as one page can ask for at once; a convention with more is two conventions.
PUBLICS = 3
#: What may be bought with a complement (`rules.Action`): what the law no longer opens is not offered.
ACTIONS = tuple(each for each in Action if each not in (Action.BUSINESS_CREATION, Action.VOLUNTEER_TRAINING))
#: How a convention answers: its conditions alone, or an agent.
_AT_ONCE, _AGENT = "at_once", "agent"
#: How codes of each fact look, so that a slip of the hand is told and not signed.
_SHAPES = {
    Fact.HOME_DEPARTMENT: (r"\d{2}|2A|2B|97\d", "22, 29, 35, 56"),
    Fact.TRAINING_DEPARTMENT: (r"\d{2}|2A|2B|97\d", "22, 29, 35, 56"),
    Fact.CERTIFICATION: (r"(RNCP|RS)\d{1,6}", "RNCP36788, RS5616"),
    Fact.FORMACODE: (r"\d{3,5}", "440, 43436"),
    Fact.ROME: (r"[A-N](\d{2}(\d{2})?)?", "K1302, J15"),
    Fact.PROVIDER: (r"\d{9}|\d{14}", "123456789"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a form says, or what is wrong with it: {name of a field: sentence}."""

    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def read(post: QueryDict) -> Written:
    """The arguments of the acts that draft and change a convention, or the mistakes."""
    errors: dict[str, str] = {}
    common = _criteria(post, "", tuple(Fact), errors)
    publics = []
    for place in range(1, PUBLICS + 1):
        prefix = f"p{place}_"
        name, criteria = post.get(f"{prefix}name", "").strip(), _criteria(post, prefix, OF_THE_HOLDER, errors)
        if criteria and not name:
            errors[f"{prefix}name"] = _("Donnez un nom à ce public.")
        if name and not criteria:
            errors[f"{prefix}name"] = _("Dites à quoi on reconnaît ce public.")
        if name and criteria:
            publics.append(Public(name=name, criteria=tuple(criteria)))
    purpose = post.get("purpose", "").strip()
    if not purpose:
        errors["purpose"] = _("Dites en une phrase à quoi sert cette aide.")
    if not common and not publics and not errors:
        errors["age_min"] = _("Posez au moins une condition.")
    amount = _amount(post, errors)
    starts_on, ends_on = _day(post, "starts_on", errors), _day(post, "ends_on", errors)
    if starts_on and ends_on and ends_on < starts_on:
        errors["ends_on"] = _("La convention finit avant de commencer.")
    instruction = _instruction(post, errors)
    budget = _cents(post, "budget", errors, required=True)
    funding, unspent = _choice(post, "funding", Funding, errors), _choice(post, "unspent", Unspent, errors)
    if errors or amount is None:
        return Written(errors=errors)
    terms = Terms(purpose=purpose, common=tuple(common), publics=tuple(publics), amount=amount, instruction=instruction)
    return Written(
        values={
            "terms": terms,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "budget_cents": budget,
            "funding": funding,
            "unspent": unspent,
        }
    )


def shown(card: ConventionCard) -> dict[str, list[str]]:
    """What the form holds for a convention: {name of a field: its values}."""
    terms, amount = card.terms, card.terms.amount
    typed = _typed(terms.common, "")
    for place, public in enumerate(terms.publics, start=1):
        typed |= _typed(public.criteria, f"p{place}_") | {f"p{place}_name": [public.name]}
    cents = {"budget": card.budget_cents, "sum": amount.sum_cents, "most": amount.most_cents}
    cents["most_per_person"] = amount.most_per_person_cents
    typed |= {name: [_euros(value)] for name, value in cents.items() if value is not None}
    return (
        typed
        | _typed_instruction(terms.instruction)
        | {
            "purpose": [terms.purpose],
            "starts_on": [card.starts_on.isoformat()],
            "ends_on": [card.ends_on.isoformat()],
            "funding": [card.funding.value],
            "unspent": [card.unspent.value],
            "amount": [amount.kind.value],
            "percent": [str(amount.percent)] if amount.percent is not None else [],
        }
    )


def options() -> dict[str, list[tuple[str, str]]]:
    """(value, words) of what is chosen and not typed."""
    return {
        "home_region": list(regions()),
        "action": [(each.value, label(each)) for each in ACTIONS],
        "modality": [(each.value, label(each)) for each in Modality],
        "flag": [("", _("Peu importe")), ("yes", _("Oui")), ("no", _("Non"))],
        "answer": [
            (_AT_ONCE, _("Tout de suite, par les conditions seules")),
            (_AGENT, _("Après qu’un agent a regardé la demande")),
        ],
        "silence": [(each.value, label(each)) for each in Silence],
        "amount": [(each.value, label(each)) for each in AmountKind],
        "funding": [(each.value, label(each)) for each in Funding],
        "unspent": [(each.value, label(each)) for each in Unspent],
    }


def _criteria(post: QueryDict, prefix: str, facts: tuple[Fact, ...], errors: dict[str, str]) -> list[Criterion]:
    found: list[Criterion] = []
    for fact in facts:
        name = f"{prefix}{fact.value}"
        match KINDS[fact]:
            case FactKind.FLAG:
                if said := post.get(name, ""):
                    how = Comparison.IS_SO if said == "yes" else Comparison.IS_NOT_SO
                    found.append(Criterion(fact=fact, how=how))
            case FactKind.NUMBER | FactKind.CENTS:
                number = _cents if KINDS[fact] is FactKind.CENTS else _whole
                found += _bounds(post, name, fact, number, errors)
            case FactKind.CODES:
                if codes := _codes(post, name, fact, errors):
                    how = Comparison.NOT_AMONG if post.get(f"{name}_not") else Comparison.AMONG
                    found.append(Criterion(fact=fact, how=how, values=tuple(codes)))
    return found


def _bounds(
    post: QueryDict, name: str, fact: Fact, number: Callable[..., int | None], errors: dict[str, str]
) -> list[Criterion]:
    least, most = number(post, f"{name}_min", errors), number(post, f"{name}_max", errors)
    if least is not None and most is not None and most < least:
        errors[f"{name}_max"] = _("Le plus est plus petit que le moins.")
    found = []
    if least is not None:
        found.append(Criterion(fact=fact, how=Comparison.AT_LEAST, values=(least,)))
    if most is not None:
        found.append(Criterion(fact=fact, how=Comparison.AT_MOST, values=(most,)))
    return found


def _codes(post: QueryDict, name: str, fact: Fact, errors: dict[str, str]) -> list[str]:
    if fact not in _SHAPES:
        known = {Fact.HOME_REGION: {code for code, _name in regions()}, Fact.ACTION: {each.value for each in ACTIONS}}
        allowed = known.get(fact, {each.value for each in Modality})
        return [code for code in post.getlist(name) if code in allowed]
    shape, example = _SHAPES[fact]
    codes = [code.upper() for code in re.split(r"[\s,;]+", post.get(name, "")) if code]
    wrong = [code for code in codes if not re.fullmatch(shape, code)]
    if wrong:
        told = {"code": wrong[0][:20], "example": example}
        errors[name] = _("« %(code)s » n’est pas un code de cette liste ; par exemple : %(example)s.") % told
    return list(dict.fromkeys(codes))


def _amount(post: QueryDict, errors: dict[str, str]) -> AmountRule | None:
    kind = _choice(post, "amount", AmountKind, errors)
    percent = _whole(post, "percent", errors) if kind is AmountKind.SHARE else None
    cents = _cents(post, "sum", errors) if kind is AmountKind.SUM else None
    if kind is AmountKind.SHARE and "percent" not in errors and not (percent and percent <= 100):
        errors["percent"] = _("Indiquez une part, de 1 à 100.")
    if kind is AmountKind.SUM and "sum" not in errors and not cents:
        errors["sum"] = _("Indiquez une somme, par exemple 500.")
    most, per_person = _cents(post, "most", errors), _cents(post, "most_per_person", errors)
    if kind is None:
        return None
    return AmountRule(
        kind=kind,
        percent=percent,
        sum_cents=cents,
        most_cents=most or None,
        most_per_person_cents=per_person or None,
    )


def _instruction(post: QueryDict, errors: dict[str, str]) -> Instruction | None:
    """How an agent decides; None where the conditions decide at once. A form that says nothing of it means that."""
    if post.get("answer", _AT_ONCE) != _AGENT:
        return None
    days = {name: _whole(post, name, errors) for name in ("answer_days", "ask_days", "document_days")}
    for name, value in days.items():
        if name not in errors and not (value and value <= MOST_DAYS):
            errors[name] = _("Indiquez un nombre de jours ouvrés, de 1 à %(most)s.") % {"most": MOST_DAYS}
    answer, ask = days["answer_days"] or 0, days["ask_days"] or 0
    if not errors.keys() & {"answer_days", "ask_days"} and ask <= answer:
        errors["ask_days"] = _("Demandez-la plus tôt : la réponse viendrait après le début de la formation.")
    silence = _choice(post, "silence", Silence, errors)
    documents = list(dict.fromkeys(line.strip() for line in post.get("documents", "").splitlines() if line.strip()))
    if len(documents) > MOST_DOCUMENTS or any(len(each) > LONGEST_NAME for each in documents):
        errors["documents"] = _("%(most)s documents au plus, un par ligne, chacun en peu de mots.") % {
            "most": MOST_DOCUMENTS
        }
    if silence is None or errors.keys() & {*days, "documents"}:
        return None
    return Instruction(
        answer_days=answer,
        silence=silence,
        ask_days=ask,
        documents=tuple(documents),
        motive=bool(post.get("motive")),
        suspends=bool(post.get("suspends")),
        document_days=days["document_days"] or 0,
    )


def _typed_instruction(said: Instruction | None) -> dict[str, list[str]]:
    if said is None:
        return {"answer": [_AT_ONCE]}
    return {
        "answer": [_AGENT],
        "answer_days": [str(said.answer_days)],
        "ask_days": [str(said.ask_days)],
        "document_days": [str(said.document_days)],
        "silence": [said.silence.value],
        "documents": ["\n".join(said.documents)],
        "motive": ["1"] if said.motive else [],
        "suspends": ["1"] if said.suspends else [],
    }


def _choice(post: QueryDict, name: str, kind: type[Any], errors: dict[str, str]) -> Any:
    try:
        return kind(post.get(name, ""))
    except ValueError:
        errors[name] = _("Choisissez une réponse.")
        return None


def _whole(post: QueryDict, name: str, errors: dict[str, str]) -> int | None:
    text = post.get(name, "").strip()
    if not text:
        return None
    if not re.fullmatch(r"\d{1,6}", text):
        errors[name] = _("Indiquez un nombre entier, par exemple 26.")
        return None
    return int(text)


def _cents(post: QueryDict, name: str, errors: dict[str, str], *, required: bool = False) -> int | None:
    text = post.get(name, "").strip()
    if not text and not required:
        return None
    try:
        cents = parse_euros(text)
    except ValueError:
        cents = 0
        errors[name] = _("Indiquez un montant en euros, par exemple 1 500.")
    if required and not cents and name not in errors:
        errors[name] = _("Indiquez un montant en euros, par exemple 1 500.")
    return cents


def _day(post: QueryDict, name: str, errors: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(post.get(name, ""))
    except ValueError:
        errors[name] = _("Indiquez un jour, par exemple 12/01/2027.")
        return None


def _typed(criteria: tuple[Criterion, ...], prefix: str) -> dict[str, list[str]]:
    typed: dict[str, list[str]] = {}
    for each in criteria:
        name = f"{prefix}{each.fact.value}"
        match each.how:
            case Comparison.IS_SO | Comparison.IS_NOT_SO:
                typed[name] = ["yes" if each.how is Comparison.IS_SO else "no"]
            case Comparison.AT_LEAST | Comparison.AT_MOST:
                value = int(each.values[0])
                side = "min" if each.how is Comparison.AT_LEAST else "max"
                typed[f"{name}_{side}"] = [_euros(value) if KINDS[each.fact] is FactKind.CENTS else str(value)]
            case Comparison.AMONG | Comparison.NOT_AMONG:
                codes = [str(value) for value in each.values]
                typed[name] = [", ".join(codes)] if each.fact in _SHAPES else codes
                if each.how is Comparison.NOT_AMONG:
                    typed[f"{name}_not"] = ["1"]
    return typed


def _euros(cents: int) -> str:
    whole, part = divmod(cents, 100)
    return f"{whole},{part:02d}" if part else str(whole)
