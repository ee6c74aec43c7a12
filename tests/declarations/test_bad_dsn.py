"""What may be wrong in a DSN file: each gets a line that names the record and the field, and costs nobody else."""

from __future__ import annotations

import io
import tracemalloc
from datetime import date

import pytest
from tests.declarations import dsn_files as f
from tests.declarations import scenes as s

from acquis.declarations.formats import dsn
from acquis.declarations.formats.blocks import blocks
from acquis.declarations.formats.lines import LONGEST, lines, look
from acquis.declarations.reporting import Telling
from acquis.declarations.types import Individual, Refusal, Source, State

pytestmark = pytest.mark.django_db

C = f.Contract
#: (what is wrong with the first of two individuals, the code told, the rubric named)
WRONG = [
    (f.Person(number=f.nir(1) + "00"), "nir_key", "S21.G00.30.001"),
    (f.Person(number="12345"), "nir_shape", "S21.G00.30.001"),
    (f.Person(number="1801475056001"), "nir_shape", "S21.G00.30.001"),
    (f.Person(number="9800575056001"), "nir_shape", "S21.G00.30.001"),
    (f.Person(number=f.nir(1), name=""), "missing", "S21.G00.30.002"),
    (f.Person(number=f.nir(1), first_names=" "), "missing", "S21.G00.30.004"),
    (f.Person(number=f.nir(1), sex="3"), "unknown_code", "S21.G00.30.005"),
    (f.Person(number=f.nir(1), born="31021980"), "bad_date", "S21.G00.30.006"),
    (f.Person(number=f.nir(1), born="19991399"), "bad_date", "S21.G00.30.006"),
    (f.Person(number=f.nir(1), born="01012090"), "bad_date", "S21.G00.30.006"),
    (f.person(1, C(start="00000000")), "bad_date", "S21.G00.40.001"),
    (f.person(1, C(start="01042025")), "starts_after", "S21.G00.40.001"),
    (f.person(1, C(nature="77")), "unknown_code", "S21.G00.40.007"),
    (f.person(1, C(unit="13")), "unknown_code", "S21.G00.40.011"),
    (f.person(1, C(reference="15,1,67")), "bad_number", "S21.G00.40.012"),
    (f.person(1, C(quantity="-151.67")), "negative", "S21.G00.40.013"),
    (f.person(1, C(quantity="1516700.00")), "absurd", "S21.G00.40.013"),
    (f.person(1, C(hours="-3.00")), "negative", "S21.G00.53.002"),
    (f.person(1, C(hours="1600.00")), "absurd", "S21.G00.53.002"),
    (f.person(1, C(hours="NaN")), "bad_number", "S21.G00.53.002"),
    (f.person(1, C(hours=None, hours_paid="-1.00")), "negative", "S21.G00.51.012"),
    (f.person(1, C(period=("31032025", "01032025"))), "dates_cross", "S21.G00.51.002"),
    (f.person(1, C(period=("01042025", "30042025"))), "period_in_future", "S21.G00.51.001"),
    (f.person(1, C(end="31122019")), "dates_cross", "S21.G00.62.001"),
    (f.person(1, C(hours=None, quantity=None)), "no_time", "S21.G00.40.013"),
    (f.person(1, C(unit="31", hours=None, pay=None)), "no_pay", "S21.G00.40.009"),
    (f.person(1, C(unit="31", hours=None, pay="-10.00")), "negative", "S21.G00.51.013"),
    (f.person(1, C(unit="31", hours=None, pay="99999999.00")), "absurd", "S21.G00.51.013"),
    (f.person(1, C(unit="20", quantity=None)), "no_time", "S21.G00.40.013"),
]


@pytest.mark.parametrize(("wrong", "code", "rubric"), WRONG, ids=[f"{code} {rubric}" for _, code, rubric in WRONG])
def test_a_bad_individual_is_named_and_costs_nobody_else(wrong, code, rubric):
    report = s.bring(s.dsn(wrong, f.person(2)))

    (found,) = report.findings
    assert (found.code, found.rubric, found.individual, found.blocking) == (code, rubric, 1, True)
    assert found.line
    assert found.sentence.endswith(".")
    assert (report.counts["individuals.accepted"], report.counts["individuals.refused"]) == (1, 1)
    assert s.told(s.account(2)) == ("hours", "151.67", "1820.04")


