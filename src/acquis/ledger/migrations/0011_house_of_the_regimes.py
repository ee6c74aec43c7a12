"""More of the State's accounts: what is converted from one unit to the other, hours issued and lapsed, escheat."""

from uuid import UUID, uuid5

from django.db import migrations

NAMES = UUID("7a1c6f0e-3b52-5d0a-9f4e-1c0de5ac9a15")
HOUSE = {
    "rights_converted": "eur", "escheat_due": "eur",
    "hours_issued": "hour", "hours_converted": "hour", "hours_lapsed": "hour",
}

OPEN = "INSERT INTO ledger_openaccount (id, owner, unit, opened_at) VALUES\n" + ",\n".join(
    f"('{uuid5(NAMES, f'house/{name}')}', '{UUID(int=0)}', '{unit}', '2019-01-01T00:00:00Z')"
    for name, unit in HOUSE.items()
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0010_opening")]

    operations = [migrations.RunSQL(OPEN, migrations.RunSQL.noop)]
