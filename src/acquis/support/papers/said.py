"""A paper as it is kept: titles, facts and sentences, all text already, and the digest that nothing of it changes."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from html import unescape
from typing import Any

from django.conf import settings

from acquis.enrolments.types import EnrolmentDetails
from acquis.kit.days import french
from acquis.people.types import Name
from acquis.providers.types import ProviderCard
from acquis.rules.types import Action

from ..types import PaperSaid, PaperSection

_ENDS_A_LINE = re.compile(r"</(?:p|li|div|h[1-6]|tr)>|<br\s*/?>", re.IGNORECASE)
_ITEM = re.compile(r"<li[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
#: A text of an offer is copied so far, and no further.
LONGEST_TEXT = 6_000

#: The nature of what is bought, as a contract names it (L6313-1, L6323-6).
NATURES = {
    Action.RNCP: "Action de formation menant à une certification du répertoire national (RNCP)",
    Action.RS: "Action de formation menant à une certification du répertoire spécifique (RS)",
    Action.CLEA: "Action de formation menant au socle de connaissances et de compétences (CléA)",
    Action.SKILLS_ASSESSMENT: "Bilan de compétences",
    Action.VAE: "Actions permettant de faire valider les acquis de l’expérience",
    Action.LICENCE_LIGHT: "Préparation au permis de conduire un véhicule léger",
    Action.LICENCE_HEAVY: "Préparation au permis de conduire un véhicule lourd",
    Action.BUSINESS_CREATION: "Action de formation à la création ou à la reprise d’entreprise",
    Action.VOLUNTEER_TRAINING: "Action de formation de bénévoles ou de volontaires",
}
MODALITIES = {"on_site": "en présence", "mixed": "en partie à distance", "remote": "à distance"}
NOT_SAID = "non indiqué dans l’offre publiée"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What every paper of an enrolment is written from."""

    enrolment: EnrolmentDetails
    holder: Name
    provider: ProviderCard

    @property
    def initials(self) -> str:
        """What the public check shows of the holder: enough for who holds the paper, and names nobody."""
        return " ".join(f"{part[0]}." for part in (self.holder.first, self.holder.last) if part)


def kept(said: PaperSaid) -> str:
    """The paper as the text that is sealed; the same paper is the same text."""
    return json.dumps(asdict(said), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def opened(text: str) -> PaperSaid:
    """The paper, from the text that was sealed."""
    found: dict[str, Any] = json.loads(text)
    sections = tuple(
        PaperSection(
            title=each["title"],
            facts=tuple((name, value) for name, value in each["facts"]),
            words=tuple(each["words"]),
            amounts=tuple((name, value) for name, value in each["amounts"]),
        )
        for each in found.pop("sections")
    )
    return PaperSaid(**found, sections=sections)


def digest_of(text: str) -> str:
    """The digest printed on the paper, and told to whoever checks it."""
    return hashlib.sha256(text.encode()).hexdigest()


def plain(markup: str) -> str:
    """A text of an offer, which is sanitised HTML, as plain text of several lines."""
    lines = _TAG.sub("", _ITEM.sub("– ", _ENDS_A_LINE.sub("\n", markup))).split("\n")
    whole = "\n".join(filter(None, (" ".join(unescape(line).split()) for line in lines)))
    return whole if len(whole) <= LONGEST_TEXT else whole[: LONGEST_TEXT - 1].rstrip() + "…"


def parties(facts: Facts, *, holder: str = "Stagiaire et acheteur") -> PaperSection:
    """Who the paper binds, and who keeps the account."""
    body = facts.provider
    where = ", ".join(filter(None, (*body.address, f"{body.postal_code} {body.town}".strip())))
    ours = settings.ACQUIS
    return PaperSection(
        title="Les parties",
        facts=(
            (holder, f"{facts.holder.first} {facts.holder.last}"),
            ("Organisme de formation", body.name),
            ("Adresse de l’organisme", where or NOT_SAID),
            ("SIRET", body.siret),
            ("Numéro de déclaration d’activité", body.nda or NOT_SAID),
            ("Gestionnaire des comptes", f"{ours.operator_name}, SIRET {ours.operator_siret}".removesuffix(", SIRET ")),
        ),
    )


def training(enrolment: EnrolmentDetails) -> tuple[tuple[str, str], ...]:
    """What is taught, where and when, as ordered."""
    place = ", ".join(filter(None, (enrolment.address, enrolment.town)))
    return (
        ("Intitulé", enrolment.title),
        ("Nature", NATURES[Action(enrolment.action_kind)]),
        *(
            [("Certification visée", f"{enrolment.certification_title} ({enrolment.certification_code})")]
            if enrolment.certification_code
            else []
        ),
        ("Manière de suivre", MODALITIES.get(enrolment.modality, NOT_SAID)),
        ("Lieu", place or "à distance"),
        ("Début", french(enrolment.starts_on)),
        ("Fin", french(enrolment.ends_on) if enrolment.ends_on else "au rythme du stagiaire"),
        ("Durée", f"{enrolment.hours} heures"),
        ("Numéro de dossier", enrolment.number),
    )
