"""Why a year gave what it gave, in the sentences an agent would say; figures and articles come from the rule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from acquis.accounts.types import Article, Cause, WhyRegime
from acquis.rules import Regime, WorkUnit
from acquis.web.design.written import decimal, euros_plain

#: The number of an article of the labour code, its paragraphs apart.
ARTICLE = re.compile(r"\b[LRD]\d{4}(?:-\d+)+")

#: The units of the law that these explanations show.
UNITS = (gettext_noop("heures"), gettext_noop("jours"), gettext_noop("mois"), gettext_noop("année"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What the page shows of one regime of one year: sentences, lines of the calculation, articles."""

    sentences: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    law: str


def explain(why: WhyRegime) -> Explanation:
    """Turn the rule's working into words."""
    if not why.working:
        return _without_working(why)
    working = why.working
    if (
        why.unit in (WorkUnit.HOURS, WorkUnit.DAYS)
        and not why.earned_cents
        and not why.moved_cents
        and not Fraction(why.worked)
    ):
        sentences = [_("Aucun travail n’est déclaré pour vous cette année-là : elle ne donne pas de droits.")]
    else:
        sentences = [_time_worked(why), *_amount(why), *_cut(why)]
    lines = [
        (_("Montant d’une année complète"), euros_plain(working["full_cents"])),
        (_("Ce que donne votre temps de travail"), euros_plain(working["base_cents"])),
    ]
    if working.get("uplift_cents"):
        lines.append((_("Majoration pour les travailleurs handicapés"), euros_plain(working["uplift_cents"])))
    lines += [
        (_("Droits gagnés pour l’année"), euros_plain(why.earned_cents)),
        (_("Droits annuels déjà sur votre compte"), euros_plain(why.balance_before_cents)),
        (_("Plafond de votre compte"), euros_plain(why.ceiling_cents)),
        (_("Place restante sous le plafond"), euros_plain(working["room_cents"])),
        (_("Droits ajoutés"), euros_plain(why.moved_cents)),
    ]
    return Explanation(sentences=tuple(sentences), lines=tuple(lines), law=_law(why))


def _without_working(why: WhyRegime) -> Explanation:
    """What is said when the rule of today no longer explains the amount."""
    if why.cause is Cause.UNDONE:
        said = _("Les droits versés pour cette année ont été annulés. Ils seront calculés de nouveau.")
    else:
        said = _("La règle de cette année a été corrigée depuis. Vos droits seront calculés de nouveau.")
    lines = [
        (_("Droits gagnés pour l’année"), euros_plain(why.earned_cents)),
        (_("Droits ajoutés"), euros_plain(why.moved_cents)),
    ]
    return Explanation(sentences=(said,), lines=tuple(lines), law=_law(why))


def value_words(article: Article) -> str:
    """A value of the law as it is read: « 500 € », « 50 % », « 1 607 heures »."""
    if article.unit == "centimes" and article.value.isdecimal():
        return euros_plain(int(article.value))
    if article.unit == "choix":
        return {"one_yearly_amount": _("un seul montant"), "added": _("les deux")}.get(article.value, "")
    text = decimal(article.value) if article.value.replace(".", "").isdecimal() else article.value
    if article.unit == "pour cent":
        return _("%(number)s %%") % {"number": text}
    return f"{text}\xa0{_(article.unit)}" if article.unit else text


def _law(why: WhyRegime) -> str:
    """The articles applied, each once: « Code du travail, art. L6323-11 et R6323-1 »."""
    found = dict.fromkeys(number for each in why.articles for number in ARTICLE.findall(each.article))
    numbers = list(found)
    if not numbers:
        return ""
    listed = (
        numbers[0]
        if len(numbers) == 1
        else _("%(first)s et %(last)s")
        % {
            "first": ", ".join(numbers[:-1]),
            "last": numbers[-1],
        }
    )
    return _("Code du travail, art. %(articles)s") % {"articles": listed}


def _time_worked(why: WhyRegime) -> str:
    worked = decimal(why.worked)
    if why.regime is Regime.ESAT:
        return _("Vous étiez en établissement ou service d’aide par le travail.")
    share = Fraction(why.working["worked"], why.working["reference"]) if why.working.get("reference") else Fraction(0)
    match why.unit:
        case WorkUnit.HOURS:
            text = _("Vous avez travaillé %(count)s heures") % {"count": worked}
        case WorkUnit.DAYS:
            text = _("Vous avez travaillé %(count)s jours") % {"count": worked}
        case WorkUnit.MONTHS:
            text = _("Vous avez exercé votre activité pendant %(count)s mois") % {"count": worked}
        case WorkUnit.PAY:
            text = _("Votre rémunération de l’année a été comptée")
        case _:
            text = _("Votre activité de l’année a été comptée")
    if share >= 1:
        return text + _(", soit une année complète.")
    if share >= Fraction(1, 2):
        return text + _(", soit au moins la moitié d’une année complète.")
    return text + _(", soit moins de la moitié d’une année complète.")


def _amount(why: WhyRegime) -> list[str]:
    working, full = why.working, euros_plain(why.working["full_cents"])
    if why.regime is Regime.ESAT:
        return [_("Pour chaque année d’accueil, à temps plein ou non, la loi crédite %(full)s.") % {"full": full}]
    if why.regime is Regime.SELF_EMPLOYED:
        if not why.contribution_paid:
            return [_("La contribution à la formation n’a pas été payée pour cette année : la loi ne crédite rien.")]
        return [
            _("Pour une année complète d’activité, la loi crédite %(full)s, et moins en proportion.") % {"full": full}
        ]
    said = []
    if working["is_full_share"]:
        said.append(_("À partir d’un mi-temps, la loi crédite %(full)s.") % {"full": full})
        if why.low_qualified:
            said.append(_("Ce montant est celui des personnes sans diplôme de niveau 3 (CAP, BEP)."))
    else:
        said.append(
            _("En dessous d’un mi-temps, la loi crédite une part du montant annuel, selon votre temps : %(base)s.")
            % {"base": euros_plain(working["base_cents"])}
        )
    if working.get("uplift_cents"):
        said.append(
            _("Comme travailleur handicapé, vous recevez %(uplift)s de plus.")
            % {"uplift": euros_plain(working["uplift_cents"])}
        )
    return said


def _cut(why: WhyRegime) -> list[str]:
    ceiling = euros_plain(why.ceiling_cents)
    if why.moved_cents > why.earned_cents:
        return [
            _("Vous gardez %(more)s de plus : une correction devait les reprendre, mais vous les aviez déjà utilisés.")
            % {"more": euros_plain(why.moved_cents - why.earned_cents)}
        ]
    if why.moved_cents == why.earned_cents:
        return [_("Votre compte n’avait pas atteint son plafond de %(ceiling)s.") % {"ceiling": ceiling}]
    if why.moved_cents == 0:
        return [
            _("Votre compte avait déjà atteint son plafond de %(ceiling)s : rien n’a été ajouté.")
            % {"ceiling": ceiling}
        ]
    return [
        _("Votre compte a atteint son plafond de %(ceiling)s : seuls %(granted)s ont été ajoutés.")
        % {"ceiling": ceiling, "granted": euros_plain(why.moved_cents)}
    ]