#: (individual, code, rubric): told, and taken all the same.
NOTED = [
    (f.person(1, C(status="42")), "unknown_code_left", "S21.G00.40.002"),
    (f.person(1, C(mode="77")), "unknown_code_left", "S21.G00.40.014"),
    (f.person(1, C(disability="50")), "unknown_code_left", "S21.G00.40.072"),
    (f.person(1, C(stops=[("88", "04032025", "10032025", None)])), "unknown_code_left", "S21.G00.60.001"),
    (f.person(1, C(stops=[("06", "99999999", "10032025", None)])), "absence_left", "S21.G00.60.002"),
    (f.person(1, C(stops=[("06", "10032025", "02032025", None)])), "dates_cross", "S21.G00.60.003"),
    (f.person(1, C(suspensions=[("999", "01032025", "10032025")])), "unknown_code_left", "S21.G00.65.001"),
    (f.person(1, C(reference=None)), "no_reference", "S21.G00.40.012"),
    (f.person(1, sex="02"), "nir_differs", "S21.G00.30.001"),
]


@pytest.mark.parametrize(("noted", "code", "rubric"), NOTED, ids=[f"{code} {rubric}" for _, code, rubric in NOTED])
def test_what_does_not_prevent_is_told_and_taken(noted, code, rubric):
    report = s.bring(s.dsn(noted))

    (found,) = report.findings
    assert (found.code, found.rubric, found.blocking) == (code, rubric, False)
    assert report.counts["individuals.accepted"] == 1
    assert s.told(s.account(1))[1] == "151.67"


def test_one_bad_contract_does_not_cost_the_other():
    report = s.bring(s.dsn(f.person(1, C(number="A", nature="77"), C(number="B", hours="20.00"))))

    assert [(x.code, x.level.value) for x in report.findings] == [("unknown_code", "contract")]
    assert report.counts["individuals.accepted"] == 1
    assert s.told(s.account(1))[1] == "20"


def test_the_same_contract_twice_is_refused_once():
    report = s.bring(s.dsn(f.person(1, C(), C())))

    assert s.codes(report) == ["twice"]
    assert report.counts["lines.created"] == 1


def test_a_pay_without_its_contract_is_told():
    stray = ["S21.G00.51.001,'01032025'", "S21.G00.51.002,'31032025'", "S21.G00.51.010,'ZZ'", "S21.G00.51.011,'001'"]
    report = s.bring(s.dsn(f.person(1, C(more=stray))))
    assert s.codes(report) == ["unknown_contract"]


BROKEN = [
    ("S21.G00.40.014,10", "malformed"), ("S21.G00.4.014,'10'", "malformed"), ("n'importe quoi", "malformed"),
    ("S21.G00.30.002,'MARTIN", "malformed"), ("S21.G00.99.001,'x'", "unknown_rubric"),
    ("S21.G00.40.006,'" + "x" * (3 * LONGEST) + "'", "too_long"),
]  # fmt: skip


@pytest.mark.parametrize(("broken", "code"), BROKEN, ids=[line[:20] for line, _ in BROKEN])
@pytest.mark.parametrize("rubric", ["S21.G00.30.002", "S21.G00.40.009", "S21.G00.53.002"])
@pytest.mark.parametrize("kept", [False, True], ids=["instead", "before"])
def test_a_broken_line_costs_its_individual_only_and_is_told_alone(broken, code, rubric, kept):
    good = list(f.declaration([f.person(1), f.person(2)]))
    at = next(n for n, line in enumerate(good) if line.startswith(rubric))
    report = s.bring(f.bytes_of(f.whole_file([*good[:at], broken, *good[at + (not kept) :]])))

    assert [(x.code, x.line, x.individual) for x in report.findings] == [(code, 6 + at, 1)]
    counts = report.counts
    assert (counts["individuals"], counts["individuals.accepted"], counts["individuals.refused"]) == (2, 1, 1)
    assert s.told(s.account(2))[1] == "151.67"


def test_a_first_line_that_is_broken_costs_its_own_individual_and_not_the_one_before():
    good = list(f.declaration([f.person(1), f.person(2)]))
    at = good.index(f"S21.G00.30.001,'{f.nir(2)}'")
    report = s.bring(f.bytes_of(f.whole_file([*good[:at], good[at][:-1], *good[at + 1 :]])))

    assert [(x.code, x.line, x.individual) for x in report.findings] == [("malformed", 6 + at, 2)]
    assert s.told(s.account(1))[1] == "151.67"


