"""Conditions, amounts and reasons of conventions as sentences: for the funder that writes them, for who meets them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from acquis.catalogue import queries as catalogue
from acquis.catalogue.types import Modality
from acquis.funders.types import (
    KINDS,
    AmountKind,
    AmountRule,
    Askable,
    Comparison,
    Criterion,
    Decision,
    Fact,
    FactKind,
    Instruction,
    No,
    Reason,
)
from acquis.kit.departments import departments, regions
from acquis.rules import Action
from acquis.web.design.written import euros, number
from acquis.web.labels import label

#: Refusals shown to a holder: the nearest ones, since hundreds of conventions may be in force.
NEAREST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonLine:
    """A condition in words, whether it holds, and what is known of the purchase."""

    words: str
    held: bool
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLines:
    """What a convention answered to a purchase: its funder, what it is for, how much, or why not."""

    funder: str
    purpose: str
    amount_cents: int
    why_not: str
    reasons: tuple[ReasonLine, ...]


def answers_of(decisions: Iterable[Decision]) -> tuple[list[AnswerLines], list[AnswerLines]]:
    """What is given, and the nearest of what is not: those of which the fewest conditions fail."""
    told = list(decisions)
    given = [_answer(each) for each in told if each.amount_cents]
    refused = sorted((each for each in told if not each.amount_cents), key=_failed)[:NEAREST]
    return given, [_answer(each) for each in refused]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskableLines:
    """An aid to ask for: of whom, how much at most, until when, what then. `open`: it may be asked for today."""

    convention_id: UUID
    funder: str
    purpose: str
    amount_cents: int
    ask_by: date
    answer_by: date
    answer_days: int
    ask_days: int
    silence: str
    documents: tuple[str, ...]
    motive: bool
    asked: bool
    open: bool
    reasons: tuple[ReasonLine, ...]


def askable_lines(askable: Iterable[Askable], today: date) -> list[AskableLines]:
    """The aids that may be asked for, or could have been, in words."""
    return [
        AskableLines(
            convention_id=each.decision.convention_id,
            funder=each.decision.funder,
            purpose=each.decision.purpose,
            amount_cents=each.amount_cents,
            ask_by=each.ask_by,
            answer_by=each.answer_by,
            answer_days=each.instruction.answer_days,
            ask_days=each.instruction.ask_days,
            silence=label(each.instruction.silence) + ".",
            documents=each.instruction.documents,
            motive=each.instruction.motive,
            asked=each.asked,
            open=not each.asked and today <= each.ask_by,
            reasons=reason_lines(each.decision.reasons),
        )
        for each in askable
    ]


def reason_lines(reasons: Iterable[Reason]) -> tuple[ReasonLine, ...]:
    return tuple(
        ReasonLine(words=criterion_words(each.criterion), held=each.held, found=found_words(each)) for each in reasons
    )


def criterion_words(criterion: Criterion) -> str:
    """A condition as a sentence without a subject: « Avoir 26 ans au moins »."""
    fact, how = criterion.fact, criterion.how
    if KINDS[fact] is FactKind.FLAG:
        return _flags()[fact][how is Comparison.IS_SO]
    if KINDS[fact] in (FactKind.NUMBER, FactKind.CENTS):
        figure = euros(int(criterion.values[0])) if KINDS[fact] is FactKind.CENTS else number(int(criterion.values[0]))
        return _bounds()[fact][how is Comparison.AT_LEAST] % {"figure": figure}
    return _codes()[fact][how is Comparison.AMONG] % {"codes": _listed(named_codes(fact, criterion.values))}


def found_words(reason: Reason) -> str:
    """What is known of this purchase: « 24 ans », « non », « pas connu »."""
    fact = reason.criterion.fact
    if reason.found is None:
        return _("pas connu")
    match KINDS[fact]:
        case FactKind.FLAG:
            return _("oui") if reason.found[0] else _("non")
        case FactKind.CENTS:
            return euros(int(reason.found[0]))
        case FactKind.NUMBER:
            units = {Fact.AGE: _("%s ans"), Fact.HOURS: _("%s h"), Fact.LEVEL: _("niveau %s")}
            return units[fact] % number(int(reason.found[0]))
        case FactKind.CODES:
            return _listed(named_codes(fact, reason.found))


def amount_words(rule: AmountRule) -> list[str]:
    """How much, and its bounds, as sentences."""
    match rule.kind:
        case AmountKind.REMAINING:
            said = [_("Tout ce qui reste à payer une fois les droits utilisés.")]
        case AmountKind.SHARE:
            said = [_("%(percent)s %% du prix.") % {"percent": rule.percent}]
        case AmountKind.SUM:
            said = [_("%(amount)s par formation.") % {"amount": euros(rule.sum_cents or 0)}]
    if rule.most_cents is not None:
        said.append(_("Au plus %(amount)s par formation.") % {"amount": euros(rule.most_cents)})
    if rule.most_per_person_cents is not None:
        said.append(_("Au plus %(amount)s par personne en tout.") % {"amount": euros(rule.most_per_person_cents)})
    return said


def answering_words(instruction: Instruction | None) -> list[str]:
    """Who decides, when, and on what, as sentences."""
    if instruction is None:
        return [_("Personne : qui remplit les conditions a l’aide tout de suite.")]
    said = [
        _("Un agent, dans les %(days)s jours ouvrés.") % {"days": instruction.answer_days},
        label(instruction.silence) + ".",
        _("L’aide est demandée au moins %(days)s jours ouvrés avant le début.") % {"days": instruction.ask_days},
    ]
    if instruction.motive:
        said.append(_("La personne dit pourquoi elle veut suivre la formation."))
    if instruction.documents:
        said.append(_("Documents à joindre : %(names)s.") % {"names": ", ".join(instruction.documents)})
    wait = {"days": instruction.document_days}
    if instruction.suspends:
        said.append(_("Un document qui manque est envoyé dans les %(days)s jours ouvrés ; le délai s’arrête.") % wait)
    else:
        said.append(_("Un document qui manque n’arrête pas le délai."))
    return said


def named_codes(fact: Fact, values: Sequence[str | int]) -> list[str]:
    """Codes with their names, where they have one."""
    codes = [str(value) for value in values]
    match fact:
        case Fact.HOME_REGION:
            return [dict(regions()).get(code, code) for code in codes]
        case Fact.HOME_DEPARTMENT | Fact.TRAINING_DEPARTMENT:
            known = {each.code: each.name for each in departments()}
            return [f"{known[code]} ({code})" if code in known else code for code in codes]
        case Fact.ACTION:
            return [label(Action(code)) for code in codes]
        case Fact.MODALITY:
            return [label(Modality(code)) for code in codes]
        case Fact.ROME:
            jobs = {job.rome: job.label for job in catalogue.jobs(codes)}
            return [f"{jobs[code]} ({code})" if code in jobs else code for code in codes]
        case _:
            return codes


def _answer(decision: Decision) -> AnswerLines:
    return AnswerLines(
        funder=decision.funder,
        purpose=decision.purpose,
        amount_cents=decision.amount_cents,
        why_not="" if decision.amount_cents else label(decision.no or No.NOTHING_LEFT_TO_PAY),
        reasons=reason_lines(decision.reasons),
    )


def _failed(decision: Decision) -> int:
    return sum(not each.held for each in decision.reasons)


def _listed(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s ou %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _flags() -> dict[Fact, tuple[str, str]]:
    """For each fact, the condition that it is not so, and that it is."""
    return {
        Fact.JOBSEEKER: (_("Ne pas chercher d’emploi"), _("Chercher un emploi")),
        Fact.LOW_QUALIFIED: (
            _("Avoir un diplôme de niveau 3 (CAP) ou plus"),
            _("Être sans diplôme de niveau 3 (CAP)"),
        ),
        Fact.DISABLED: (
            _("Ne pas être travailleur handicapé"),
            _("Être travailleur handicapé, justificatif accepté"),
        ),
        Fact.TENSE_JOB: (
            _("Se préparer à un métier qui n’est pas en tension dans la région du domicile"),
            _("Se préparer à un métier en tension dans la région du domicile"),
        ),
    }


def _bounds() -> dict[Fact, tuple[str, str]]:
    """For each fact, its bound from above, and from below."""
    return {
        Fact.AGE: (_("Avoir %(figure)s ans au plus"), _("Avoir %(figure)s ans au moins")),
        Fact.LEVEL: (
            _("Préparer une certification de niveau %(figure)s au plus"),
            _("Préparer une certification de niveau %(figure)s au moins"),
        ),
        Fact.HOURS: (_("Une durée de %(figure)s h au plus"), _("Une durée de %(figure)s h au moins")),
        Fact.PRICE: (_("Un prix de %(figure)s au plus"), _("Un prix de %(figure)s au moins")),
        Fact.REMAINING: (
            _("Un reste à payer de %(figure)s au plus"),
            _("Un reste à payer de %(figure)s au moins"),
        ),
    }


def _codes() -> dict[Fact, tuple[str, str]]:
    """For each fact, the condition that it is none of the codes, and that it is one of them."""
    elsewhere, here = _("Habiter ailleurs que : %(codes)s"), _("Habiter : %(codes)s")
    return {
        Fact.HOME_REGION: (elsewhere, here),
        Fact.HOME_DEPARTMENT: (elsewhere, here),
        Fact.ACTION: (_("Tout sauf : %(codes)s"), _("Pour : %(codes)s")),
        Fact.CERTIFICATION: (_("Une autre certification que : %(codes)s"), _("La certification : %(codes)s")),
        Fact.FORMACODE: (_("Un autre domaine que : %(codes)s"), _("Le domaine (Formacode) : %(codes)s")),
        Fact.ROME: (_("Se préparer à un autre métier que : %(codes)s"), _("Se préparer au métier : %(codes)s")),
        Fact.PROVIDER: (_("Un autre organisme que : %(codes)s"), _("Chez l’organisme : %(codes)s")),
        Fact.TRAINING_DEPARTMENT: (_("Se former ailleurs que : %(codes)s"), _("Se former dans : %(codes)s")),
        Fact.MODALITY: (_("Tout sauf : %(codes)s"), _("Une formation : %(codes)s")),
    }
