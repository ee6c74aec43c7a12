"""Terms as the database keeps them: JSON of plain values, read back into the frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .types import AmountKind, AmountRule, Comparison, Criterion, Fact, Public, Reason, Terms


def plain(terms: Terms) -> dict[str, Any]:
    """The terms as JSON carries them."""
    return {
        "purpose": terms.purpose,
        "common": [_criterion(each) for each in terms.common],
        "publics": [
            {"name": each.name, "criteria": [_criterion(one) for one in each.criteria]} for each in terms.publics
        ],
        "amount": {
            "kind": terms.amount.kind.value,
            "percent": terms.amount.percent,
            "sum_cents": terms.amount.sum_cents,
            "most_cents": terms.amount.most_cents,
            "most_per_person_cents": terms.amount.most_per_person_cents,
        },
    }


def terms_of(kept: Mapping[str, Any]) -> Terms:
    """The terms that were kept."""
    amount = kept["amount"]
    return Terms(
        purpose=kept["purpose"],
        common=tuple(_read(each) for each in kept["common"]),
        publics=tuple(
            Public(name=each["name"], criteria=tuple(_read(one) for one in each["criteria"]))
            for each in kept["publics"]
        ),
        amount=AmountRule(**{**amount, "kind": AmountKind(amount["kind"])}),
    )


def plain_reasons(reasons: tuple[Reason, ...]) -> list[dict[str, Any]]:
    """The reasons of a decision as they are kept with what it promised."""
    return [
        {
            "criterion": _criterion(each.criterion),
            "held": each.held,
            "found": None if each.found is None else list(each.found),
            "public": each.public,
        }
        for each in reasons
    ]


def reasons_of(kept: list[dict[str, Any]]) -> tuple[Reason, ...]:
    """The reasons that were kept."""
    return tuple(
        Reason(
            criterion=_read(each["criterion"]),
            held=each["held"],
            found=None if each["found"] is None else tuple(each["found"]),
            public=each["public"],
        )
        for each in kept
    )


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {"fact": criterion.fact.value, "how": criterion.how.value, "values": list(criterion.values)}


def _read(kept: Mapping[str, Any]) -> Criterion:
    return Criterion(fact=Fact(kept["fact"]), how=Comparison(kept["how"]), values=tuple(kept["values"]))
