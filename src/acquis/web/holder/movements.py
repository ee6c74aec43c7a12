"""The reasons of the movements of an account, in sentences with their article; balances run from the first line on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from acquis.accounts.types import GrantCard, Line, PurseKind
from acquis.ledger.types import Code, MovementState
from acquis.web.granted_words import granted
from acquis.web.labels import label

#: For each code, why money moved and the article that says so; empty where a contract says it and not a text.
REASONS: dict[Code, tuple[str, str]] = {
    Code.YEARLY_CREDIT: (gettext_noop("Votre travail de l’année vous a donné ces droits."), "L6323-11"),
    Code.TOP_UP: (gettext_noop("Quelqu’un d’autre a ajouté cette somme à vos droits."), "L6323-4"),
    Code.COMMITMENT: (
        gettext_noop("Cette somme est mise de côté pour la formation que vous avez confirmée."),
        "L6323-9",
    ),
    Code.HOLDER_PAYMENT: (gettext_noop("Vous avez payé cette somme par carte."), "L6323-7"),
    Code.HOLDER_REFUND: (gettext_noop("Cette somme est repartie sur votre carte."), ""),
    Code.SETTLEMENT: (
        gettext_noop("La formation est payée à l’organisme, pour la part que vous avez suivie."),
        "L6323-9",
    ),
    Code.DEPOSIT: (gettext_noop("Un acompte est versé à l’organisme à votre entrée en formation."), "L6323-9"),
    Code.RETURNED: (gettext_noop("Cette somme n’a pas été dépensée : elle revient sur votre compte."), "L6323-9"),
    Code.LAPSED: (
        gettext_noop("La date limite est passée, ou la formation n’a pas été suivie : cette somme est perdue."),
        "L6323-4",
    ),
    Code.CREDIT_NOTE: (gettext_noop("Ce que vous aviez payé est gardé pour une autre formation."), ""),
    Code.LATE_CANCELLATION: (gettext_noop("L’inscription a été annulée trop tard pour être gratuite."), "L6323-9"),
    Code.REVERSAL: (gettext_noop("Une écriture précédente est annulée ; les deux restent visibles."), ""),
    Code.GRANT: (gettext_noop("Un droit vous a été attribué, en plus de celui de votre travail."), ""),
    Code.GRANT_WITHDRAWN: (gettext_noop("Un droit attribué par erreur a été repris."), ""),
    Code.CONVERSION: (gettext_noop("Des droits comptés en heures ont été changés en euros, ou l’inverse."), ""),
    Code.JOINED: (gettext_noop("Deux comptes de la même personne ont été réunis : cette somme a suivi."), ""),
    Code.ENDED: (gettext_noop("Le compte a pris fin : cette somme n’est plus utilisable."), "L6323-3"),
    Code.ESCHEAT: (gettext_noop("Le compte a pris fin sans que cette somme soit utilisée."), "L6323-3"),
    Code.CORRECTION: (gettext_noop("Vos droits ont été recalculés ; voici la différence."), "L6323-11"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of the statement: `balance_cents` is what the account (or the purse asked for) held after it."""

    line: Line
    name: str
    reason: str
    article: str
    purse: str
    balance_cents: int

    @property
    def reserved(self) -> bool:
        return self.line.state == MovementState.RESERVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What the statement shows: its lines newest first, the years it could show, (year, cents) at each year's end."""

    lines: tuple[Told, ...]
    years: tuple[int, ...]
    balances: tuple[tuple[int, int], ...]
    came_cents: int
    went_cents: int
    balance_cents: int


def statement_of(
    lines: Sequence[Line],
    *,
    year: int | None = None,
    purse: UUID | None = None,
    rights: Mapping[str, GrantCard] | None = None,
) -> Statement:
    """The statement of an account from all its lines, newest first, kept to a year and a purse when they are given.

    `rights` are those that no year of work gave, by the reference of their movement: they say what gave them.
    Balances count what is reserved as gone, since it cannot be spent again.
    """
    ours = [line for line in lines if purse is None or line.purse_id == purse]
    balance, told, ends = 0, [], {}
    for line in reversed(ours):
        balance += line.amount_cents
        ends[line.on.year] = balance
        if year is None or line.on.year == year:
            told.append(_told(line, balance, (rights or {}).get(line.reference)))
    return Statement(
        lines=tuple(reversed(told)),
        years=tuple(sorted({line.on.year for line in ours}, reverse=True)),
        balances=tuple(_every_year(ends)),
        came_cents=sum(each.line.amount_cents for each in told if each.line.amount_cents > 0),
        went_cents=-sum(each.line.amount_cents for each in told if each.line.amount_cents < 0),
        balance_cents=told[-1].balance_cents if told else 0,
    )


def article_words(article: str) -> str:
    """« Code du travail, art. L6323-11 »; empty when no text is behind."""
    return _("Code du travail, art. %(articles)s") % {"articles": article} if article else ""


def purse_words(kind: PurseKind, name: str) -> str:
    """A purse as it is called, with what its funder calls it."""
    return f"{label(kind)} · {name}" if name else label(kind)


def _told(line: Line, balance: int, right: GrantCard | None) -> Told:
    reason, article = REASONS.get(Code(line.code), ("", ""))
    words = _(reason) if reason else ""
    if line.why_year is not None and line.amount_cents > 0:
        words = _("Votre travail de %(year)s vous a donné ces droits.") % {"year": line.why_year}
    elif line.why_year is not None:
        words = _("Vos droits de %(year)s ont été recalculés ; voici la différence.") % {"year": line.why_year}
    known = granted(right) if right else None
    return Told(
        line=line,
        name=known.name if known else label(line.code),
        reason=(known and known.reason) or words,
        article=(known and known.article) or article_words(article),
        purse=purse_words(line.purse_kind, line.purse_label),
        balance_cents=balance,
    )


def _every_year(ends: dict[int, int]) -> list[tuple[int, int]]:
    """The balance at the end of each year from the first to the last; a year without movement keeps the one before."""
    found, balance = [], 0
    for year in range(min(ends), max(ends) + 1) if ends else ():
        balance = ends.get(year, balance)
        found.append((year, balance))
    return found


def until(lines: Sequence[Line], day: date) -> list[Line]:
    """The lines of that day and before."""
    return [line for line in lines if line.on <= day]
