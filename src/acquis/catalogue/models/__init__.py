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
    "LookedAt",
    "OfferChange",
    "OfferDraft",
    "Partner",
    "PostalCode",
    "Review",
    "Session",
    "Town",
    "Training",
    "TrainingAction",
]
