"""Our tables of structure, judged by the official definitions, and our checks by the official schema."""

from __future__ import annotations

import io
import json
import re
import tracemalloc

import pytest
from lxml import etree
from tests.catalogue import scenes as s
from tests.shared import shared

from acquis.catalogue.formats import xml
from acquis.catalogue.formats.edof import Edof
from acquis.catalogue.formats.structure import Composite, Leaf, first_day, is_day, structure


def test_the_table_of_lheo_agrees_with_the_official_definition():
    official = json.loads(shared("data/lheo/lheo-2.3-structure.json").read_text("utf-8"))["elements"]
    lists = json.loads(shared("data/lheo/lheo-2.3-dictionnaires.json").read_text("utf-8"))
    for name, rule in structure("lheo").items():
        definition = official[name]
        parameters = definition.get("params", {})
        if isinstance(rule, Composite):
            wanted = [(c["nom"], c["min"], c["max"]) for c in definition["enfants"] if c["nom"] != "extras"]
            assert [(c.name, c.least, c.most) for c in rule.children] == wanted, name
        elif rule.kind == "text":
            assert (rule.least, rule.most) == (int(parameters["lgmin"]), int(parameters["lgmax"])), name
        elif rule.kind == "one":
            assert rule.values == set(lists[parameters["ref"]]["entrees"]), name


def test_every_child_of_a_table_has_its_rule():
    for name in ("edof", "lheo"):
        table = structure(name)
        for rule in table.values():
            for child in rule.children if isinstance(rule, Composite) else ():
                assert child.name in table or child.name == "extras", child.name


def reads(content: bytes) -> bool:
    raw = io.BytesIO(content)
    readings = [Edof().read(r) for r in xml.records(raw, xml.look(raw), "formation")]
    return not any(f.blocking for reading in readings for f in reading.findings)


# What the schema refuses, we refuse; what only a rule refuses, the schema lets through.
STRUCTURE = {
    "order": s.training().replace("<acces-handicapes>0</acces-handicapes><langue-formation>FR</langue-formation>",
                                  "<langue-formation>FR</langue-formation><acces-handicapes>0</acces-handicapes>"),
    "length": s.training(title="x" * 256),
    "pattern": s.training().replace("0102030405", "01 02 03 04 05"),
    "list": s.training().replace("<parcours-de-formation>1", "<parcours-de-formation>5"),
    "missing": s.training().replace("<langue-formation>FR</langue-formation>", ""),
    "choice": s.training().replace("</certification>", "<code-RS>RS1</code-RS></certification>"),
    "attribute": s.training().replace(' datecrea="20261101"', "", 1),
    "number": s.training().replace("<nombre-heures-centre>70", "<nombre-heures-centre>70,5"),
    "unknown": s.training().replace("<acces-handicapes>", "<acces>0</acces><acces-handicapes>", 1),
    "empty": s.training(title=""),
    "siret": s.training(siret="123"),
}  # fmt: skip


@pytest.mark.parametrize("case", STRUCTURE)
def test_our_checks_refuse_what_the_official_schema_refuses(case):
    schema = etree.XMLSchema(file=str(shared("data/edof/lheo_import_fichier_xml_optimise_v5r2.xsd")))
    sound, spoilt = s.edof(s.training()), s.edof(STRUCTURE[case])

    assert schema.validate(etree.fromstring(sound))
    assert reads(sound)
    assert not schema.validate(etree.fromstring(spoilt))
    assert not reads(spoilt)


@pytest.mark.parametrize("day", ["20260231", "20261399", "19991399"])
def test_impossible_days_the_schema_lets_through(day):
    content = s.edof(s.training("F1", s.action("A1", s.session("S1", day, "20270305"))))
    assert not reads(content)


def test_days():
    assert [is_day(d) for d in ("20240229", "20230229", "20240000", "20240200", "00000000", "99999999", "2024")] == [
        True, False, True, True, True, True, False,
    ]  # fmt: skip
    assert first_day("20240200").isoformat() == "2024-02-01"
    assert first_day("99999999") is None


def test_memory_holds_one_record_at_a_time():
    content = s.edof(*(s.training(f"F{n}") for n in range(1500)))
    raw = io.BytesIO(content)
    encoding = xml.look(raw)
    tracemalloc.start()
    count = sum(1 for _ in xml.records(raw, encoding, "formation"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 1500
    assert peak < len(content) / 4


def test_lines_are_those_of_the_file():
    lines = s.edof(s.training("F1"), s.training("F2", title="")).decode("latin-1").replace("><", ">\n<")
    raw = io.BytesIO(lines.encode("latin-1"))
    found = [f for r in xml.records(raw, xml.look(raw), "formation") for f in Edof().read(r).findings]
    assert lines.splitlines()[found[0].line - 1].startswith("<intitule-formation>")
    assert found[0].line > 60


def test_a_file_in_utf_16_and_one_with_prefixes():
    text = s.edof().decode("latin-1").replace("ISO-8859-1", "UTF-16")
    assert reads(text.encode("utf-16"))
    prefixed = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", s.edof().decode("latin-1")).replace("xmlns=", "xmlns:x=")
    assert reads(prefixed.encode("latin-1"))


def test_a_record_that_is_not_well_formed_does_not_hide_the_next():
    broken = s.training("F2").replace("</intitule-formation>", "</titre>")
    raw = io.BytesIO(s.edof(s.training("F1"), broken, s.training("F3")))
    found = {r.element.get("numero"): bool(r.errors) for r in xml.records(raw, xml.look(raw), "formation")}
    assert (found["F1"], found["F2"], found["F3"]) == (False, True, False)


def test_leaves_have_bounds():
    assert all(rule.most is None or rule.least <= rule.most for t in ("edof", "lheo")
               for rule in structure(t).values() if isinstance(rule, Leaf))  # fmt: skip


def test_a_record_without_end_is_refused_and_the_next_one_read():
    endless = s.training("F1", title="x" * (9 << 20)).replace("</formation>", "")
    raw = io.BytesIO(s.edof(endless, s.training("F2")))
    found = [(r.element is not None and r.element.get("numero"), bool(r.errors))
             for r in xml.records(raw, xml.look(raw), "formation")]  # fmt: skip
    assert found == [(False, True), ("F2", False)]


def test_a_fault_of_syntax_is_told_in_words_once_a_line() -> None:
    raw = io.BytesIO(b"<lheo><formation numero='1'>\n<a>pain & beurre</b>\n</formation></lheo>")
    ((fault,),) = [r.errors for r in xml.records(raw, xml.look(raw), "formation")]
    assert fault == "un « & » ou un « < » n’est pas suivi d’un nom (ligne 2)"
