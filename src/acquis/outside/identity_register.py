"""The State's register of persons (RNIPP, kept by INSEE): is there one person of this identity, and are they alive?

One question over HTTPS, whose answer is XML in INSEE's electoral schema. Both are the most personal data there is:
neither the address asked nor the answer is ever logged, and no error repeats them. In the demonstration the register is
`outside/identity_register_standin`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import httpx
from django.conf import settings
from lxml import etree

logger = logging.getLogger(__name__)

#: Seconds: to reach the register, and for each step of its answer.
TIMEOUT = httpx.Timeout(8.0, connect=3.0)
#: No honest answer is longer.
MOST_BYTES = 64 * 1024
OUTER = "http://xml.insee.fr/schema/electoral"
CIVIL = "http://xml.insee.fr/schema/etat-civil"
INNER = "http://xml.insee.fr/schema"


class Sex(StrEnum):
    """As the register is asked; I when it is not known."""

    FEMALE = "F"
    MALE = "M"
    UNKNOWN = "I"


class Kind(StrEnum):
    """What the register answers (`TypeReponseIdentification`)."""

    #: 2: one person, exactly as asked.
    FOUND = "found"
    #: 3: one person, after the register corrected what was asked.
    RECTIFIED = "rectified"
    #: 4: one person resembles, who is not told.
    ONE_RESEMBLES = "one_resembles"
    #: 6: several resemble.
    SEVERAL_RESEMBLE = "several_resemble"
    #: 7: one person, found under a usage name only.
    USAGE_NAME = "usage_name"
    #: 8: nobody.
    NOBODY = "nobody"
    #: 9: the question was not well formed.
    BAD_QUESTION = "bad_question"


_KINDS = {
    "2": Kind.FOUND,
    "3": Kind.RECTIFIED,
    "4": Kind.ONE_RESEMBLES,
    "6": Kind.SEVERAL_RESEMBLE,
    "7": Kind.USAGE_NAME,
    "8": Kind.NOBODY,
    "9": Kind.BAD_QUESTION,
}
#: With these one person was identified, whose identity the answer must tell.
IDENTIFIED = frozenset({Kind.FOUND, Kind.RECTIFIED, Kind.USAGE_NAME})
_DIVERGENCES = ("Nom", "Prenoms", "Sexe", "DateNaissance", "LieuNaissance", "NIR")


class Unavailable(Exception):
    """The register did not answer, or not with something that can be relied on; nothing is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`first_names` separated by spaces; `birth_place` the INSEE code of the commune, or of the country abroad."""

    birth_name: str
    first_names: str
    born_on: date
    sex: Sex = Sex.UNKNOWN
    birth_place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A person as the register knows them. A day of birth that it does not know whole is None."""

    family_name: str
    first_names: tuple[str, ...]
    born_on: date | None
    sex: Sex
    birth_place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the register says. `person` is set when one was identified; `died_on` when they are dead.

    `dead` is the safe question: a death whose day is not known whole is a death all the same. `differs` names what
    the register holds otherwise than asked: Nom, Prenoms, Sexe, DateNaissance, LieuNaissance, NIR.
    """

    kind: Kind
    person: Registered | None = None
    dead: bool = False
    died_on: date | None = None
    differs: frozenset[str] = frozenset()

    @property
    def confirms(self) -> bool:
        """One living person, exactly as asked."""
        return self.kind is Kind.FOUND and not self.dead and not self.differs


_transport: httpx.BaseTransport | None = None


@contextmanager
def speaking_through(transport: httpx.BaseTransport) -> Iterator[None]:
    """Speak to the register through another transport: the stand-in inside this very process, without a network."""
    global _transport
    before, _transport = _transport, transport
    try:
        yield
    finally:
        _transport = before


def ask(question: Question) -> Answer:
    """What the register knows of this civil identity. Raises Unavailable, which never repeats the question."""
    return read(_call(question))


def read(body: bytes) -> Answer:
    """An answer of the register. Raises Unavailable when it is none, of an unknown type, or lacks what it must say."""
    root = _parsed(body)
    code = root.findtext(f"{{{OUTER}}}TypeReponseIdentification", "").strip()
    kind = _KINDS.get(code)
    if kind is None:
        raise Unavailable("the identity register answered with an unknown type")
    block = root.find(f"{{{OUTER}}}IdentificationIndividuCitoyen")
    differs = frozenset() if block is None else _differences(block)
    if kind not in IDENTIFIED:
        return Answer(kind=kind, differs=differs)
    individual = None if block is None else block.find(f"{{{OUTER}}}SituationActuelle/{{{CIVIL}}}Individu")
    if individual is None:
        raise Unavailable("the identity register identified somebody without telling who")
    death = individual.find(f"{{{INNER}}}Deces")
    return Answer(
        kind=kind,
        person=_registered(individual),
        dead=death is not None,
        died_on=None if death is None else _day(death.findtext(f"{{{INNER}}}DateDeces", "")),
        differs=differs,
    )


def _parsed(body: bytes) -> etree._Element:
    if len(body) > MOST_BYTES:
        raise Unavailable("the identity register's answer is too long")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unavailable("the identity register's answer is not XML") from None
    # A document type is where entities come from; no answer has one.
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unavailable("the identity register's answer has a document type")
    if root.tag != f"{{{OUTER}}}IdentificationsIndividusCitoyens":
        raise Unavailable("the identity register's answer is another document")
    return root


def _registered(individual: etree._Element) -> Registered:
    def text(*path: str) -> str:
        return (individual.findtext("/".join(f"{{{INNER}}}{name}" for name in path)) or "").strip()

    first = individual.findall(f"{{{INNER}}}Prenoms/{{{INNER}}}Prenom")
    family_name, born, sex = text("Noms", "NomFamille"), text("Naissance", "DateNaissance"), text("Sexe")
    for name, value in (("NomFamille", family_name), ("DateNaissance", born), ("Sexe", sex)):
        if not value:
            raise Unavailable(f"the identity register's answer lacks {name}")
    if sex not in (Sex.FEMALE, Sex.MALE):
        raise Unavailable("the identity register's answer has an unknown sex")
    where = individual.find(f"{{{INNER}}}Naissance/{{{INNER}}}LieuNaissance")
    places = [] if where is None else [each.get("code", "") for each in where if isinstance(each.tag, str)]
    return Registered(
        family_name=family_name,
        first_names=tuple(" ".join((each.text or "").split()) for each in first if (each.text or "").strip()),
        born_on=_day(born),
        sex=Sex(sex),
        birth_place=next((place for place in places if place), ""),
    )


def _differences(block: etree._Element) -> frozenset[str]:
    return frozenset(
        name
        for name in _DIVERGENCES
        if (block.findtext(f"{{{OUTER}}}Divergences/{{{CIVIL}}}Divergence{name}") or "").strip() in ("true", "1")
    )


def _day(text: str) -> date | None:
    """A day written whole; years and months alone exist in the register and are no day."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _address() -> str:
    given: str = settings.ACQUIS.identity_register_url
    if given:
        return given
    if not settings.ACQUIS.demo:
        raise Unavailable("no address is set for the identity register")
    return f"{settings.ACQUIS.site_url}/demo/register/individus"


def _call(question: Question) -> bytes:
    asked = httpx.Request(
        "GET",
        _address(),
        params={
            "rechercheType": "S",
            "nom": question.birth_name,
            "prenoms": question.first_names,
            "dateNaissance": f"{question.born_on:%Y%m%d}",
            "sexe": question.sex.value,
            "codeLieuNaissance": question.birth_place,
        },
        headers={"Accept": "application/xml"},
        extensions={"timeout": TIMEOUT.as_dict()},
    )
    # The transport itself rather than a client: clients log the addresses they ask, and this one holds a name.
    try:
        with _transport or httpx.HTTPTransport(trust_env=False) as transport:
            answer = transport.handle_request(asked)
            body = _at_most(answer)
    except httpx.HTTPError as error:
        raise Unavailable(f"the identity register did not answer: {type(error).__name__}") from None
    if answer.status_code != 200:
        logger.warning("identity register answered %s", answer.status_code)
        raise Unavailable(f"the identity register answered {answer.status_code}")
    return body


def _at_most(answer: httpx.Response) -> bytes:
    body = b""
    for part in answer.iter_bytes():
        body += part
        if len(body) > MOST_BYTES:
            break
    answer.close()
    return body
