"""Communes and their postal codes."""

from __future__ import annotations

from django.db import models


class Town(models.Model):
    """A commune, or a municipal arrondissement of Paris, Lyon or Marseille."""

    insee = models.CharField(primary_key=True, max_length=5)
    name = models.TextField()
    folded = models.TextField(help_text="The name as it is looked up: no accent, no hyphen, « saint » in full.")
    department = models.CharField(max_length=3)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    population = models.IntegerField(default=0)

    class Meta:
        indexes = [
            # The server sorts by byte in this class, so that a prefix is a range of the index.
            models.Index(fields=["folded"], name="towns_by_prefix", opclasses=["text_pattern_ops"]),
            models.Index(fields=["department"], name="towns_of_a_department"),
        ]


class PostalCode(models.Model):
    """A postal code serves many communes, and a commune may have several."""

    code = models.CharField(max_length=5)
    town = models.ForeignKey(Town, on_delete=models.CASCADE, related_name="postal_codes")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "town"], name="one_row_per_code_and_town")]
