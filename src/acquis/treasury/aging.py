"""What is owed to training bodies, by how long it has been due: the aged balance, summed by the database."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import connection

from .types import Aged

#: Days late from which each class begins; before the first, what is not due yet.
LATE_FROM = (1, 31, 61, 91)

_AGED = """
    SELECT i.provider_id, count(*), sum(i.amount_cents - i.deducted_cents)::bigint,
           sum(i.amount_cents - i.deducted_cents) FILTER (WHERE i.payable_by >= %(on)s)::bigint,
           sum(i.amount_cents - i.deducted_cents) FILTER (WHERE %(on)s - i.payable_by BETWEEN 1 AND 30)::bigint,
           sum(i.amount_cents - i.deducted_cents) FILTER (WHERE %(on)s - i.payable_by BETWEEN 31 AND 60)::bigint,
           sum(i.amount_cents - i.deducted_cents) FILTER (WHERE %(on)s - i.payable_by BETWEEN 61 AND 90)::bigint,
           sum(i.amount_cents - i.deducted_cents) FILTER (WHERE %(on)s - i.payable_by > 90)::bigint
      FROM treasury_invoice i WHERE i.state IN ('to_pay', 'in_batch')
     GROUP BY i.provider_id ORDER BY 3 DESC, 1
"""


def aged_payables(on: date) -> list[Aged]:
    """The unpaid invoices of each body on a day, the largest sum first; those in a batch the bank has not paid too."""
    with connection.cursor() as cursor:
        cursor.execute(_AGED, {"on": on})
        return [
            Aged(provider_id=UUID(str(body)), count=count, cents=cents, classes_cents=tuple(each or 0 for each in ages))
            for body, count, cents, *ages in cursor.fetchall()
        ]
