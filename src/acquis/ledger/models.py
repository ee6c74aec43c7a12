"""The ledger's tables. Rows of `Transfer` are written by the functions of the database only, and never changed."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q


class GuardedAccount(models.Model):
    """An account that can never have less than nothing available, with the one row of its balance."""

    pk = models.CompositePrimaryKey("owner", "id")
    owner = models.UUIDField()
    id = models.UUIDField()
    unit = models.TextField()
    #: Credits less debits of what is posted, in hundredths of the unit.
    posted_cents = models.BigIntegerField(default=0)
    #: What open reservations hold of it.
    reserved_cents = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(reserved_cents__gte=0), name="reserved_never_below_zero"),
            models.CheckConstraint(
                condition=Q(posted_cents__gte=F("reserved_cents")), name="available_never_below_zero"
            ),
        )
        indexes = (models.Index(fields=["id"], name="guarded_account_by_id"),)


class OpenAccount(models.Model):
    """An account without a limit: the State's, or what is owed to a provider. It has no balance row."""

    id = models.UUIDField(primary_key=True)
    owner = models.UUIDField()
    unit = models.TextField()
    opened_at = models.DateTimeField()


class Transfer(models.Model):
    """One row is the double entry: so much goes from the debit account to the credit account."""

    pk = models.CompositePrimaryKey("owner", "id")
    owner = models.UUIDField()
    #: Made of the reference (`references.py`), so that one short key makes both unique.
    id = models.UUIDField()
    #: The order of writing; only the rolling up of house sums reads it.
    seq = models.BigIntegerField()
    debit = models.UUIDField()
    credit = models.UUIDField()
    amount_cents = models.BigIntegerField()
    kind = models.TextField()
    code = models.TextField()
    effective_on = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.TextField()
    #: Compared byte by byte, whatever the server's language.
    reference = models.TextField(db_collation="C")
    about = models.UUIDField(null=True)
    #: The transfer this one settles, releases or reverses; a transfer is followed once at most.
    follows = models.UUIDField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="amount_above_zero"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="two_different_sides"),
            models.UniqueConstraint(fields=["id"], name="one_transfer_per_reference"),
            models.UniqueConstraint(
                fields=["follows", "owner"], condition=Q(follows__isnull=False), name="followed_once_at_most"
            ),
        )
        indexes = (
            models.Index(fields=["about"], condition=Q(about__isnull=False), name="transfer_by_subject"),
            BrinIndex(fields=["seq"], name="transfer_by_seq", autosummarize=True, pages_per_range=32),
        )


class Book(models.Model):
    """What the credits of one run have in common: where they come from, why, of which day, under which reference.

    The credit of an owner stands under the reference of the book followed by a space and the owner's id.
    """

    id = models.IntegerField(primary_key=True)
    reference = models.TextField(unique=True, db_collation="C")
    debit = models.UUIDField()
    code = models.TextField()
    effective_on = models.DateField()
    opened_at = models.DateTimeField()
    by = models.TextField()


class Slice(models.Model):
    """A part of a book, written at once or not at all: how many credits, how much, and the digest of its columns."""

    pk = models.CompositePrimaryKey("book", "number")
    book = models.IntegerField()
    number = models.IntegerField()
    first_owner = models.UUIDField()
    last_owner = models.UUIDField()
    credits = models.BigIntegerField()
    amount_cents = models.BigIntegerField()
    #: SHA-256 of owner, account and amount of each credit (16, 16 and 8 bytes), in the order of owners.
    digest = models.BinaryField()
    recorded_at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        indexes = (models.Index(fields=["book", "first_owner"], name="slice_by_owner"),)


class Credit(models.Model):
    """A transfer of a book, as narrow as can be: to this account of this owner, so much. The rest is on the book."""

    pk = models.CompositePrimaryKey("book", "owner")
    owner = models.UUIDField()
    account = models.UUIDField()
    amount_cents = models.BigIntegerField()
    book = models.IntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(amount_cents__gt=0), name="credit_above_zero"),)


class Waiting(models.Model):
    """A slice whose credits are not all in the balance rows yet: those of its owners from `first_owner` on wait."""

    pk = models.CompositePrimaryKey("book", "number")
    book = models.IntegerField()
    number = models.IntegerField()
    first_owner = models.UUIDField()
    last_owner = models.UUIDField()


class Early(models.Model):
    """A credit of a slice that waits, which is in its balance row all the same: its owner needed it."""

    pk = models.CompositePrimaryKey("book", "owner")
    book = models.IntegerField()
    owner = models.UUIDField()


class HouseSum(models.Model):
    """What went through an unguarded account, up to the last roll-up; derived, and recomputed by a check."""

    account = models.UUIDField(primary_key=True)
    debits_cents = models.BigIntegerField()
    credits_cents = models.BigIntegerField()


class RollUp(models.Model):
    """How far the house sums reach: one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    #: Every row of the ledger up to this one is in the house sums.
    upto_seq = models.BigIntegerField(default=0)
    #: Every row up to this one is known to be committed: the next roll-up counts up to here.
    cut_seq = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="one_roll_up_only"),)


class Block(models.Model):
    """Up to 1,024 transfers in their order, and the root of the tree over their digests; append-only."""

    number = models.BigIntegerField(primary_key=True)
    #: The transfers of the block have a seq above this one…
    after_seq = models.BigIntegerField(null=True)
    #: …up to this one, which is its last row's.
    upto_seq = models.BigIntegerField(null=True)
    #: Or they are credits of this slice of a book, with owners above this one up to that one.
    book = models.IntegerField(null=True)
    slice = models.IntegerField(null=True)
    after_owner = models.UUIDField(null=True)
    upto_owner = models.UUIDField(null=True)
    size = models.IntegerField()
    root = models.BinaryField()
    #: The first four bytes of each row's digest: they vouch for nothing, and tell which row is not what it was.
    marks = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["upto_seq"], name="block_by_last_row"),
            models.UniqueConstraint(fields=["after_seq"], name="a_block_follows_one_block"),
            models.UniqueConstraint(fields=["book", "upto_owner"], name="block_by_last_credit"),
            models.CheckConstraint(condition=Q(size__gt=0), name="a_block_is_not_empty"),
            models.CheckConstraint(
                condition=Q(
                    after_seq__isnull=False,
                    upto_seq__isnull=False,
                    book__isnull=True,
                    slice__isnull=True,
                    after_owner__isnull=True,
                    upto_owner__isnull=True,
                )
                | Q(
                    after_seq__isnull=True,
                    upto_seq__isnull=True,
                    book__isnull=False,
                    slice__isnull=False,
                    after_owner__isnull=False,
                    upto_owner__isnull=False,
                ),
                name="a_block_is_of_transfers_or_of_credits",
            ),
        )


class Anchor(models.Model):
    """What a day vouches for: the root over the blocks sealed since the anchor before, and that one's digest."""

    number = models.BigIntegerField(primary_key=True)
    #: The last day that is wholly behind the anchor.
    day = models.DateField()
    upto_block = models.BigIntegerField()
    blocks = models.BigIntegerField()
    size = models.BigIntegerField()
    root = models.BinaryField()
    previous = models.BinaryField()
    digest = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["day"], name="one_anchor_a_day"),)
        indexes = (models.Index(fields=["upto_block"], name="anchor_by_block"),)
