"""A year that was computed again: what was credited before, what is now, the difference, and what changed between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.utils.translation import gettext as _

from acquis.accounts.types import Cause, WhyRegime, YearVersion
from acquis.declarations.types import DeclaredLine, DeclaredYear
from acquis.kit.clock import day_of
from acquis.rules import Regime, WorkUnit
from acquis.web.declared import measured, period_words, who_words
from acquis.web.design.written import day, euros


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One computation in the table: its day, its cause, the time it counted, what the year gave in all, the change."""

    on: date
    cause: str
    worked: str
    given_cents: int
    moved_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputed:
    """What the page tells of a regime computed more than once: sentences, what changed, every computation."""

    sentences: tuple[str, ...]
    changes: tuple[str, ...]
    steps: tuple[Step, ...]


def recomputed(why: WhyRegime, declared: Sequence[DeclaredYear]) -> Recomputed | None:
    """The story of a regime's year, newest computation first; None when it was computed once."""
    if len(why.history) < 2 or why.history[-1].version == 1:
        return None
    before, now = why.history[-2:]
    lines = [line for year in declared if year.regime is why.regime for line in year.lines]
    return Recomputed(
        sentences=tuple(_sentences(before, now)),
        changes=(*_facts(before, now, why.regime), *_lines(before, now, lines)),
        steps=tuple(_step(each) for each in reversed(why.history)),
    )


def _sentences(before: YearVersion, now: YearVersion) -> list[str]:
    words = {"day": day(now.credited_on), "before": euros(before.given_cents), "now": euros(now.given_cents)}
    said = [because(now.cause)]
    if now.moved_cents == 0:
        said.append(_("Le calcul refait le %(day)s donne le même montant : %(now)s.") % words)
    elif now.moved_cents > 0:
        words["more"] = euros(now.moved_cents)
        said.append(_("Avant : %(before)s. Depuis le %(day)s : %(now)s, soit %(more)s de plus.") % words)
    else:
        words["less"] = euros(-now.moved_cents)
        said.append(_("Avant : %(before)s. Depuis le %(day)s : %(now)s, soit %(less)s de moins.") % words)
    if now.shortfall_cents:
        said.append(
            _("%(amount)s devaient aussi être repris, mais vous les aviez déjà utilisés.")
            % {"amount": euros(now.shortfall_cents)}
        )
    return said


def because(cause: Cause) -> str:
    """Why a year was computed again."""
    match cause:
        case Cause.FACTS:
            return _("Ce qui a été déclaré pour cette année a changé.")
        case Cause.LAW:
            return _("La règle de cette année a été corrigée.")
        case Cause.UNDONE:
            return _("Les droits versés pour cette année ont été annulés.")
        case Cause.RESTORED:
            return _("Un versement a été annulé : ce qui valait avant lui vaut de nouveau.")
        case Cause.JOINED:
            return _("Deux de vos comptes ont été réunis, et cette année est comptée une seule fois.")
        case Cause.PARTED:
            return _("Deux comptes réunis à tort ont été séparés.")


def _facts(before: YearVersion, now: YearVersion, regime: Regime) -> list[str]:
    """What the rule was told differently the second time."""
    if now.cause in (Cause.LAW, Cause.UNDONE, Cause.RESTORED):
        return []
    said = []
    if (before.worked, before.reference, before.unit) != (now.worked, now.reference, now.unit):
        said.append(
            _("Temps de travail de l’année : %(now)s, au lieu de %(before)s.")
            % {"now": _worked(now), "before": _worked(before)}
        )
    if before.low_qualified != now.low_qualified:
        said.append(
            _("Vous êtes maintenant compté parmi les personnes sans diplôme de niveau 3.")
            if now.low_qualified
            else _("Vous n’êtes plus compté parmi les personnes sans diplôme de niveau 3.")
        )
    if before.oeth != now.oeth:
        said.append(
            _("La majoration pour les travailleurs handicapés s’applique maintenant.")
            if now.oeth
            else _("La majoration pour les travailleurs handicapés ne s’applique plus.")
        )
    if regime is Regime.SELF_EMPLOYED and before.contribution_paid != now.contribution_paid:
        said.append(
            _("Votre contribution à la formation est maintenant déclarée payée.")
            if now.contribution_paid
            else _("Votre contribution à la formation n’est plus déclarée payée.")
        )
    return said


def _lines(before: YearVersion, now: YearVersion, lines: Sequence[DeclaredLine]) -> list[str]:
    """The declarations received between the two computations: corrected, withdrawn, or new."""
    if now.cause is not Cause.FACTS:
        return []
    said = []
    for line in lines:
        on = day_of(line.received_at)
        # A new line of the first computation's own day was in it.
        first = before.credited_on if line.former is not None else before.credited_on + timedelta(days=1)
        if not first <= on <= now.credited_on:
            continue
        words = {"period": period_words(line), "who": who_words(line), "day": day(on)}
        words["now"], words["before"] = measured(line.counted, line.unit), measured(line.former or "0", line.unit)
        if line.withdrawn:
            said.append(_("%(period)s, %(who)s : %(before)s, retirés le %(day)s.") % words)
        elif line.former is None:
            said.append(_("%(period)s, %(who)s : %(now)s, déclarés le %(day)s.") % words)
        else:
            said.append(_("%(period)s, %(who)s : %(now)s au lieu de %(before)s, corrigés le %(day)s.") % words)
    return said


def _step(now: YearVersion) -> Step:
    return Step(
        on=now.credited_on,
        cause=_("Premier calcul") if now.version == 1 else because(now.cause),
        worked="" if now.cause is Cause.UNDONE else _worked(now),
        given_cents=now.given_cents,
        moved_cents=now.moved_cents,
    )


def _worked(version: YearVersion) -> str:
    if version.unit is WorkUnit.SHARE and version.reference:
        share = 10_000 * Fraction(version.worked) // Fraction(version.reference)
        return measured(f"{share // 100}.{share % 100:02d}", version.unit) + "\xa0%"
    if version.unit is WorkUnit.PAY:
        cents = int(Fraction(version.worked))
        return measured(f"{cents // 100}.{cents % 100:02d}", version.unit)
    return measured(version.worked, version.unit)
