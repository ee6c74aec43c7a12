"""Bring in a provider's file of offers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from stdnum.fr import siret as siret_number

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor, Role
from acquis.kit.refusal import Refused
from acquis.providers import actions as provider_actions
from acquis.providers import queries as providers
from acquis.providers.types import ProviderRow

from .. import events, own_list, permissions
from ..draft_checks import field_taken
from ..formats import lheo, xml
from ..formats.edof import NAMESPACE, Edof
from ..formats.offers import Dialect, Reading
from ..models import Certification
from ..publishing import keep_waiting, new_signals
from ..reporting import Telling
from ..reviewing import review_trainings, tell_changed
from ..surroundings import Around
from ..types import Action, Level, Refusal, Report, ReportKind
from ..types.content import OfferTraining
from ..writing_offers import OffersWriter

#: Trainings written at once: memory holds no more than these.
_BATCH = 100
Progress = Callable[[str, int], None]


def _silent(_word: str, _count: int) -> None:
    """Nobody watches."""


@act
def import_offers(
    *,
    provider_id: UUID | None,
    file: IO[bytes] | Path,
    file_name: str = "",
    progress: Progress = _silent,
    by: Actor,
    at: datetime,
) -> Report:
    """Read an EDOF or LHEO file and publish what is right in it; everything found is in the report, which is kept.

    With `provider_id`, every training must be that provider's. Without it (staff and system only), each training
    goes to the provider of its SIRET, which is listed when it was not known.
    A refused action leaves the published one as it is, and what the file does not name stays.
    """
    permissions.IMPORT_OFFERS.require_any(by)
    free = by.is_staff or by.has(Role.SYSTEM)
    if not free and (provider_id is None or by.provider_id != provider_id):
        raise Refused(Refusal.NOT_ALLOWED)
    expected = providers.provider(provider_id) if provider_id else None
    if provider_id and expected is None:
        raise Refused(Refusal.PROVIDER_UNKNOWN)

    # After this point the import must succeed: what is wrong in the file is told, not raised.
    name = file_name or Path(getattr(file, "name", "")).name
    telling = Telling(ReportKind.OFFERS, name, provider_id=provider_id)
    importing = _Importing(telling, expected.siret if expected else "", by, at, progress)
    if isinstance(file, Path):
        with file.open("rb") as raw:
            importing.read(raw)
    else:
        importing.read(file)
    report = telling.save(by=by, at=at)
    tell_changed(list(importing.writer.changed), about=report.id, by=by, at=at)
    counts = telling.counts
    fact = events.OffersImported(
        about=report.id,
        provider_id=provider_id,
        created=counts["trainings.created"],
        changed=len(importing.writer.changed) - counts["trainings.created"],
        refused=counts["trainings.refused"],
    )
    record(fact, by=by, at=at)
    return report


class _Importing:
    """The reading of one file."""

    def __init__(self, telling: Telling, siret: str, by: Actor, at: datetime, progress: Progress) -> None:
        self.telling, self.siret, self.by, self.at, self.progress = telling, siret, by, at, progress
        self.writer = OffersWriter(by=by, at=at, telling=telling)
        self.around = Around()
        self.sirets: dict[str, UUID] = {}
        self.numbers: set[tuple[str, str]] = set()
        self.categories: dict[tuple[str, str], str] = {}

    def read(self, raw: IO[bytes]) -> None:
        telling = self.telling
        try:
            encoding = xml.look(raw)
            telling.sha256 = _digest(raw)
            dialect = self._dialect(raw, encoding)
        except xml.DtdRefused:
            telling.refusal = Refusal.FILE_HAS_DTD
            return
        except xml.UnreadableXml:
            telling.refusal = Refusal.FILE_UNREADABLE
            return
        if dialect is None:
            telling.refusal = Refusal.FORMAT_UNKNOWN
            return
        telling.format = dialect.name
        if not encoding.is_honest:
            telling.find(Level.FILE, "encoding", blocking=False, declared=encoding.declared, actual=encoding.actual)
        own_list.make_known(at=self.at, telling=telling)
        batch: list[OfferTraining] = []
        for found in xml.records(raw, encoding, "formation"):
            if found.element is None:
                code = "truncated" if "truncated" in found.errors else "malformed"
                telling.find(Level.FILE, code, blocking=True, line=found.line, detail="; ".join(found.errors))
                continue
            reading = dialect.read(found)
            if (taken := self._take(reading, found.line)) is not None:
                batch.append(taken)
            if len(batch) >= _BATCH:
                self._write(batch)
                batch = []
        self._write(batch)

    @staticmethod
    def _dialect(raw: IO[bytes], encoding: xml.Encoding) -> Dialect | None:
        namespace, root = xml.root_of(raw, encoding)
        if root not in ("lheo", "lheo-plus", "offres"):
            return None
        if namespace == NAMESPACE:
            return Edof()
        return lheo.Lheo(lheo.NAMESPACES[namespace]) if namespace in lheo.NAMESPACES else None

    def _take(self, reading: Reading, line: int) -> OfferTraining | None:
        """The training when it may be written; what was found is told in any case."""
        training = reading.training
        findings = reading.findings

        def note(code: str, *, blocking: bool = True, **words: Any) -> None:
            self.telling.find(Level.TRAINING, code, blocking=blocking, training=reading.number, line=line, **words)

        for finding in findings:
            self.telling.add(finding)
        if training is not None:
            blocked = self.telling.blocking_total
            self._check_provider(training, note)
            key = (training.siret, training.number)
            if key in self.numbers:
                note("duplicate_number", number=training.number)
            self.numbers.add(key)
            self._check_category(training, note)
            if training.by_account and own_list.kind_of(training.certification_code, clea=False) is None:
                note("not_in_list", element="certification", value=training.certification_code)
            if self.telling.blocking_total > blocked:
                reading.refused_actions += len(training.actions)
                reading.refused_sessions += sum(len(a.sessions) for a in training.actions)
                training = None
        counts = self.telling.counts
        counts["trainings.read"] += 1
        counts["trainings.refused"] += training is None
        counts["actions.refused"] += reading.refused_actions
        counts["sessions.refused"] += reading.refused_sessions
        return training

    def _check_provider(self, training: OfferTraining, note: Callable[..., None]) -> None:
        """Whose training it is; a SIRET whose key is false names nobody, so the importing provider's is taken."""
        true_key = siret_number.is_valid(training.siret)
        if not true_key:
            note("siret_key", value=training.siret, blocking=False)
        if self.siret and training.siret != self.siret:
            if true_key:
                note("wrong_provider", siret=training.siret, expected=self.siret)
            training.siret = self.siret
        if training.siret not in self.sirets:
            known = providers.by_siret(training.siret)
            if known is None:
                name = training.organisation or f"Organisme {training.siret}"
                row = ProviderRow(siret=training.siret, name=name, nda=training.nda)
                provider_actions.upsert_providers(rows=[row], check_key=False, by=self.by, at=self.at)
                known = providers.by_siret(training.siret)
                self.telling.counts["providers.created"] += 1
            if known is None:
                note("unknown_provider", siret=training.siret)
                return
            self.sirets[training.siret] = known.id

    def _check_category(self, training: OfferTraining, note: Callable[..., None]) -> None:
        """One offer of support to the validation of experience in each field."""
        if training.certification_code != "CPF200" or not training.category or training.siret not in self.sirets:
            return
        key = (training.siret, training.category)
        if key not in self.categories:
            self.categories[key] = field_taken(self.sirets[training.siret], training) or training.number
        if self.categories[key] != training.number:
            note("30077", category=training.category)

    def _write(self, batch: list[OfferTraining]) -> None:
        if not batch:
            return
        batch = self._looked_over(batch)
        codes = {t.certification_code for t in batch}
        known = {c.code: c for c in Certification.objects.filter(pk__in=codes).prefetch_related("blocks")}
        triples: list[tuple[OfferTraining, UUID, Action | None]] = []
        for training in batch:
            certification = known.get(training.certification_code)
            kind = own_list.kind_of(training.certification_code, clea=bool(certification and certification.clea))
            triples.append((training, self.sirets[training.siret], kind))
            blocks = {b.code for b in certification.blocks.all()} if certification else set()
            for block in training.blocks:
                if blocks and block not in blocks:
                    self._tell(training, "block_not_in_certification", block=block, code=training.certification_code)
        written = self.writer.write(triples)
        verdicts = review_trainings(training_ids=list(written), by=self.by, at=self.at)
        for pk, training in written.items():
            if (why := verdicts.get(pk)) == Refusal.CERTIFICATION_UNKNOWN:
                self._tell(training, "certification_not_known", code=training.certification_code)
            elif why is not None:
                self._tell(training, str(why))
        self.progress("trainings", len(batch))

    def _looked_over(self, batch: list[OfferTraining]) -> list[OfferTraining]:
        """What may be published at once; the rest is kept for a person to look at, and told."""
        pairs = [(training, self.sirets[training.siret]) for training in batch]
        clean = []
        for (training, provider_id), signals in zip(pairs, new_signals(pairs, self.around), strict=True):
            if not signals:
                clean.append(training)
                continue
            draft = keep_waiting(training, provider_id, signals, by=self.by, at=self.at)
            if draft is not None and draft.by_hand:
                self.telling.counts["trainings.refused"] += 1
                self._tell(training, "draft_by_hand", blocking=True)
                continue
            self.telling.counts["trainings.waiting"] += draft is not None
            self.telling.counts["trainings.unchanged"] += draft is None
            for signal in signals if draft is not None else ():
                self._tell(training, "waits_for_a_person", where=signal.excerpt, why=signal.why, said=dict(signal.said))
        return clean

    def _tell(self, training: OfferTraining, code: str, /, *, blocking: bool = False, **words: Any) -> None:
        self.telling.find(Level.TRAINING, code, blocking=blocking, training=training.number, **words)


def _digest(raw: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := raw.read(1 << 20):
        digest.update(chunk)
    raw.seek(0)
    return digest.hexdigest()