def test_a_line_without_end_is_passed_over():
    good = list(f.declaration([f.person(1), f.person(2)]))
    at = good.index("S21.G00.40.014,'10'")
    endless = "S21.G00.40.006,'" + "x" * (3 * LONGEST) + "'"
    report = s.bring(f.bytes_of(f.whole_file([*good[:at], endless, *good[at:]])))

    assert "too_long" in s.codes(report)
    assert s.told(s.account(2))[1] == "151.67"


@pytest.mark.parametrize("cut", [3, 40, 700])
def test_a_truncated_file_keeps_what_is_whole(cut):
    content = s.dsn(*(f.person(n) for n in range(1, 6)))
    report = s.bring(content[:-cut])

    (found,) = [x for x in report.findings if x.blocking]
    lines_read = content[:-cut].count(b"\r\n") + 1
    left_out = {3: None, 40: 5, 700: 5}[cut]
    assert (found.code, found.line, found.individual) == ("truncated", lines_read, left_out)
    # Cut in the closing block, everybody is whole; cut before it, the last one may not be.
    kept = {3: 5, 40: 4, 700: 4}[cut]
    assert report.counts["individuals.accepted"] == kept
    assert s.told(s.account(1))[1] == "151.67"


def test_a_cut_replacement_withdraws_nobody():
    s.bring(s.dsn(f.person(1), f.person(2), f.person(3)))
    report = s.bring(s.dsn(f.person(1), f.person(2), f.person(3), kind="03", order=2)[:-60])

    assert "kept_cut" in s.codes(report)
    assert s.told(s.account(3))[1] == "151.67"


@pytest.mark.parametrize(
    ("facts", "code", "rubric"),
    [
        ({"nature": "55"}, "unknown_code", "S20.G00.05.001"),
        ({"kind": "09"}, "unknown_code", "S20.G00.05.002"),
        ({"nic": "00018"}, "siret", "S21.G00.11.001"),
        ({"month": date(2026, 4, 1)}, "period_in_future", "S20.G00.05.005"),
    ],
)
def test_a_declaration_that_cannot_be_taken_does_not_cost_the_next(facts, code, rubric):
    bad, good = f.declaration([f.person(1)], **facts), f.declaration([f.person(2)])
    report = s.bring(f.bytes_of(f.whole_file(bad, good)))

    assert [(x.code, x.rubric) for x in report.findings] == [(code, rubric)]
    assert code != "siret" or "«\u00a048276116000018\u00a0»" in report.findings[0].sentence
    assert s.told(s.account(2))[1] == "151.67"
    assert report.counts["individuals.accepted"] == 1


def test_events_are_left_without_blame():
    report = s.bring(s.dsn(f.person(1), nature="04"))
    assert [(x.code, x.blocking) for x in report.findings] == [("not_monthly", False)]


@pytest.mark.parametrize(
    ("encoding", "end", "told"),
    [
        ("iso-8859-1", "\r\n", []), ("utf-8", "\n", ["encoding"]), ("utf-8-sig", "\n", ["encoding"]),
        ("windows-1252", "\r\n", []),
    ],
)  # fmt: skip
def test_both_encodings_and_both_line_ends_are_read(encoding, end, told):
    from acquis.people.models import Person

    content = f.bytes_of(
        f.whole_file(f.declaration([f.person(1, name="LEFÈVRE", first_names="CHLOÉ")])), encoding=encoding, end=end
    )
    report = s.bring(content)

    assert s.codes(report) == told
    assert Person.objects.get().birth_name == "LEFÈVRE"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", Refusal.FILE_EMPTY),
        (b"%PDF-1.7 \x00\x01\x02", Refusal.FORMAT_UNKNOWN),
        ("S10.G00.00.001,'X'\r\n".encode("utf-16"), Refusal.FORMAT_UNKNOWN),
        ("S10.G00.00.001,'X'\r\n".encode("utf-16-le"), Refusal.FORMAT_UNKNOWN),
        ("S10.G00.00.001,'X'\r\n".encode("cp500"), Refusal.FORMAT_UNKNOWN),
        (b"nom;prenom\nA;B\n", Refusal.FORMAT_UNKNOWN),
    ],
)
def test_what_is_no_dsn_is_refused_whole(content, refusal):
    report = s.bring(content)
    assert (report.state, report.refusal) == (State.REFUSED, refusal)
    (found,) = report.findings
    utf_16 = content[:2] == b"\xff\xfe" or content[1:2] == b"\0"
    assert (found.code, found.blocking, report.blocking_total) == ("utf_16" if utf_16 else "not_read", True, 1)


