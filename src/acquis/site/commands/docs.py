"""`acquis docs`: print the documents that are drawn from the program."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`acquis docs` takes no words."""


def run(args: argparse.Namespace) -> int:
    """0 when the documents are written."""
    from acquis.site import startup

    startup.set_up(clock=False)
    from acquis.site.config import ROOT
    from acquis.site.printed import DOCUMENTS

    for name, text in DOCUMENTS.items():
        (ROOT / "docs" / name).write_text(text(), encoding="utf-8")
        print(f"docs/{name}")
    return 0
