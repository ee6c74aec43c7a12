"""What became of every file that was brought in."""

from __future__ import annotations

from django.db import models

from acquis.kit.ids import new_id


class ImportReport(models.Model):
    """One file read once: by whom, when, and how many things came of it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=16)
    format = models.TextField(default="")
    provider_id = models.UUIDField(null=True)
    file_name = models.TextField()
    file_sha256 = models.CharField(max_length=64, default="")
    counts = models.JSONField(default=dict)
    findings_total = models.IntegerField(default=0)
    blocking_total = models.IntegerField(default=0)
    refusal = models.CharField(max_length=48, default="")
    read_at = models.DateTimeField()
    read_by = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["provider_id", "-read_at"], name="reports_of_a_provider")]


class ImportFinding(models.Model):
    """One thing found in a file."""

    report = models.ForeignKey(ImportReport, on_delete=models.CASCADE, related_name="findings")
    level = models.CharField(max_length=10)
    training = models.TextField(default="")
    action = models.TextField(default="")
    session = models.TextField(default="")
    code = models.CharField(max_length=40)
    #: The values of its sentence, which is said in the language of who asks; the sentence itself, in older reports.
    words = models.JSONField(null=True)
    sentence = models.TextField(default="")
    blocking = models.BooleanField()
    line = models.IntegerField(null=True)
