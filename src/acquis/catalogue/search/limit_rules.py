"""By which words a limit is known: each rule is tried over the folded words when one of its telling words is there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ..types import Modality, Rhythm
from . import limit_values as values
from .plan import Way
from .types import Reading


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. One that is not `firm` is let go when nothing keeps it; `unwanted` takes offers away."""

    reading: Reading
    telling: frozenset[str]
    pattern: re.Pattern[str]
    make: values.Maker
    firm: bool = True
    unwanted: tuple[Way, ...] = ()


_COUNT = r"\d{1,5}|" + "|".join(values.NUMBER_WORDS)
_NUMBER = rf"(?P<n>{_COUNT})"


def _rule(reading: Reading, telling: str, pattern: str, make: values.Maker, **more: Any) -> Rule:
    return Rule(reading, frozenset(telling.split()), re.compile(rf"(?<!\S)(?:{pattern})(?!\S)"), make, **more)


_UNITS = r"(?P<unit>h|heures?|hrs?|jours?|j|semaines?|sem)"
_LESS = r"(?:(?:de |a |en |duree )?(?:moins de|max(?:i(?:mum)?)? (?:de )?|pas plus de|inferieure? a|jusqu a|au plus))"
#: « 1000e » is a price, « 12e » an arrondissement.
_EUROS = r"(?:euros?|eur|(?<=\d\d\d)e|(?<=\d\d\d )e)"

#: « qui commence », « démarrage », « début »: what may stand before a day or a month.
_BEGINS = r"commen(?:ce|cant|cer|cement)|demarr(?:e|ant|er|age)|debut(?:e|ant|er)?"
_BEGINNING = rf"(?:(?:qui|qu|elle|{_BEGINS}|rentree|session) )*"

