"""How fiches are written: a new version only when something changed, and the latest laid out for questions.

Tens of thousands of fiches and their parts go through COPY; a fiche that is as it was writes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import connection

from acquis.kit.sql import fold

from .models import (
    Block,
    Certification,
    CertificationCode,
    CertificationVersion,
    Certifier,
    Continuity,
    Partner,
)
from .reporting import Telling
from .types import CertificationRow, Level, Register

FACTS = (
    "title", "short_title", "diploma_kind", "level", "active", "registered_until", "effective_on", "decided_on",
    "published_on", "registration",
)  # fmt: skip
PARTS = (
    "blocks", "certifiers", "partners", "rome", "nsf", "formacode", "agreements", "routes", "diploma_codes",
    "replaces", "replaced_by",
)  # fmt: skip
#: The scheme under which each part of codes is kept.
SCHEMES = {"rome": "rome", "nsf": "nsf", "formacode": "formacode", "agreements": "idcc", "diploma_codes": "cfd",
           "routes": "route"}  # fmt: skip
_BATCH = 2_000


def write_certifications(rows: Sequence[CertificationRow], *, as_of: date, at: datetime, telling: Telling) -> list[str]:
    """Write what changed and return the codes of it; an older source never replaces a newer one."""
    known = {
        c.code: c
        for c in Certification.objects.filter(pk__in=[r.code for r in rows]).only(
            "code", "content_hash", "as_of", "version"
        )
    }
    before = _contents(known.values()) if any(_is_partial(r) for r in rows) else {}
    fresh: list[tuple[str, dict[str, Any], str, date]] = []
    for row in rows:
        latest = known.get(row.code)
        if row.title is None and latest is None:
            telling.find(Level.RECORD, "unknown_certification", blocking=False, training=row.code, code=row.code)
            telling.counts["certifications.unknown"] += 1
            continue
        content = _content(row, before.get(row.code, {}))
        digest = _hash(content)
        if latest is not None and latest.content_hash == digest:
            telling.counts["certifications.unchanged"] += 1
        elif latest is not None and latest.as_of > as_of:
            telling.counts["certifications.older"] += 1
        else:
            telling.counts["certifications.created" if latest is None else "certifications.changed"] += 1
            fresh.append((row.code, content, digest, as_of))
    _write(fresh, {code for code, *_ in fresh if code in known}, at)
    return [code for code, *_ in fresh]


def _is_partial(row: CertificationRow) -> bool:
    return row.title is None or any(getattr(row, part) is None for part in (*PARTS, "promotions"))


def _contents(latest: Iterable[Certification]) -> dict[str, dict[str, Any]]:
    versions = CertificationVersion.objects.filter(pk__in=[c.version_id for c in latest])
    return dict(versions.values_list("code", "content"))


def _content(row: CertificationRow, before: dict[str, Any]) -> dict[str, Any]:
    """The fiche as it is kept: facts and parts, JSON values only, always the same keys."""
    content: dict[str, Any] = {"code": row.code}
    for fact in FACTS:
        value = getattr(row, fact) if row.title is not None else before.get(fact)
        if value is None and fact in ("short_title", "diploma_kind"):
            value = before.get(fact, "")
        content[fact] = value.isoformat() if isinstance(value, date) else value
    # Few fiches say what became of people: the others keep the content, and the digest, that they had.
    if promotions := before.get("promotions") if row.promotions is None else [asdict(each) for each in row.promotions]:
        content["promotions"] = promotions
    for part in PARTS:
        said = getattr(row, part)
        if said is None:
            content[part] = before.get(part, [])
        elif part in ("certifiers", "partners"):
            # The order of organisations says nothing, and sources differ in it.
            content[part] = sorted([o.siret, o.name] for o in said)
        elif part in ("routes", "diploma_codes", "replaces", "replaced_by"):
            content[part] = sorted(said)
        else:
            content[part] = [[c.code, c.label] for c in said]
    return content


def _hash(content: dict[str, Any]) -> str:
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _write(fresh: list[tuple[str, dict[str, Any], str, date]], changed: set[str], at: datetime) -> None:
    if not fresh:
        return
    versions = CertificationVersion.objects.bulk_create(
        [
            CertificationVersion(code=code, content=content, content_hash=digest, as_of=as_of, recorded_at=at)
            for code, content, digest, as_of in fresh
        ],
        batch_size=_BATCH,
    )
    rows = [_certification(v) for v in versions]
    names = [f.attname for f in Certification._meta.concrete_fields if not f.primary_key]
    Certification.objects.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[n.removesuffix("_id") if n == "version_id" else n for n in names],
    )
    if changed:
        for table in (Block, Certifier, Partner, CertificationCode):
            table.objects.filter(certification__in=changed).delete()
        Continuity.objects.filter(said_by__in=changed).delete()
    contents = [(code, content) for code, content, *_ in fresh]
    _copy(Block, "certification_id, code, title", ((k, c, t) for k, x in contents for c, t in x["blocks"]))
    for table, part in ((Certifier, "certifiers"), (Partner, "partners")):
        _copy(
            table,
            "certification_id, siret, siren, name",
            ((k, siret if len(siret) == 14 else "", siret[:9], name) for k, x in contents for siret, name in x[part]),
        )
    _copy(CertificationCode, "certification_id, scheme, rank, code, label", _codes(contents))
    _copy(
        Continuity,
        "said_by_id, old, new",
        (
            pair
            for k, x in contents
            for pair in dict.fromkeys([*((k, o, k) for o in x["replaces"]), *((k, k, n) for n in x["replaced_by"])])
            if pair[1] != pair[2]
        ),
    )


def _certification(version: CertificationVersion) -> Certification:
    x, code = version.content, version.code
    folded = fold(x["title"])
    return Certification(
        code=code,
        register="".join(c for c in code if c.isalpha()),
        title=x["title"],
        folded=folded,
        short_title=x["short_title"] or "",
        diploma_kind=x["diploma_kind"] or "",
        level=x["level"],
        active=x["active"],
        registered_until=_day(x["registered_until"]),
        effective_on=_day(x["effective_on"]),
        decided_on=_day(x["decided_on"]),
        published_on=_day(x["published_on"]),
        by_right="droit" in fold(x["registration"] or ""),
        clea=code.startswith(Register.RS) and is_clea(folded),
        content_hash=version.content_hash,
        version=version,
        as_of=version.as_of,
    )


def is_clea(folded_title: str) -> bool:
    """Whether a title of the specific register is the base of knowledge and skills (L6323-6, D6113-29)."""
    return "clea" in folded_title.split() or "socle de connaissances et de competences" in folded_title


def _codes(contents: list[tuple[str, dict[str, Any]]]) -> Iterator[tuple[str, str, int, str, str]]:
    for code, content in contents:
        for part, scheme in SCHEMES.items():
            for rank, value in enumerate(content[part]):
                if part == "routes":
                    yield code, scheme, rank, "", value
                elif part == "diploma_codes":
                    yield code, scheme, rank, value, ""
                else:
                    yield code, scheme, rank, value[0], value[1]


def _copy(table: Any, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    statement = f'COPY "{table._meta.db_table}" ({columns}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
