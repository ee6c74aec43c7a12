"""The files of the whole catalogue that anybody may take."""

from __future__ import annotations

from enum import StrEnum


class Export(StrEnum):
    """A file of the whole catalogue; the value is its name."""

    LHEO = "catalogue-lheo-2.3.xml"
    COLUMNS = "catalogue.csv"
    EUROPEAN = "catalogue-elm.jsonld"
