"""Take from the purses of many owners, in columns: what a run corrects or undoes for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from ..batches import CHUNK, POST, is_reference
from ..calls import bigint_column, call, encoded, uuid_column
from ..types import Code, Kind, Refusal

Ids = NDArray[np.uint8]


@act
def take_columns(
    *,
    owners: Ids,
    accounts: Ids,
    amounts_cents: NDArray[np.int64],
    references: Sequence[str],
    into: UUID,
    code: Code,
    effective_on: date,
    by: Actor,
    at: datetime,
) -> None:
    """Post transfers, all or none: from an account of each owner so much into one account of the house, `into`.

    They are those of `post`, told in columns: `owners` and `accounts` are arrays of shape (n, 16), the bytes of UUIDs.
    Posted before with the same content, a transfer changes nothing. Refuses as `post` does: NOT_A_TRANSFER,
    REFERENCE_REUSED, ACCOUNT_UNKNOWN, BALANCE_TOO_LOW, UNITS_DIFFER.
    """
    count = len(references)
    if {owners.shape, accounts.shape} != {(count, 16)} or amounts_cents.shape != (count,):
        raise Refused(Refusal.NOT_A_TRANSFER, reference=references[0] if references else "")
    wrong = (amounts_cents <= 0) | (amounts_cents >= 1 << 53) | (accounts == np.frombuffer(into.bytes, np.uint8)).all(1)
    for place, reference in enumerate(references):
        if wrong[place] or not is_reference(reference):
            raise Refused(Refusal.NOT_A_TRANSFER, reference=reference)

    # After this point the database answers or refuses.
    house = uuid_column(np.frombuffer(into.bytes, np.uint8).reshape(1, 16))
    with transaction.atomic():
        for start in range(0, count, CHUNK):
            part = slice(start, start + CHUNK)
            texts = [reference.encode() for reference in references[part]]
            ids = np.frombuffer(b"".join([sha256(text).digest()[:16] for text in texts]), np.uint8).reshape(-1, 16)
            to = np.broadcast_to(np.frombuffer(into.bytes, np.uint8), ids.shape)
            sides = (uuid_column(ids), uuid_column(owners[part]), uuid_column(accounts[part]), uuid_column(to))
            what = (bigint_column(amounts_cents[part]), code.value, None, effective_on, None, encoded(texts))
            call(POST, [Kind.POSTED.value, by.key, at, *sides, *what, None, None, house])
