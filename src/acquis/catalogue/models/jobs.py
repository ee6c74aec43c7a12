"""Jobs of the national directory (ROME), the titles people give them, and those that a region lacks hands for."""

from __future__ import annotations

from django.db import models


class Job(models.Model):
    """A card of the directory."""

    rome = models.CharField(primary_key=True, max_length=5)
    label = models.TextField()
    parent = models.CharField(max_length=5, default="")


class JobTitle(models.Model):
    """One way in which a job is called, as the directory writes it: « Boulanger / Boulangère »."""

    rome = models.CharField(max_length=5)
    label = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rome", "label"], name="one_row_per_title_of_a_job")]


class TenseJob(models.Model):
    """A job said to be in tension in a region, by a list published on a day. Lists are kept; the latest one counts."""

    region = models.CharField(max_length=2)
    rome = models.CharField(max_length=5)
    source = models.TextField()
    published_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "rome", "published_on"], name="one_row_per_tense_job_and_list")
        ]
