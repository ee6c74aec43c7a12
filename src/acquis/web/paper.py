"""Documents on paper: a template of typst beside its page, its data as JSON, an accessible PDF (PDF/UA-1) out.

Typst refuses to write a document that lacks a title, a language or the alternative of a picture; its own fonts
(Libertinus, OFL) are used and none of the machine, so that the same data give the same pages everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

_WEB = Path(__file__).parent


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The document that `template` (named from the `web` folder, as ``holder/statement.typ``) makes of `data`.

    What is shown must be text already: the template lays out and formats nothing. Raises `typst.TypstError` for a
    template that would not make an accessible document.
    """
    made: bytes = typst.compile(
        _template(template),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    return made


@lru_cache
def _template(name: str) -> bytes:
    return (_WEB / name).read_bytes()
