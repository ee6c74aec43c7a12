"""What was said of an enrolment that the operator ended is sealed, as other words about a person are."""

from typing import Any

from django.db import migrations, models

from acquis.people import crypto


def seal(apps: Any, _editor: Any) -> None:
    enrolments = apps.get_model("enrolments", "Enrolment").objects
    for row in enrolments.exclude(end_words="").only("id", "account_id", "end_words").iterator():
        sealed = crypto.seal(row.end_words, table="enrolments_enrolment", column="end_words", row=row.id)
        enrolments.filter(account_id=row.account_id, pk=row.id).update(end_words_sealed=sealed)


def unseal(apps: Any, _editor: Any) -> None:
    enrolments = apps.get_model("enrolments", "Enrolment").objects
    for row in enrolments.exclude(end_words_sealed=None).only("id", "account_id", "end_words_sealed").iterator():
        said = crypto.unseal(row.end_words_sealed, table="enrolments_enrolment", column="end_words", row=row.id)
        enrolments.filter(account_id=row.account_id, pk=row.id).update(end_words=said)


class Migration(migrations.Migration):
    dependencies = [("enrolments", "0004_turning")]
    operations = [
        migrations.AddField("enrolment", "end_words_sealed", models.BinaryField(null=True)),
        migrations.RunPython(seal, unseal),
        migrations.RemoveField("enrolment", "end_words"),
    ]
