"""Certifications of the national registers, each with every version that was ever read.

The rows beside a certification (blocks, certifiers, partners, codes, continuity) are the latest version laid out
for questions; `CertificationVersion` keeps them all, because a purchase refers to the fiche as it was.
"""

from __future__ import annotations

from django.db import models


class CertificationVersion(models.Model):
    """A fiche as it was read on a day. Rows are only ever added: the database refuses anything else."""

    code = models.CharField(max_length=12)
    content_hash = models.CharField(max_length=64)
    content = models.JSONField()
    as_of = models.DateField(help_text="The day the source describes.")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["code", "-id"], name="versions_of_a_certification")]


class Certification(models.Model):
    """The latest version of a certification."""

    code = models.CharField(primary_key=True, max_length=12)
    register = models.CharField(max_length=4)
    title = models.TextField()
    folded = models.TextField(help_text="The title as it is compared and sorted.")
    short_title = models.TextField(default="")
    diploma_kind = models.TextField(default="")
    level = models.SmallIntegerField(null=True)
    active = models.BooleanField()
    registered_until = models.DateField(null=True)
    effective_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    by_right = models.BooleanField(default=False, help_text="Registered by right: a diploma of a ministry.")
    clea = models.BooleanField(default=False, help_text="The base of knowledge and skills (CléA).")
    content_hash = models.CharField(max_length=64)
    version = models.ForeignKey(CertificationVersion, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__isnull=True) | models.Q(level__range=(1, 8)), name="level_is_1_to_8"
            ),
            models.CheckConstraint(condition=models.Q(register__in=["RNCP", "RS", "CPF"]), name="register_is_known"),
        ]
        indexes = [models.Index(fields=["active", "registered_until"], name="certifications_in_force")]


class Block(models.Model):
    """A block of skills of a certification, which may be obtained alone."""

    certification = models.ForeignKey(Certification, on_delete=models.CASCADE, related_name="blocks")
    code = models.CharField(max_length=24)
    title = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["certification", "code"], name="one_row_per_block")]


class _Organisation(models.Model):
    """An organisation the register names for a certification."""

    siret = models.CharField(max_length=14, default="")
    siren = models.CharField(max_length=9, default="")
    name = models.TextField(default="")

    class Meta:
        abstract = True


class Certifier(_Organisation):
    """Who delivers the certification."""

    certification = models.ForeignKey(Certification, on_delete=models.CASCADE, related_name="certifiers")

    class Meta:
        indexes = [models.Index(fields=["siren"], name="certifiers_by_siren")]


class Partner(_Organisation):
    """Who is habilitated to train for the certification."""

    certification = models.ForeignKey(Certification, on_delete=models.CASCADE, related_name="partners")

    class Meta:
        indexes = [models.Index(fields=["siren"], name="partners_by_siren")]


class CertificationCode(models.Model):
    """A code of a nomenclature, or a way of access, given to a certification."""

    certification = models.ForeignKey(Certification, on_delete=models.CASCADE, related_name="codes")
    scheme = models.CharField(max_length=10, help_text="rome, nsf, formacode, idcc, cfd or route.")
    rank = models.SmallIntegerField(help_text="Its place in the fiche, from 0; the first is the main one.")
    code = models.CharField(max_length=16)
    label = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["certification", "scheme", "rank"], name="one_code_per_place")]
        indexes = [models.Index(fields=["scheme", "code"], name="certifications_by_code")]


class Continuity(models.Model):
    """`old` was followed by `new`, as the fiche `said_by` says. Splits, merges and unknown codes all occur."""

    said_by = models.ForeignKey(Certification, on_delete=models.CASCADE, related_name="continuities")
    old = models.CharField(max_length=12)
    new = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["said_by", "old", "new"], name="one_statement_of_continuity")]
        indexes = [
            models.Index(fields=["old"], name="continuity_forward"),
            models.Index(fields=["new"], name="continuity_backward"),
        ]
