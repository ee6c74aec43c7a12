"""A holder takes their statement on paper: a code is kept, by which whoever receives it can check it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.codes import new_code

from .. import events, permissions
from ..models import Issued


@act
def issue_statement(
    *,
    lines: Sequence[tuple[str, ...]],
    balance_cents: int,
    year: int | None,
    whole_account: bool,
    by: Actor,
    at: datetime,
) -> str:
    """The code. `lines` are those of the paper, as written on it; `balance_cents` what it says is left."""
    permissions.ISSUE.require_any(by)
    assert by.account_id is not None

    # After this point the statement must be kept.
    issued = Issued.objects.create(
        code=new_code(),
        account_id=by.account_id,
        issued_at=at,
        lines=len(lines),
        balance_cents=balance_cents,
        year=year,
        whole_account=whole_account,
        digest=hashlib.sha256(json.dumps([list(line) for line in lines]).encode()).hexdigest(),
    )

    record(events.StatementIssued(about=by.account_id, account_id=by.account_id, lines=len(lines)), by=by, at=at)
    return issued.code
