"""A small catalogue to search in: a few trades, towns, prices and dates, chosen so that every criterion matters."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from tests.moments import AT
from tests.scenes import SYSTEM, Body, a_body, a_certification

from acquis.catalogue import models as rows
from acquis.catalogue.actions import load_own_towns
from acquis.catalogue.search.columns import machine
from acquis.catalogue.types import Modality

#: (title, certification, register's level, town's INSEE code, modality, price in cents, start or None for any time)
OFFERS: list[tuple[str, str, int | None, str, Modality, int, date | None]] = [
    ("CAP Boulanger, parcours adulte", "RNCP37537", 3, "69381", Modality.ON_SITE, 395_000, date(2027, 1, 12)),
    ("CAP Boulanger le week-end", "RNCP37537", 3, "69266", Modality.MIXED, 420_000, date(2027, 2, 2)),
    ("Viennoiserie et pain au levain", "RNCP37537", 3, "42218", Modality.ON_SITE, 120_000, None),
    ("Devenir infirmière de bloc", "RNCP8940", 6, "75056", Modality.ON_SITE, 590_000, date(2027, 3, 1)),
    ("Anglais professionnel", "RS6151", None, "13055", Modality.REMOTE, 149_900, None),
    ("L’anglais de l’hôtellerie", "RS6151", None, "69123", Modality.ON_SITE, 99_900, date(2026, 12, 7)),
    ("Électricien d’équipement", "RNCP37278", 3, "38185", Modality.ON_SITE, 480_000, date(2026, 12, 14)),
    ("Développeur web et web mobile", "RNCP31114", 5, "75056", Modality.REMOTE, 650_000, date(2027, 1, 4)),
    ("Coiffeuse à domicile", "RNCP35551", 3, "59350", Modality.ON_SITE, 280_000, date(2027, 1, 18)),
]
#: A session that was over on the day of the scenes: it must never be found.
PAST = ("CAP Boulanger de l’an passé", "RNCP37537", 3, "69381", Modality.ON_SITE, 100_000, date(2026, 1, 12))


#: The product's own towns as `COPY` writes them, table by table, once they were loaded in this process.
_COPIED: dict[str, bytes] = {}


def towns() -> None:
    """The product’s own towns. Loaded once in a process, which takes a second, and copied from then on."""
    if not _COPIED:
        load_own_towns(by=SYSTEM, at=AT)
    with connection.cursor() as cursor:
        if not _COPIED:
            for table in ("catalogue_town", "catalogue_postalcode"):
                with cursor.copy(f"COPY {table} TO STDOUT") as read:
                    _COPIED[table] = b"".join(bytes(part) for part in read)
            return
        for table, rows in _COPIED.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as written:
                written.write(rows)


def an_offer(body: Body, number: int, offer: tuple[Any, ...]) -> UUID:
    """One training on sale; its id. By rows: the acts of the catalogue read whole files."""
    title, code, level, insee, modality, price, starts = offer
    a_certification(code, at=AT)
    rows.Certification.objects.filter(pk=code).update(level=level)
    training = rows.Training.objects.create(
        provider_id=body.id,
        number=f"S{number}",
        title=title,
        objective="<p>Exercer le métier en <b>autonomie</b>.</p>",
        certification_code=code,
        action_kind="rncp" if code.startswith("RNCP") else "rs",
        content_hash=str(number),
        changed_at=AT,
    )
    town = rows.Town.objects.get(pk=insee)
    action = rows.TrainingAction.objects.create(
        training=training,
        number="A1",
        modality=modality,
        entry="fixed" if starts else "permanent",
        price_cents=price,
        hours_centre=70,
        town=town.name,
        town_insee=insee,
        content_hash=str(number),
        changed_at=AT,
    )
    rows.Session.objects.create(action=action, number="S1", starts_on=starts, content_hash=str(number), changed_at=AT)
    return training.id


def a_catalogue() -> dict[str, UUID]:
    """Towns and offers of one referenced body; title → training."""
    towns()
    body = a_body()
    return {offer[0]: an_offer(body, n, offer) for n, offer in enumerate([*OFFERS, PAST])}


def as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the loops of the search as they are written, where what reads beside an array is an error."""
    for loop in machine.loops():
        monkeypatch.setattr(loop, "machine", None)
    monkeypatch.setattr(machine, "_engines", [])
    monkeypatch.setattr(machine, "_path", lambda: None)