NAMES = ["LEFÈVRE", "CHLOÉ", "Benoît", "Hélène", "François", "Joël", "Zoë", "Anaïs", "Jérôme", "À"]


@pytest.mark.parametrize(
    ("name", "page", "encoding", "other"),
    [
        *((name, "cp850", "", True) for name in NAMES if name not in ("LEFÈVRE", "À")),
        *((name, "mac_roman", "", True) for name in ("Hélène", "François", "Benoît")),
        *((name, "iso-8859-1", "iso-8859-1", False) for name in NAMES),
        *((name, "utf-8", "utf-8", False) for name in (*NAMES, "Œuvrard", "Kovačević")),
        ("Hélène Œuvrard", "windows-1252", "windows-1252", False),
        ("CŒUR D’ALÈNE", "windows-1252", "windows-1252", False),
        # The same byte is a Œ for Windows and an î for DOS: alone, it tells nobody which.
        ("CŒUR", "windows-1252", "", True), ("\x01\x02é", "cp850", "", False),
    ],
)  # fmt: skip
def test_code_pages_are_told_apart_by_their_letters(name, page, encoding, other):
    seen = look(io.BytesIO(f"S21.G00.30.002,'{name}'\r\n".encode(page)))
    assert (seen.encoding, seen.other_page) == (encoding, other)


def test_a_file_in_another_code_page_is_refused_with_its_reason_and_names_nobody_wrong():
    from acquis.people.models import Person

    report = s.bring(s.dsn(f.person(1, first_names="Hélène")).decode("iso-8859-1").encode("cp850"))
    assert (report.refusal, [(x.code, x.blocking) for x in report.findings]) == (
        Refusal.FORMAT_UNKNOWN, [("other_page", True)],
    )  # fmt: skip
    assert not Person.objects.exists()


def test_a_line_of_another_encoding_costs_its_individual_and_not_the_letters_of_the_others():
    from acquis.people.models import Person

    good = f.bytes_of(
        f.whole_file(f.declaration([f.person(1, name="Bérard"), f.person(2, name="Lefèvre")])), encoding="utf-8"
    )
    report = s.bring(good.replace("Bérard".encode(), "Bérard".encode("iso-8859-1")))

    assert [(x.code, x.individual, x.rubric) for x in report.findings if x.blocking] == [
        ("foreign_letters", 1, "S21.G00.30.002")
    ]
    assert Person.objects.get().birth_name == "Lefèvre"


def test_a_wrong_total_is_told():
    report = s.bring(s.dsn(f.person(1)).replace(b"S90.G00.90.001,'", b"S90.G00.90.001,'9"))
    assert s.codes(report) == ["total_differs"]


class Endless(io.RawIOBase):
    """A file of many people that is made as it is read: nothing of it is ever held whole."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.seek(0)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self.lines = f.whole_file(f.declaration(f.many(self.count)))
        self.left = b""
        return 0

    def readinto(self, buffer) -> int:
        while len(self.left) < len(buffer):
            line = next(self.lines, None)
            if line is None:
                break
            self.left += line.encode("iso-8859-1") + b"\r\n"
        taken, self.left = self.left[: len(buffer)], self.left[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def test_reading_holds_one_individual_at_a_time():
    """Ten times the people, the same memory: the reader alone, the database aside."""

    def peak(count: int) -> int:
        tracemalloc.start()
        raw = io.BufferedReader(Endless(count), buffer_size=1 << 16)
        reading = dsn.Reading(Telling(Source.DSN).find, date(2026, 3, 10))
        read = sum(isinstance(x, Individual) for x in reading.items(blocks(lines(raw, "iso-8859-1"))))
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert read == count
        return top

    peak(50)
    assert peak(2_000) < peak(200) + 100_000


def test_looking_at_a_file_holds_a_piece_of_it():
    tracemalloc.start()
    seen = look(io.BufferedReader(Endless(6_000), buffer_size=1 << 16))
    top = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert seen.encoding == "iso-8859-1"
    assert seen.size > 4_000_000
    assert top < 4_000_000
