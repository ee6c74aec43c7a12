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
from .offers import HeldPlace, Session, Training, TrainingAction
from .places import PostalCode, Town
from .reports import ImportFinding, ImportReport

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
    "Partner",
    "PostalCode",
    "Session",
    "Town",
    "Training",
    "TrainingAction",
]
