"""The tables of the catalogue."""

from .certifications import (
    Block,
    Certification,
    CertificationCode,
    CertificationVersion,
    Certifier,
    Continuity,
    Partner,
)
from .drafts import LookedAt, OfferChange, OfferDraft
from .endings import LeavingNotice
from .jobs import Job, JobTitle, TenseJob
from .offers import HeldPlace, Session, Training, TrainingAction
from .places import PostalCode, Town
from .reports import ImportFinding, ImportReport
from .reviews import Review

__all__ = [
    "Block",
    "Certification",
    "CertificationCode",
    "CertificationVersion",
    "Certifier",
    "Continuity",
    "HeldPlace",
    "ImportFinding",
    "ImportReport",
    "Job",
    "JobTitle",
    "LeavingNotice",
    "LookedAt",
    "OfferChange",
    "OfferDraft",
    "Partner",
    "PostalCode",
    "Review",
    "Session",
    "TenseJob",
    "Town",
    "Training",
    "TrainingAction",
]
