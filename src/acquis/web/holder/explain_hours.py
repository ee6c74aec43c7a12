"""Why a public agent's year gave its hours, in the sentences an agent would say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from acquis.accounts.types import Cause, PurseKind, WhyHours
from acquis.web.design.written import hours as written
from acquis.web.labels import label

from .recomputed import because


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursStep:
    """One computation in the table: its day, its cause, what the year gave in all since, the change."""

    on: date
    cause: str
    given: str
    moved: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursExplained:
    """What the page shows of a year in hours: sentences, lines of the calculation, every computation if several."""

    name: str
    sentences: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    steps: tuple[HoursStep, ...]
    on: date


def explain_hours(why: WhyHours) -> HoursExplained:
    """Turn the rule's working into words."""
    return HoursExplained(
        name=label(PurseKind.HOURS),
        sentences=tuple(_sentences(why)),
        lines=tuple(_lines(why)),
        steps=tuple(_steps(why)) if len(why.history) > 1 else (),
        on=why.credited_on,
    )


def _sentences(why: WhyHours) -> list[str]:
    if why.cause is Cause.UNDONE:
        return [_("Les heures versées pour cette année ont été annulées. Elles seront calculées de nouveau.")]
    if why.full_hours is None:
        return [_("La règle de cette année a été corrigée depuis. Vos droits seront calculés de nouveau.")]
    said = [_("Pour une année d’agent public, la loi donne %(full)s.") % {"full": written(why.full_hours)}]
    if why.category_c_low_qualified:
        said.append(_("C’est le nombre d’heures des agents de catégorie C sans diplôme de niveau 3 (CAP, BEP)."))
    if why.earned_hours == 0:
        said.append(_("Aucun service n’a été déclaré pour cette année : elle ne donne rien."))
    elif why.is_part_time_post:
        said.append(
            _("Votre poste est à temps non complet : vous recevez la part qui lui correspond, soit %(earned)s.")
            % {"earned": written(why.earned_hours)}
        )
    else:
        said.append(_("Un temps partiel compte comme un temps plein."))
    return [*said, *_cut(why)]


def _cut(why: WhyHours) -> list[str]:
    most = written(why.ceiling_hours)
    if why.shortfall_hours:
        return [
            _("%(hours)s devaient être reprises, mais vous les aviez déjà utilisées : elles vous restent.")
            % {"hours": written(why.shortfall_hours)}
        ]
    if why.moved_hours >= why.earned_hours:
        return [_("Votre compteur n’avait pas atteint son plafond de %(most)s.") % {"most": most}]
    if why.moved_hours == 0:
        return [_("Votre compteur avait déjà atteint son plafond de %(most)s : rien n’a été ajouté.") % {"most": most}]
    return [
        _("Votre compteur a atteint son plafond de %(most)s : seules %(granted)s ont été ajoutées.")
        % {"most": most, "granted": written(why.moved_hours)}
    ]


def _lines(why: WhyHours) -> list[tuple[str, str]]:
    lines = []
    if why.full_hours is not None and why.room_hours is not None:
        lines.append((_("Heures d’une année complète"), written(why.full_hours)))
    lines.append((_("Heures gagnées pour l’année"), written(why.earned_hours)))
    if why.room_hours is not None:
        lines += [
            (_("Heures déjà sur votre compteur"), written(why.balance_before_hours)),
            (_("Plafond de votre compteur"), written(why.ceiling_hours)),
            (_("Place restante sous le plafond"), written(why.room_hours)),
        ]
    return [*lines, (_("Heures ajoutées"), written(why.moved_hours))]


def _steps(why: WhyHours) -> list[HoursStep]:
    return [
        HoursStep(
            on=each.credited_on,
            cause=_("Premier calcul") if each.version == 1 else because(each.cause),
            given=written(each.given_hours),
            moved=f"{'+' if each.moved_hours > 0 else ''}{written(each.moved_hours)}",
        )
        for each in reversed(why.history)
    ]


def title_of(why: WhyHours) -> str:
    """« Pourquoi 25 h pour 2025 ? »"""
    return _("Pourquoi %(amount)s pour %(year)s ?") % {"amount": written(why.moved_hours), "year": why.year}
