"""The peer: django-hordak, double-entry accounting for Django, in a database of its own on the same server.

Used as its manual says: `account.transfer_to(other, amount)` in a transaction. It needs Django settings of its own, so
its clients are processes that never meet ours.
"""

from __future__ import annotations

import random
from importlib.util import find_spec
from typing import Any

import django
from django.conf import settings

from acquis.site.address import database_settings

#: Accounts that receive; each is read from the database at its use, as a page would.
ACCOUNTS = 100


def installed() -> bool:
    """Whether the group of packages for benchmarks is there: `uv sync --inexact --group benchmark`."""
    return find_spec("hordak") is not None


def settle(url: str) -> None:
    """Make Django ready for hordak in this process."""
    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", **database_settings(url)}},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
        SECRET_KEY="benchmark",
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        CURRENCIES=("EUR",),
        HORDAK_CURRENCIES=["EUR"],
    )
    django.setup()


def fill(url: str) -> None:
    """Tables, one account that pays, and those that receive; called in a process of its own."""
    settle(url)
    from django.core.management import call_command
    from hordak.models import Account

    call_command("migrate", verbosity=0)
    Account.objects.create(name="funder", code="0", type="LI", currencies=["EUR"])
    for number in range(1, ACCOUNTS + 1):
        Account.objects.create(name=f"holder {number}", code=str(number), type="LI", currencies=["EUR"])


class Hordak:
    """The one case, in the shape of `cases.Cases`."""

    def __init__(self, url: str) -> None:
        settle(url)
        from hordak.models import Account

        self.funder = Account.objects.get(code="0")
        self.holders = list(Account.objects.exclude(code="0"))

    def wait_for_disk(self, wanted: bool) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(f"SET synchronous_commit = {'on' if wanted else 'off'}")

    def case(self, name: str, size: int) -> Any:
        from django.db import transaction
        from moneyed import EUR, Money

        amount = Money(1, EUR)

        class Case:
            @staticmethod
            def prepare() -> Any:
                return random.choice(self.holders)

            @staticmethod
            def run(holder: Any) -> None:
                with transaction.atomic():
                    self.funder.transfer_to(holder, amount)

        return Case
