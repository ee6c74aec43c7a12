"""The XML export of the national registers (flow 4.1), streamed: any tag of a fiche may be absent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import IO

from lxml import etree

from ..types import CertificationRow, CodeRow, OrganisationRow, Promotion
from .fiches import label, level_of, organisation
from .text import clean, french_date
from .xml import look, records

#: Tag of the way of access, and the sentence the tables write for it.
_ROUTES = {
    "SI_JURY_FI": "Après un parcours de formation sous statut d’élève ou d’étudiant",
    "SI_JURY_CA": "En contrat d’apprentissage",
    "SI_JURY_FC": "Après un parcours de formation continue",
    "SI_JURY_CQ": "En contrat de professionnalisation",
    "SI_JURY_CL": "Par candidature individuelle",
    "SI_JURY_VAE": "Par expérience",
}


def read_fiches(raw: IO[bytes]) -> Iterator[CertificationRow | str]:
    """The fiches one by one; a text in the place of a row says what is wrong with one fiche."""
    for record in records(raw, look(raw), "FICHE"):
        fiche = record.element
        if fiche is None:
            yield "; ".join(record.errors)
            continue
        code = (fiche.findtext("NUMERO_FICHE") or "").strip().upper()
        if record.errors or not re.fullmatch(r"(RNCP|RS)\d{1,8}", code):
            yield f"{code} {'; '.join(record.errors[:2])}".strip()
            continue
        try:
            yield _row(fiche, code)
        except ValueError as error:
            yield f"{code} {error}"


def _row(fiche: etree._Element, code: str) -> CertificationRow:
    def text(path: str) -> str:
        return clean(fiche.findtext(path) or "")

    def day(path: str) -> date | None:
        return french_date(text(path))

    def codes(path: str) -> tuple[CodeRow, ...]:
        rows = (((e.findtext("CODE") or "").strip(), e.findtext("LIBELLE") or "") for e in fiche.iterfind(path))
        return tuple(dict.fromkeys(CodeRow(code=c, label=label(c, said)) for c, said in rows if c))

    def organisations(path: str, suffix: str) -> tuple[OrganisationRow, ...]:
        found = (
            organisation(e.findtext(f"SIRET_{suffix}") or "", e.findtext(f"NOM_{suffix}") or "")
            for e in fiche.iterfind(path)
            if "FORM" in (e.findtext(f"HABILITATION_{suffix}") or "FORM")
        )
        return tuple(dict.fromkeys(found))

    def fiches(path: str) -> tuple[str, ...]:
        # The tags are called ID_FICHE… but hold numbers of fiches.
        found = (re.search(r"(RNCP|RS)\d+", e.text or "") for e in fiche.iterfind(path))
        return tuple(dict.fromkeys(f[0] for f in found if f))

    return CertificationRow(
        code=code,
        title=text("INTITULE"),
        short_title=text("ABREGE/CODE"),
        diploma_kind=text("ABREGE/LIBELLE"),
        level=level_of(text("NOMENCLATURE_EUROPE/NIVEAU")),
        active=text("ACTIF").upper() in ("OUI", "ACTIVE"),
        registered_until=day("DATE_FIN_ENREGISTREMENT"),
        effective_on=day("DATE_EFFET"),
        decided_on=day("DATE_DECISION"),
        registration=text("TYPE_ENREGISTREMENT"),
        blocks=codes("BLOCS_COMPETENCES/BLOC_COMPETENCES"),
        certifiers=organisations("CERTIFICATEURS/CERTIFICATEUR", "CERTIFICATEUR"),
        partners=organisations("PARTENAIRES/PARTENAIRE", "PARTENAIRE"),
        rome=codes("CODES_ROME/ROME"),
        nsf=codes("CODES_NSF/NSF"),
        formacode=codes("FORMACODES/FORMACODE"),
        routes=tuple(s for tag, s in _ROUTES.items() if text(f"{tag}/ACTIF").upper() == "OUI"),
        replaces=fiches("ANCIENNES_CERTIFICATIONS/ANCIENNE_CERTIFICATION/ID_FICHE_ANCIENNE_CERTIFICATION"),
        promotions=tuple(_promotions(fiche)),
        replaced_by=fiches("NOUVELLES_CERTIFICATIONS/NOUVELLE_CERTIFICATION/ID_FICHE_NOUVELLE_CERTIFICATION"),
    )


#: Field of a promotion, and the tag of its rate: whole or decimal per cent, with or without its sign.
_RATES = {
    "any_job_6_months": "TAUX_INSERTION_GLOBAL_6MOIS",
    "own_job_6_months": "TAUX_INSERTION_METIER_6MOIS",
    "own_job_2_years": "TAUX_INSERTION_METIER_2ANS",
}


def _promotions(fiche: etree._Element) -> Iterator[Promotion]:
    """What became of each promotion; a year that cannot be read leaves its promotion out, a rate leaves itself out."""
    for each in fiche.iterfind("STATISTIQUES_PROMOTIONS/STATISTIQUES_PROMOTION"):
        year = (each.findtext("ANNEE") or "").strip()
        if not re.fullmatch(r"(19|20)\d\d", year):
            continue
        certified = (each.findtext("NOMBRE_CERTIFIES") or "").strip()
        rates = {field: _per_mille(each.findtext(tag) or "") for field, tag in _RATES.items()}
        yield Promotion(year=int(year), certified=int(certified) if certified.isdecimal() else None, **rates)


def _per_mille(written: str) -> int | None:
    match = re.fullmatch(r"\s*(\d{1,3})(?:[.,](\d)\d*)?\s*%?\s*", written)
    if match is None:
        return None
    value = int(match[1]) * 10 + int(match[2] or 0)
    return value if value <= 1000 else None
