"""The questions others may ask of the catalogue; answers are frozen rows."""

from .certifications import (
    certification,
    certification_as_of_version,
    certifications,
    certifications_matching,
    may_be_sold,
    predecessors,
    promotions,
    sales,
    successors,
)
from .jobs import job_titles, jobs, tense_jobs
from .offers import (
    offered,
    offered_many,
    published_training_ids,
    published_training_ids_of,
    training_page,
    training_pages,
    trainings_of,
)
from .places import largest_towns, town, towns_by_postal_code, towns_matching
from .reports import report, report_of, reports_of

__all__ = [
    "certification",
    "certification_as_of_version",
    "certifications",
    "certifications_matching",
    "job_titles",
    "jobs",
    "largest_towns",
    "may_be_sold",
    "offered",
    "offered_many",
    "predecessors",
    "promotions",
    "published_training_ids",
    "published_training_ids_of",
    "report",
    "report_of",
    "reports_of",
    "sales",
    "successors",
    "tense_jobs",
    "town",
    "towns_by_postal_code",
    "towns_matching",
    "training_page",
    "training_pages",
    "trainings_of",
]
