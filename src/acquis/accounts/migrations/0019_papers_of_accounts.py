"""The paper of a project says whose account it is of, as every row of somebody does."""

import django.db.models.deletion
from django.db import migrations, models

FILLED = """
    UPDATE accounts_projectpaper p SET account_id = g.account_id FROM accounts_grant g WHERE g.reference = p.grant_id
"""


def account(**more: object) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="project_papers", to="accounts.account", **more
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0018_rights_told_by_risk_bodies")]

    operations = [
        migrations.AddField("projectpaper", "account", account(null=True)),
        migrations.RunSQL(FILLED, migrations.RunSQL.noop),
        # What waits to be checked must be, before the table changes again.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField("projectpaper", "account", account()),
    ]
