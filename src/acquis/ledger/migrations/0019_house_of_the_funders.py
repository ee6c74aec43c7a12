"""Two more of the State's accounts: what funders put into their envelopes, and what goes from there to purses."""

from uuid import UUID, uuid5

from django.db import migrations

NAMES = UUID("7a1c6f0e-3b52-5d0a-9f4e-1c0de5ac9a15")
HOUSE = dict.fromkeys(("funders_money", "funders_promised"), "eur")

OPEN = "INSERT INTO ledger_openaccount (id, owner, unit, opened_at) VALUES\n" + ",\n".join(
    f"('{uuid5(NAMES, f'house/{name}')}', '{UUID(int=0)}', '{unit}', '2019-01-01T00:00:00Z')"
    for name, unit in HOUSE.items()
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0018_house_of_the_fund")]

    operations = [migrations.RunSQL(OPEN, migrations.RunSQL.noop)]
