"""Certifications, who may sell them, and what came before and after them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from acquis.kit.prepared import Prepared, given
from acquis.kit.sql import fold

from ..models import Certification, CertificationCode, CertificationVersion, Certifier, Continuity, Partner
from ..search.concepts import job_names
from ..types import (
    CertificationCard,
    CodeRow,
    Promotion,
    Refusal,
    Register,
    Sale,
)


def certification(code: str) -> CertificationCard | None:
    """A certification by its code (``RNCP509``), or None."""
    return certifications([code]).get(code)


def certifications(codes: Iterable[str]) -> dict[str, CertificationCard]:
    """The certifications that are known among `codes`."""
    rows = Certification.objects.filter(pk__in=set(codes)).prefetch_related(
        "blocks", "certifiers", Prefetch("codes", CertificationCode.objects.order_by("scheme", "rank"))
    )
    return {row.code: _certification(row) for row in rows}


def certifications_matching(
    text: str = "",
    *,
    registers: Iterable[Register] = (),
    levels: Iterable[int] = (),
    active: bool | None = None,
    after: str = "",
    limit: int = 50,
) -> list[CertificationCard]:
    """Certifications by their code, those after the code `after`: with all the words of `text` in their title, or of
    that code; of one of the registers and levels, when some are given."""
    rows = Certification.objects.filter(pk__gt=after)
    for word in fold(text).split()[:12]:
        rows = rows.filter(Q(folded__contains=word) | Q(pk=word.upper()))
    if wanted := list(registers):
        rows = rows.filter(register__in=wanted)
    if asked := list(levels):
        rows = rows.filter(level__in=asked)
    if active is not None:
        rows = rows.filter(active=active)
    codes = list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
    known = certifications(codes)
    return [known[code] for code in codes]


def _certification(row: Certification) -> CertificationCard:
    def codes(scheme: str) -> tuple[CodeRow, ...]:
        ours = job_names() if scheme == "rome" else {}
        found = (c for c in row.codes.all() if c.scheme == scheme)
        return tuple(CodeRow(code=c.code, label=c.label or ours.get(c.code, "")) for c in found)

    return CertificationCard(
        code=row.code,
        register=Register(row.register),
        title=row.title,
        short_title=row.short_title,
        level=row.level,
        active=row.active,
        registered_until=row.registered_until,
        effective_on=row.effective_on,
        certifiers=tuple(dict.fromkeys(c.name for c in row.certifiers.all())),
        blocks=tuple(CodeRow(code=b.code, label=b.title) for b in row.blocks.all()),
        rome=codes("rome"),
        nsf=codes("nsf"),
        formacode=codes("formacode"),
        version=row.version_id,
    )


def certification_as_of_version(version: int) -> dict[str, object] | None:
    """The fiche exactly as it was read then: what a purchase keeps a reference to."""
    row = CertificationVersion.objects.filter(pk=version).first()
    return None if row is None else dict(row.content)


def promotions(code: str) -> tuple[Promotion, ...]:
    """What became of those who obtained a certification, the latest year first; empty when its fiche does not say."""
    content = CertificationVersion.objects.filter(pk__in=Certification.objects.filter(pk=code).values("version_id"))
    found = content.values_list("content__promotions", flat=True).first() or []
    return tuple(sorted((Promotion(**each) for each in found), key=lambda each: -each.year))


def may_be_sold(certification_code: str, *, siret: str, on: date) -> Sale:
    """Whether the provider of `siret` may sell the certification on the day `on` (L6323-6, L6323-9-1).

    The certification must be active and registered on that day, and the provider must be its certifier or one of its
    habilitated partners: by SIRET, else by SIREN. What is bought without a certification of the registers
    (driving licences, skills assessments, support to the validation of experience) asks for none, and a diploma
    registered by right whose fiche names no partner cannot be checked here: both are allowed.
    """
    siren = siret[:9]
    row = _FOR_SALE.first(code=certification_code, siret=siret, siren=siren)
    if row is None:
        return Sale(allowed=False, refusal=Refusal.CERTIFICATION_UNKNOWN)
    known = {told for told, name in ((siret, "by_siret"), (siren, "by_siren")) if getattr(row, name)}
    return _sale(row, siret, known, getattr(row, "has_partners"), on)  # noqa: B009


def _for_sale() -> QuerySet[Certification]:
    """One statement, and none of the hundreds of organisations that a certification may name travels."""

    def named(table: type[Certifier] | type[Partner], **by: Any) -> Exists:
        return Exists(table.objects.filter(certification=OuterRef("pk"), **by))

    rows = Certification.objects.filter(pk=given("code")).only("active", "registered_until", "register", "by_right")
    return rows.annotate(
        by_siret=named(Certifier, siret=given("siret")) | named(Partner, siret=given("siret")),
        by_siren=named(Certifier, siren=given("siren")) | named(Partner, siren=given("siren")),
        has_partners=named(Partner),
    )


_FOR_SALE = Prepared(_for_sale)


def sales(pairs: Sequence[tuple[Certification, str]], *, on: date) -> list[Sale]:
    """`may_be_sold` for many (certification, SIRET) pairs in two queries, in the same order."""
    codes = [c.code for c, _ in pairs]
    named: dict[str, set[str]] = {}
    partners = set()
    for table in (Certifier, Partner):
        for code, siret, siren in table.objects.filter(certification__in=codes).values_list(
            "certification_id", "siret", "siren"
        ):
            named.setdefault(code, set()).update(x for x in (siret, siren) if x)
            if table is Partner:
                partners.add(code)
    return [_sale(row, siret, named.get(row.code, set()), row.code in partners, on) for row, siret in pairs]


def _sale(row: Certification, siret: str, named: set[str], has_partners: bool, on: date) -> Sale:
    if not row.active:
        return Sale(allowed=False, refusal=Refusal.CERTIFICATION_INACTIVE)
    if row.registered_until is not None and row.registered_until < on:
        return Sale(allowed=False, refusal=Refusal.CERTIFICATION_ENDED)
    if row.register == Register.CPF:
        return Sale(allowed=True)
    if siret in named:
        return Sale(allowed=True, matched_on="siret")
    if siret[:9] in named:
        return Sale(allowed=True, matched_on="siren")
    if row.by_right and not has_partners:
        return Sale(allowed=True)
    return Sale(allowed=False, refusal=Refusal.PROVIDER_NOT_HABILITATED)


def successors(code: str) -> list[str]:
    """Every certification that came after `code`, nearest first; splits, merges and circles are followed once."""
    return _walk(code, "old", "new")


def predecessors(code: str) -> list[str]:
    """Every certification that came before `code`, nearest first."""
    return _walk(code, "new", "old")


def _walk(code: str, here: str, there: str) -> list[str]:
    met, ring = [code], {code}
    while ring:
        steps = Continuity.objects.filter(**{f"{here}__in": ring}).values_list(there, flat=True)
        ring = set(steps) - set(met)
        met += sorted(ring)
    return met[1:]
