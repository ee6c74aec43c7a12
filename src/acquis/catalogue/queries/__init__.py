"""The questions others may ask of the catalogue; answers are frozen rows.

Those about drafts, which know how offers are published, are in `queries.drafts`.
"""

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
from .domains import domain_names
from .endings import leaving
from .jobs import job_titles, jobs, tense_jobs
from .market import (
    certifications_of,
    codes_on_sale,
    count_published,
    job_label,
    leading_to,
    market_of,
    neighbour_jobs,
    offers_of,
    published_part,
)
from .offers import (
    offered,
    offered_many,
    published_training_ids,
    published_training_ids_of,
    training_page,
    training_pages,
    trainings_of,
)
from .places import all_towns, largest_towns, town, towns_by_postal_code, towns_matching
from .reports import report, report_of, reports_of

__all__ = [
    "all_towns",
    "certification",
    "certification_as_of_version",
    "certifications",
    "certifications_matching",
    "certifications_of",
    "codes_on_sale",
    "count_published",
    "domain_names",
    "job_label",
    "job_titles",
    "jobs",
    "largest_towns",
    "leading_to",
    "leaving",
    "market_of",
    "may_be_sold",
    "neighbour_jobs",
    "offered",
    "offered_many",
    "offers_of",
    "predecessors",
    "promotions",
    "published_part",
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