RULES: tuple[Rule, ...] = (
    # Levels. « bac+2 » is one word, « bac + 2 » two.
    _rule(
        Reading.LEVEL,
        "bac+1 bac+2 bac+3 bac+4 bac+5 bac+6 bac+8",
        r"(?:niveau )?bac\+(?P<years>[1-8])",
        values.after_bac,
    ),
    _rule(Reading.LEVEL, "bac bac+", r"(?:niveau )?bac\+? (?:plus )?(?P<years>[1-8])(?: ans?)?", values.after_bac),
    _rule(Reading.LEVEL, "niveau", r"(?:de )?niveau (?P<level>[3-8])", values.numbered_level),
    _rule(
        Reading.LEVEL,
        "niveau",
        r"(?:de )?niveau (?P<name>cap|bep|bac|baccalaureat|bts|dut|licence|bachelor|master|doctorat)",
        values.named_level,
    ),
    _rule(
        Reading.LEVEL,
        "bac baccalaureat diplome diplomes qualification etudes",
        r"(?:quand on (?:n )?a |(?:je )?(?:n )?ai )?(?:sans|pas)(?: avoir)?(?: de| d| le| mon| son| un| aucun)? "
        r"(?:bac|baccalaureat|diplomes?|qualification|etudes)|non diplomes?",
        values.without_diploma,
        unwanted=values.ABOVE_BAC,
    ),
    # « comptable bac »: the level it leads to, or the one who asks has; rather wished than required.
    _rule(
        Reading.LEVEL,
        "bac baccalaureat",
        r"(?<!apres )(?<!apres le )(?<!post )(?:de )?bac(?:calaureat)?"
        r"(?! (?:pro|professionnel|techno|general|s|l|es|st)(?!\S))",
        values.level_of_bac,
        firm=False,
    ),
    # Durations.
    _rule(
        Reading.HOURS,
        "heures heure h jours jour semaines semaine j hrs",
        rf"{_LESS} ?{_NUMBER} ?{_UNITS}",
        values.hours,
    ),
    _rule(
        Reading.HOURS,
        "heures heure h jours jour semaines semaine j",
        rf"{_NUMBER} ?{_UNITS} (?:max(?:i(?:mum)?)?|au plus|au maximum)",
        values.hours,
    ),
    _rule(
        Reading.HOURS,
        "heures heure jours jour semaines semaine",
        rf"(?:plus de|au moins|minimum) {_NUMBER} ?{_UNITS}",
        values.least_hours,
    ),
    _rule(
        Reading.HOURS,
        "jours jour journee semaine heures",
        rf"(?:en|sur) {_NUMBER} (?P<unit>jours?|journees?|semaines?|heures?)",
        values.hours,
    ),
    _rule(
        Reading.HOURS,
        "courte courtes court rapide rapides accelere acceleree express",
        r"(?:formations? |stages? |tres )*(?:courte?s?|rapides?|acceleree?s?|express)(?: formations?)?",
        values.short,
        firm=False,
    ),
    # Prices.
    _rule(
        Reading.PRICE,
        "euros euro eur",
        rf"(?:prix )?entre (?P<low>{_COUNT}) et {_NUMBER} ?{_EUROS}",
        values.price_between,
    ),
    _rule(
        Reading.PRICE,
        "euros euro eur",
        rf"(?:{_LESS}|budget(?: de)?|prix max(?:imum)?|pour) ?{_NUMBER} ?{_EUROS}(?: max(?:imum)?)?",
        values.price,
    ),
    _rule(Reading.PRICE, "euros euro eur", rf"(?:a )?{_NUMBER} ?{_EUROS}(?: (?:max(?:imum)?|au plus))?", values.price),
    _rule(
        Reading.PRICE,
        "cher chere cheres chers prix marche couteux couteuse economique",
        r"(?:(?:la |le |les )?moins|pas(?: trop)?|peu) (?:cher(?:e?s?)|couteu(?:x|ses?))"
        r"|(?:a )?(?:bas|petits?) prix|(?:tres )?bon marche",
        values.cheap,
        firm=False,
    ),
    _rule(
        Reading.PRICE,
        "gratuit gratuite gratuites gratuits gratuitement finance financee financees prise pris reste payer zero "
        "payant payante payants payantes",
        r"(?:(?:a |en )?(?:100|entierement|totalement|completement|tout) )?gratuite?(?:s|ment)?(?: pour moi)?"
        r"|(?:entierement |totalement |integralement )finance(?:e?s?)|financee?s?(?: a)? 100(?: pour cent)?"
        r"|(?:100 |entierement |totalement )?pris(?:es?)? en charge(?: a 100)?"
        r"|(?:sans |0 |zero )(?:euros? )?(?:de )?reste a (?:charge|payer)(?: pour moi)?"
        r"|reste a (?:charge|payer) (?:zero|0)"
        r"|sans (?:rien|avoir a) payer|sans payer|(?:non|pas) payante?s?",
        values.free,
        firm=False,
    ),
    _rule(
        Reading.FUNDING,
        "region pole france opco",
        r"(?:financee?s?|pris(?:es?)? en charge|payee?s?) par (?:la |le |l |mon |un )?"
        r"(?P<payer>region|pole emploi|france travail|opco)",
        values.funded,
        firm=False,
    ),
    _rule(
        Reading.ACCESSIBLE,
        "handicap handicape handicapee handicapes handicapees handicaps pmr rqth fauteuil mobilite malentendant sourd",
        r"(?:(?:accessibles?|adaptee?s?|acces|accessibilite|ouvert(?:e?s?)) "
        r"(?:(?:aux?|a|pour|les|la|le|l|des?|tous?|toutes?|personnes?|en|situation) )*)"
        r"(?:handicap(?:s|ee?s?)?|pmr|fauteuil(?: roulant)?|mobilite reduite|malentendante?s?|sourde?s?)"
        r"|rqth|(?:en )?fauteuil roulant|(?:je suis |personne )handicapee?"
        r"|(?:pour (?:les )?personnes? )(?:handicapee?s?|en situation de handicap)"
        r"|(?:je suis |etant |quand on est )(?:en situation de handicap|reconnue? handicapee?)",
        values.accessible,
    ),
    # Starts.
    _rule(
        Reading.STARTS,
        "mois semaines semaine jours jour",
        rf"(?:(?:qui |commen[c]?e?[a-z]*|demarr[a-z]*|debut[a-z]*|dispo[a-z]*) ?){{0,2}}(?:dans|d ici|sous|avant) "
        rf"(?:moins de |environ |les )?{_NUMBER} (?:prochaine?s? )?(?P<unit>jours?|semaines?|mois)",
        values.within,
    ),
    _rule(
        Reading.STARTS,
        "semaine",
        rf"{_BEGINNING}(?P<how>(?:des|a partir de) )?(?:la semaine (?P<next>prochaine)|cette semaine)",
        values.in_a_week,
    ),
    _rule(
        Reading.STARTS,
        "prochain",
        rf"{_BEGINNING}(?:le |au )?mois prochain",
        values.next_month,
    ),
    _rule(
        Reading.STARTS,
        " ".join(values.MONTHS),
        rf"{_BEGINNING}"
        r"(?:(?P<how>a partir du|des le|avant le|apres le|d ici le|d ici au|jusqu au|au plus tard le|le) )?"
        rf"(?P<day>[12]?\d|3[01])(?:er)? (?P<month>{'|'.join(values.MONTHS)})(?: (?P<year>20\d\d))?",
        values.on_a_day,
    ),
    _rule(
        Reading.STARTS,
        " ".join(values.MONTHS),
        rf"{_BEGINNING}(?:(?P<how>en|a partir de|des|avant|apres|d ici|pour|debut|fin) )?"
        r"(?:le mois de |(?:la )?(?P<part>debut|mi|fin) )?"
        rf"(?P<month>{'|'.join(values.MONTHS)})(?: (?P<year>20\d\d))?",
        values.in_month,
    ),
    _rule(
        Reading.STARTS,
        "rentree ete printemps automne",
        r"(?:a la |cet |cette |en |au |pour la |pour l )(?P<season>rentree|ete|printemps|automne)",
        values.season,
    ),
    _rule(
        Reading.STARTS,
        "rapidement suite immediatement possible vite bientot immediate urgent prochainement",
        r"(?:(?:qui |commence |demarre |debute |commencer )*)"
        r"(?:rapidement|tout de suite|immediatement|des que possible|au plus (?:vite|tot)|bientot|"
        r"le plus vite possible|"
        r"entree immediate|urgent|prochainement)",
        values.soon,
        firm=False,
    ),
    # « secourisme 2 jours »: said alone it is rather wished than required.
    _rule(
        Reading.HOURS,
        "heures heure h jours jour journee journees semaines semaine j",
        rf"(?:de |d |duree )?{_NUMBER} ?(?P<unit>h|heures?|hrs?|jours?|journees?|semaines?)",
        values.hours,
        firm=False,
    ),
    # Where and when one learns. What one will not have comes first: « sans distance » is not « à distance ».
    _rule(
        Reading.MODALITY,
        "distance distanciel ligne visio visioconference internet elearning e-learning correspondance",
        r"(?:pas|sans|non|ni|jamais)(?: (?:a|en|de|du|la|par|sur|tout|cours))* "
        r"(?:distance|distanciel(?:le)?s?|ligne|visio(?:conference)?|internet|e learning|elearning|correspondance)",
        values.modality(Modality.ON_SITE),
    ),
    _rule(
        Reading.MODALITY,
        "presentiel presentielle presence place deplacer deplacement",
        r"(?:pas|sans|non|ni|jamais)(?: (?:a|en|de|du|la|sur|me|se|devoir))* "
        r"(?:presentiel(?:le)?s?|presence|place|deplacer|deplacement)",
        values.modality(Modality.REMOTE),
    ),
    _rule(
        Reading.MODALITY,
        "presentiel presentielle presence place salle centre physique",
        r"(?:en |100 )?presentiel(?:le)?s?|en presence|sur place|en salle|en centre|en physique|cours en presentiel",
        values.modality(Modality.ON_SITE, Modality.MIXED),
    ),
    _rule(
        Reading.MODALITY,
        "distance distanciel distancielle ligne e-learning elearning learning online visio visioconference internet "
        "maison domicile correspondance webinaire foad moi remote teletravail",
        r"(?:100 |tout |entierement |totalement |cours )?(?:(?:a |en )?distance|"
        r"(?:en )?distanciel(?:le)?s?|en ligne|e learning|elearning|"
        r"online|(?:en |par )?visio(?:conference)?|(?:par|sur) internet|(?:depuis|de) (?:chez (?:moi|soi)|la maison)|"
        r"a la maison|par correspondance|foad|remote)",
        values.modality(Modality.REMOTE),
    ),
    _rule(
        Reading.MODALITY,
        "mixte hybride blended",
        r"(?:en )?(?:mixte|hybride|blended)(?: learning)?",
        values.modality(Modality.MIXED),
    ),
    _rule(
        Reading.RHYTHM,
        "week weekend week-end weekends we samedi samedis dimanche dimanches",
        r"(?:le |les |pendant (?:le |les )?|uniquement le |que le )?"
        r"(?:week ends?|weekends?|we(?=$)|samedis?(?: (?:et|ou) (?:le )?dimanches?)?|dimanches?)",
        values.rhythm(Rhythm.WEEKENDS),
        firm=False,
    ),
    _rule(Reading.RHYTHM, "semaine", r"(?:en|la|pendant la) semaine", values.rhythm(Rhythm.WEEKDAYS), firm=False),
    _rule(Reading.RHYTHM, "partiel", r"(?:a )?temps partiel", values.rhythm(Rhythm.PART_TIME), firm=False),
    _rule(
        Reading.RHYTHM, "plein complet", r"(?:a )?temps (?:plein|complet)", values.rhythm(Rhythm.FULL_TIME), firm=False
    ),
)

#: What people ask that no offer tells as such: it is said to them, and the words only prefer, unless they are refused.
UNHEARD = re.compile(
    r"(?<!\S)(?:(?:(?:le|en|cours du|pendant le|apres le travail) )*(?:soirs?|soirees?)"
    r"|(?:en |le )?cours du soir|apres le travail|hors temps de travail"
    r"|(?:le |la |les |pendant la |en )(?:matins?|matinees?|apres midis?|nuits?)"
    r"|(?:le |les |tous les )?(?:lundis?|mardis?|mercredis?|jeudis?|vendredis?)"
    r"|(?:pendant les |durant les )vacances(?: scolaires)?"
    r"|avec (?:hebergement|logement|internat)(?: sur place)?"
    r"|sans (?:de |d |le |l |aucune? |passer (?:de |d |l |un |le )?)?(?:examens?|epreuves?|tests?|controles?"
    r"|evaluations?|concours|jury|selection|prerequis|experience|permis|voiture|vehicule|ordinateur|internet|avance|caution"
    r"|engagement|stages?)"
    r"|(?:remuneree?s?|payees?)(?: pendant la formation)?)(?!\S)"
)
