"""How offers are written: an object that is as it was writes nothing, and what a file leaves out stays as it is."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid5

from acquis.kit.actor import Actor

from .history import changes_between, remember
from .models import OfferChange, Session, Training, TrainingAction
from .queries.certifications import certifications
from .queries.offers import action_card, training_card
from .queries.places import town as town_of
from .queries.places import towns_by_postal_code
from .reporting import Telling
from .towns import CITIES, place_key
from .types import Action, ChangeKind, Level, Town, TrainingCard
from .types.content import OfferAction, OfferSession, OfferTraining, Place

#: The space of the identifiers made from providers' numbers.
_SPACE = UUID("5d3f7f4e-0d0c-5f0e-9a54-8a1f5c7a5b11")

Row = TypeVar("Row", Training, TrainingAction, Session)


def training_id(siret: str, number: str) -> UUID:
    """The id of a provider's training: the same file read twice meets the same rows."""
    return uuid5(_SPACE, f"{siret}\n{number}")


def action_id(training: UUID, number: str) -> UUID:
    return uuid5(training, number)


def session_id(action: UUID, number: str) -> UUID:
    return uuid5(action, number)


class OffersWriter:
    """Writes the trainings of one file, batch by batch."""

    def __init__(self, *, by: Actor, at: datetime, telling: Telling) -> None:
        self.by, self.at, self.telling = by, at, telling
        #: Trainings of which something changed, in the order of the file.
        self.changed: dict[UUID, None] = {}
        self._towns: dict[str, list[Town]] = {}

    def write(self, batch: Sequence[tuple[OfferTraining, UUID, Action | None]]) -> dict[UUID, OfferTraining]:
        """Write (training, provider, kind) triples; the ids of them all, whether they changed or not."""
        codes = {a.place.postal_code for t, _, _ in batch for a in t.actions} - set(self._towns)
        self._towns.update({code: [] for code in codes})
        self._towns.update(towns_by_postal_code(codes))
        trainings, actions, sessions = [], [], []
        owners: dict[UUID, UUID] = {}
        paths: dict[UUID, str] = {}
        written = {}
        for offer, provider, kind in batch:
            training = self._training(offer, provider, kind)
            written[training.id] = offer
            trainings.append(training)
            for one in offer.actions:
                action = self._action(one, training, offer.number)
                actions.append(action)
                owners[action.id], paths[action.id] = training.id, f"actions/{action.number}"
                for dates in one.sessions:
                    session = self._session(dates, action)
                    sessions.append(session)
                    owners[session.id] = training.id
                    paths[session.id] = f"{paths[action.id]}/sessions/{session.number}"
        changes: dict[UUID, list[list[str | None]]] = defaultdict(list)
        created: set[UUID] = set()
        for noun, table, rows in (
            ("trainings", Training, trainings), ("actions", TrainingAction, actions), ("sessions", Session, sessions)
        ):  # fmt: skip
            new, different, before = self._write(noun, table, rows)
            for row in (*new, *different):
                self.changed[owners.get(row.pk, row.pk)] = None
            if table is Training:
                created = {row.pk for row in new}
            for row in new:
                if row.pk in owners and owners[row.pk] not in created:
                    changes[owners[row.pk]].append([paths[row.pk], None, row.number])
            for row in different:
                prefix = f"{paths[row.pk]}/" if row.pk in paths else ""
                changes[owners.get(row.pk, row.pk)] += changes_between(before[row.pk], row, prefix=prefix)
        self._remember(trainings, created, changes)
        return written

    def _remember(
        self, trainings: Sequence[Training], created: set[UUID], changes: dict[UUID, list[list[str | None]]]
    ) -> None:
        lines = []
        for training in trainings:
            kind = ChangeKind.CREATED if training.pk in created else ChangeKind.CHANGED
            if training.pk in created or changes[training.pk]:
                told = changes[training.pk]
                lines.append(remember(training.pk, training.provider_id, kind, changes=told, by=self.by, at=self.at))
        OfferChange.objects.bulk_create(lines, batch_size=500)

    def _write(self, noun: str, table: Any, rows: list[Any]) -> tuple[list[Any], list[Any], dict[UUID, Any]]:
        """The new rows, those that differ, and how these were before."""
        known = dict(table.objects.filter(pk__in=[r.pk for r in rows]).values_list("pk", "content_hash"))
        new = [r for r in rows if r.pk not in known]
        different = [r for r in rows if r.pk in known and known[r.pk] != r.content_hash]
        before = table.objects.in_bulk([r.pk for r in different])
        table.objects.bulk_create(new, batch_size=500)
        # What a file does not decide stays: the state follows from the certification, or from an act.
        kept = {"id", "places_taken"} if table is Session else {"id", "state"}
        names = [f.name for f in table._meta.concrete_fields if f.name not in kept]
        table.objects.bulk_update(different, names, batch_size=500)
        self.telling.counts[f"{noun}.created"] += len(new)
        self.telling.counts[f"{noun}.changed"] += len(different)
        self.telling.counts[f"{noun}.unchanged"] += len(rows) - len(new) - len(different)
        return new, different, before

    def _training(self, offer: OfferTraining, provider: UUID, kind: Action | None) -> Training:
        values: dict[str, Any] = asdict(offer)
        for name in ("siret", "organisation", "nda", "actions"):
            del values[name]
        values |= {"provider_id": provider, "action_kind": kind or "", "by_account": offer.by_account}
        return _hashed(Training(id=training_id(offer.siret, offer.number), changed_at=self.at, **values), values)

    def _action(self, offer: OfferAction, training: Training, number: str) -> TrainingAction:
        values: dict[str, Any] = asdict(offer)
        for name in ("sessions", "place"):
            del values[name]
        place = offer.place
        town = self._town(place)
        if town is None and place.town:
            self.telling.find(
                Level.ACTION, "town_not_found", blocking=False, training=number, action=offer.number,
                town=place.town, postal_code=place.postal_code,
            )  # fmt: skip
        values |= {
            "address": place.lines,
            "postal_code": place.postal_code,
            "town": town.name if town else place.town,
            "town_insee": town.insee if town else "",
            "lat": place.lat if place.lat is not None or town is None else town.lat,
            "lon": place.lon if place.lon is not None or town is None else town.lon,
        }
        row = TrainingAction(
            id=action_id(training.id, offer.number), training_id=training.id, changed_at=self.at, **values
        )
        return _hashed(row, values)

    def _session(self, offer: OfferSession, action: TrainingAction | None) -> Session:
        values = asdict(offer)
        row = Session(changed_at=self.at, **values)
        if action is not None:
            row.id, row.action_id = session_id(action.id, offer.number), action.id
        return _hashed(row, values)

    def shown(self, offer: OfferTraining, provider: UUID, kind: Action | None) -> TrainingCard:
        """The training as its page would show it, without writing anything."""
        self._towns.update(towns_by_postal_code({a.place.postal_code for a in offer.actions}))
        training = self._training(offer, provider, kind)
        actions = [
            action_card(self._action(one, training, offer.number), [self._session(s, None) for s in one.sessions])
            for one in offer.actions
        ]
        known = certifications([offer.certification_code])
        return training_card(training, actions, known.get(offer.certification_code))

    def _town(self, place: Place) -> Town | None:
        """The town of a place: by INSEE code, else by postal code and name, else by a postal code of one town."""
        if place.insee and (found := town_of(place.insee)):
            return found
        towns = [t for t in self._towns.get(place.postal_code, ()) if t.insee not in CITIES]
        key = place_key(place.town)
        named = [t for t in towns if place_key(t.name) == key]
        # « Paris » and « Lyon 3 » are written for an arrondissement, which the postal code gives.
        named = named or [t for t in towns if key and place_key(t.name).startswith(key.rstrip("0123456789 ") + " ")]
        if named:
            return max(named, key=lambda t: t.population)
        return towns[0] if len(towns) == 1 else None


def _hashed(row: Row, values: dict[str, Any]) -> Row:
    written = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str, separators=(",", ":"))
    row.content_hash = hashlib.sha256(written.encode()).hexdigest()
    return row
