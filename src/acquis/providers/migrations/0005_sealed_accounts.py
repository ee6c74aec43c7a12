"""The IBANs of training bodies are sealed, as what could be used against somebody is; those kept are sealed on the way."""

from typing import Any

from django.db import migrations, models

from acquis.people import crypto

CELL = {"table": "providers_bankaccount", "column": "iban"}


def seal(apps: Any, _editor: Any) -> None:
    accounts = apps.get_model("providers", "BankAccount").objects
    for row in accounts.only("id", "iban").iterator():
        accounts.filter(pk=row.pk).update(iban_sealed=crypto.seal(row.iban, **CELL, row=row.pk))


def unseal(apps: Any, _editor: Any) -> None:
    accounts = apps.get_model("providers", "BankAccount").objects
    for row in accounts.only("id", "iban_sealed").iterator():
        accounts.filter(pk=row.pk).update(iban=crypto.unseal(row.iban_sealed, **CELL, row=row.pk))


def settle(_apps: Any, editor: Any) -> None:
    """Check now what waits for the end: a table is not altered while rows of it wait to be checked."""
    editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):
    dependencies = [("providers", "0004_who_makes_the_invoices")]
    operations = [
        migrations.AddField("bankaccount", "iban_sealed", models.BinaryField(null=True)),
        # Going back, the column returns empty before it is filled.
        migrations.AlterField("bankaccount", "iban", models.TextField(default="")),
        migrations.RunPython(migrations.RunPython.noop, settle),
        migrations.RunPython(seal, unseal),
        migrations.RunPython(settle, migrations.RunPython.noop),
        migrations.RemoveField("bankaccount", "iban"),
        migrations.AlterField("bankaccount", "iban_sealed", models.BinaryField()),
    ]
