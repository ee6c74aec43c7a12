"""The years that a slice of a run gave to some hundred accounts, in one row: each column is bytes of one width."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class YearSlab(models.Model):
    """First versions of one year, of accounts that follow each other from `first` to `last`, in the order of their ids.

    A row a year with a key of its own is a third of what carrying a nation's run out costs; a slab takes a quarter of
    the room. It is written once and never again: a correction is a row of `YearlyCredit`, of a higher version. The
    slabs of a run do not overlap, so that the slab of an account is the first one whose `last` is not before it.
    """

    pk = models.CompositePrimaryKey("run", "last")
    run = models.IntegerField()
    last = models.UUIDField()
    first = models.UUIDField()
    #: Which part of which slice of the run it is.
    slice = models.IntegerField()
    part = models.SmallIntegerField()
    year = models.SmallIntegerField()
    credited_on = models.DateField()
    #: How many accounts it has: a column's length over it is the width of a number.
    accounts = models.SmallIntegerField()
    #: SHA-256 of all the rest (`slabs.digest`).
    digest = models.BinaryField()
    owners = models.BinaryField()
    #: What is small, as `traits.packed` has it.
    traits = models.BinaryField()
    worked = models.BinaryField()
    #: 0 where the law's own is meant.
    reference = models.BinaryField()
    before = models.BinaryField()
    earned = models.BinaryField()
    ceiling = models.BinaryField()
    granted = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "slice", "part"], name="one_slab_per_part_of_a_slice"),
            models.CheckConstraint(condition=Q(first__lte=F("last"), accounts__gt=0), name="a_slab_goes_forward"),
        ]
