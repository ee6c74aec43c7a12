"""Which trainings answer a question on a day: what is compared with what was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from acquis.accounts import queries as accounts
from acquis.catalogue.search.queries import search
from acquis.catalogue.search.types import SearchRequest
from acquis.enrolments import queries as enrolments

from .types import MOST_FOUND

_PAGE = 100
#: A search that grew is followed so far, each look; what was known before is remembered as far.
FARTHEST = 4 * MOST_FOUND


def answers(asked: SearchRequest, account_id: UUID, *, on: date) -> tuple[int, list[UUID]] | None:
    """(how many offers, their trainings, each once); None while the catalogue has no index to ask.

    As on the page, what starts too soon to be asked for is not found, and a holder's rights are those of the day.
    """
    question = replace(asked, soonest=enrolments.earliest_start(on), per_page=_PAGE, with_spots=False)
    if asked.within_budget:
        held = accounts.rights(account_id, on=on)
        own, others = (held.available_cents, held.top_ups_cents) if held else (0, 0)
        budget, capped = enrolments.most_paid(own, others, on=on)
        question = replace(question, budget_cents=budget, capped_cents=capped)
    first = search(question, on=on)
    if not first.ready:
        return None
    found = dict.fromkeys(hit.training_id for hit in first.hits)
    for page in range(2, min(first.pages, FARTHEST // _PAGE) + 1):
        found |= dict.fromkeys(hit.training_id for hit in search(replace(question, page=page), on=on).hits)
    return first.total, list(found)
