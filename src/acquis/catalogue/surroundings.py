"""What the signals of some offers need to know of the rest of the catalogue, in a few queries for many offers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Prefetch

from .models import Certification, Training, TrainingAction
from .search.concepts import job_names
from .signals import Peers, Sibling, Surroundings
from .signals.figures import cents_an_hour
from .signals.wording import bare
from .types import OfferState, Register
from .types.content import OfferTraining

#: A provider with more trainings than this for one certification is compared with the last of them.
_MOST_SIBLINGS = 200
#: Prices of a certification that thousands sell: the middle is known long before.
_MOST_PEERS = 2_000


class Around:
    """Gathers the surroundings; prices of a certification are looked up once for the whole of a file."""

    def __init__(self) -> None:
        self._prices: dict[str, list[tuple[str, UUID, int]]] = {}

    def of(self, batch: Sequence[tuple[OfferTraining, UUID]]) -> list[Surroundings]:
        """The surroundings of (offer, provider) pairs, in the same order."""
        codes = {offer.certification_code for offer, _ in batch if offer.certification_code}
        known = {c.code: c for c in Certification.objects.filter(pk__in=codes).prefetch_related("codes", "blocks")}
        self._look_up(codes - set(self._prices))
        siblings = _siblings(batch)
        return [
            Surroundings(
                certification_title=known[offer.certification_code].title if offer.certification_code in known else "",
                certification_words=_words_of(known.get(offer.certification_code)),
                certification_jobs=_jobs_of(known.get(offer.certification_code)),
                peers=self._peers(offer.certification_code, provider),
                siblings=tuple(
                    each
                    for each in siblings.get((provider, offer.certification_code), ())
                    if each.number != offer.number
                ),
            )
            for offer, provider in batch
        ]

    def _look_up(self, codes: set[str]) -> None:
        for code in codes:
            rows = TrainingAction.objects.filter(
                training__certification_code=code,
                training__state=OfferState.PUBLISHED,
                training__by_account=True,
                state=OfferState.PUBLISHED,
                price_cents__gt=0,
            ).order_by("-changed_at")
            values = rows.values_list(
                "modality", "training__provider_id", "price_cents", "hours_centre", "hours_company"
            )
            self._prices[code] = [
                (modality, provider, cents_an_hour(price, centre + company))
                for modality, provider, price, centre, company in values[:_MOST_PEERS]
            ]

    def _peers(self, code: str, provider: UUID) -> dict[str, Peers]:
        by_modality: dict[str, list[tuple[UUID, int]]] = defaultdict(list)
        for modality, other, cents in self._prices.get(code, ()):
            if other != provider:
                by_modality[modality].append((other, cents))
        return {
            modality: Peers(tuple(cents for _, cents in found), len({other for other, _ in found}))
            for modality, found in by_modality.items()
        }


def _words_of(certification: Certification | None) -> str:
    """Every word that tells the subject of a certification; "" for those of the CPF list, whose titles are vague."""
    if certification is None or certification.register == Register.CPF:
        return ""
    codes = [code.label for code in certification.codes.all() if code.label]
    blocks = [block.title for block in certification.blocks.all()]
    return " ".join((certification.title, certification.short_title, *codes, *blocks))


def _jobs_of(certification: Certification | None) -> dict[str, str]:
    """The jobs it leads to, by their code; the registers often give no more than the code, and we know the name."""
    if certification is None:
        return {}
    codes = [code for code in certification.codes.all() if code.scheme == "rome"]
    return {code.code: code.label or job_names().get(code.code, "") for code in codes}


def _siblings(batch: Sequence[tuple[OfferTraining, UUID]]) -> dict[tuple[UUID, str], list[Sibling]]:
    pairs = {(provider, offer.certification_code) for offer, provider in batch if offer.certification_code}
    rows = (
        Training.objects.filter(
            provider_id__in={p for p, _ in pairs},
            certification_code__in={c for _, c in pairs},
            state=OfferState.PUBLISHED,
        )
        .order_by("-changed_at")
        .prefetch_related(Prefetch("actions", TrainingAction.objects.filter(state=OfferState.PUBLISHED)))
    )
    found: dict[tuple[UUID, str], list[Sibling]] = defaultdict(list)
    for row in rows[: _MOST_SIBLINGS * max(1, len(pairs))]:
        if len(found[row.provider_id, row.certification_code]) < _MOST_SIBLINGS:
            found[row.provider_id, row.certification_code].append(_sibling(row))
    return found


def _sibling(row: Training) -> Sibling:
    return Sibling(
        number=row.number,
        title=row.title,
        text=f"{row.title} {bare(row.objective)} {bare(row.content)}",
        ways=frozenset(
            (a.modality, a.postal_code, a.hours_centre + a.hours_company, a.price_cents) for a in row.actions.all()
        ),
    )
