"""The interface: what is malformed and by which name, and answers whose order is the order asked."""

import json

import pytest

from acquis.rules.interface import apply
from acquis.rules.written import MalformedInput

YEAR = {
    "regime": "employee",
    "unit": "hours",
    "worked": 803,
    "reference": None,
    "low_qualified": False,
    "oeth": False,
    "contribution_paid": None,
    "category_c_low_qualified": False,
    "is_part_time_post": False,
    "balance_cents": 480000,
}
PURSE = {"id": "d1", "kind": "employer", "amount_cents": 20000, "certifications": None, "expires_on": "2026-12-31"}
COMPLEMENT = {"id": "c1", "kind": "opco", "amount_cents": 20000}
PRICE = {
    "action": "rncp",
    "certification": "RNCP36788",
    "price_cents": 150000,
    "jobseeker": False,
    "rights_cents": 500000,
    "purses": [PURSE],
    "complements": [COMPLEMENT],
    "holds_light_licence": False,
    "last_public_assessment_on": None,
}
DEADLINE = {"step": "payment", "from": "2026-05-26"}
CANCEL = {
    "starts_on": "2026-12-08",
    "by": "holder",
    "force_majeure": False,
    "rights_cents": 200000,
    "holder_paid_cents": 0,
    "third_party_cents": 0,
    "price_cents": 200000,
}
SETTLE = {"price_cents": 199999, "done": 1, "total": 3, "reason": "force_majeure"}
CONVERT = {"from": "rights_cents", "to": "hours", "amount": 100000, "declared_on": None}
CLAIM = {"creditor": "employer", "amount_cents": 15000}
SHARE = {"recovered_cents": 90, "claims": [{"creditor": "france_competences", "amount_cents": 80000}, CLAIM]}

SOUND = {
    "yearly-credit": (YEAR, {"earned_cents": 24985, "granted_cents": 20000, "ceiling_cents": 500000}),
    "split-price": (
        PRICE,
        {
            "rights_cents": 130000,
            "purses": {"d1": 20000},
            "complements": {"c1": 0},
            "holder_pays_cents": 0,
            "participation_cents": 0,
        },
    ),
    "deadline": (DEADLINE, {"date": "2026-06-25"}),
    "cancel-before-entry": (
        CANCEL,
        {
            "rights_returned_cents": 200000,
            "holder_refund_cents": 0,
            "third_party_returned_cents": 0,
            "provider_cents": 0,
        },
    ),
    "settle-attendance": (SETTLE, {"rate_percent": 33, "provider_cents": 66000, "returned_cents": 133999}),
    "convert": (CONVERT, {"hours": 67}),
    "allocate-recovery": (SHARE, {"france_competences": 90, "employer": 0}),
}


def ask(rule, *facts, on="2026-06-15"):
    elements = [{"id": f"q{place}", "on": on, "facts": one} for place, one in enumerate(facts)]
    return json.loads(apply(rule, json.dumps(elements).encode()))


def line(rule, document):
    with pytest.raises(MalformedInput) as refused:
        apply(rule, document.encode() if isinstance(document, str) else document)
    message = str(refused.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize("rule", list(SOUND))
def test_sound_facts_are_answered(rule):
    facts, result = SOUND[rule]
    assert ask(rule, facts) == [{"id": "q0", "result": result}]


def test_nothing_asked_nothing_answered():
    assert apply("convert", b" [ ] ") == "[]"


def test_answers_come_in_the_order_asked_and_a_refusal_is_an_answer():
    unknown = YEAR | {"regime": "self_employed", "unit": "months"}
    got = ask("yearly-credit", unknown, YEAR, YEAR | {"unit": "months"})
    assert [one["id"] for one in got] == ["q0", "q1", "q2"]
    assert [one.get("refusal") for one in got] == ["contribution_unknown", None, "unit_not_allowed"]


@pytest.mark.parametrize("rule", list(SOUND))
def test_before_the_first_day_everything_is_refused(rule):
    facts = SOUND[rule][0] | ({"from": "2018-12-31"} if rule == "deadline" else {})
    assert ask(rule, facts, on="2018-12-31") == [{"id": "q0", "refusal": "date_not_covered"}]


def test_the_day_of_the_order_dates_the_steps_of_an_enrolment_only():
    assert ask("deadline", DEADLINE, on="2018-12-31") == [{"id": "q0", "refusal": "date_not_covered"}]
    other = {"step": "certifier_transmission", "from": "2026-02-10"}
    assert ask("deadline", other, on="1900-01-01") == [{"id": "q0", "result": {"date": "2026-05-10"}}]


@pytest.mark.parametrize("rule", list(SOUND))
def test_every_fact_must_be_there_and_no_other(rule):
    facts = SOUND[rule][0]
    for name in facts:
        without = {key: value for key, value in facts.items() if key != name}
        assert line(rule, json.dumps([{"id": "a", "on": "2026-06-15", "facts": without}])).startswith(f"a: {name}: ")
    more = json.dumps([{"id": "a", "on": "2026-06-15", "facts": facts | {"colour": 1}}])
    assert line(rule, more).startswith("a: colour: ")


NOT_A_NUMBER = ["1607", True, None, [1], {}, -1, -0.5]
NOT_AN_INTEGER = [*NOT_A_NUMBER, 1.5, 5.0]
NOT_A_FLAG = [0, 1, "true", None, []]
NOT_A_DAY = [
    "2025-02-30",
    "2025-1-1",
    "20250101",
    "2025-01-01T00:00",
    "",
    20250101,
    True,
    [],
    "０２０２-01-01",
    "0000-01-01",
]
NOT_A_TEXT = [1, True, [], {}]

WRONG = [
    ("yearly-credit", {"worked": NOT_A_NUMBER, "reference": [*NOT_A_NUMBER[:2], 0, 0.0, -1]}),
    ("yearly-credit", {"balance_cents": NOT_AN_INTEGER, "low_qualified": NOT_A_FLAG, "oeth": NOT_A_FLAG}),
    ("yearly-credit", {"contribution_paid": [0, "true"], "category_c_low_qualified": NOT_A_FLAG}),
    ("yearly-credit", {"is_part_time_post": NOT_A_FLAG, "regime": ["employees", None, 1], "unit": ["hour", ""]}),
    ("split-price", {"action": ["RNCP", None], "certification": NOT_A_TEXT, "price_cents": NOT_AN_INTEGER}),
    ("split-price", {"rights_cents": NOT_AN_INTEGER, "jobseeker": NOT_A_FLAG, "holds_light_licence": NOT_A_FLAG}),
    ("split-price", {"last_public_assessment_on": NOT_A_DAY, "purses": [None, {}, "d1"], "complements": [None, 0]}),
    ("deadline", {"step": ["provider_answer", None, 1], "from": [*NOT_A_DAY, None]}),
    ("cancel-before-entry", {"starts_on": [*NOT_A_DAY, None], "by": ["state", None], "force_majeure": NOT_A_FLAG}),
    ("cancel-before-entry", {"rights_cents": NOT_AN_INTEGER, "price_cents": [199999, 200001, "200000"]}),
    ("cancel-before-entry", {"holder_paid_cents": NOT_AN_INTEGER, "third_party_cents": NOT_AN_INTEGER}),
    ("settle-attendance", {"price_cents": NOT_AN_INTEGER, "done": [*NOT_A_NUMBER, 4, 3.01], "reason": ["ill", None]}),
    ("settle-attendance", {"total": [*NOT_A_NUMBER, 0]}),
    (
        "convert",
        {"from": ["euros", None], "to": ["days", None], "amount": [*NOT_A_NUMBER, 0.5], "declared_on": NOT_A_DAY},
    ),
    ("allocate-recovery", {"recovered_cents": NOT_AN_INTEGER, "claims": [None, {}, "x"]}),
]


@pytest.mark.parametrize(("rule", "wrong"), WRONG)
def test_a_wrong_fact_is_named(rule, wrong):
    for name, values in wrong.items():
        for value in values:
            document = json.dumps([{"id": "a", "on": "2026-06-15", "facts": SOUND[rule][0] | {name: value}}])
            assert line(rule, document).startswith(f"a: {name}: "), (name, value)


@pytest.mark.parametrize(
    ("rule", "facts", "field"),
    [
        ("split-price", {"purses": [PURSE, PURSE]}, "purses[1].id"),
        ("split-price", {"purses": [PURSE, PURSE | {"id": ""}]}, "purses[1].id"),
        ("split-price", {"purses": [PURSE | {"kind": "c2p"}]}, "purses[0].kind"),
        ("split-price", {"purses": [PURSE | {"amount_cents": -1}]}, "purses[0].amount_cents"),
        ("split-price", {"purses": [PURSE | {"certifications": "RNCP1"}]}, "purses[0].certifications"),
        ("split-price", {"purses": [PURSE | {"certifications": ["RNCP1", 1]}]}, "purses[0].certifications[1]"),
        ("split-price", {"purses": [PURSE | {"expires_on": "2026-02-29"}]}, "purses[0].expires_on"),
        ("split-price", {"purses": [PURSE | {"colour": 1}]}, "purses[0].colour"),
        ("split-price", {"purses": [{"id": "d1"}]}, "purses[0].kind"),
        ("split-price", {"purses": [PURSE, 1]}, "purses[1]"),
        ("split-price", {"complements": [COMPLEMENT | {"kind": "faf"}]}, "complements[0].kind"),
        ("split-price", {"complements": [COMPLEMENT, COMPLEMENT]}, "complements[1].id"),
        ("allocate-recovery", {"claims": [CLAIM, CLAIM]}, "claims[1].creditor"),
        ("allocate-recovery", {"claims": [CLAIM | {"amount_cents": 1.0}]}, "claims[0].amount_cents"),
        ("yearly-credit", {"regime": "public_agent", "unit": "share"}, "balance_hours"),
    ],
)
def test_a_field_inside_a_list_is_named_by_its_place(rule, facts, field):
    document = json.dumps([{"id": "a", "on": "2026-06-15", "facts": SOUND[rule][0] | facts}])
    assert line(rule, document).startswith(f"a: {field}: ")


def test_an_agent_and_an_employee_have_each_their_balance():
    agent = {key: value for key, value in YEAR.items() if key != "balance_cents"}
    agent |= {"regime": "public_agent", "unit": "share", "balance_hours": 0}
    assert ask("yearly-credit", agent)[0]["result"]["ceiling_hours"] == 150
    both = json.dumps([{"id": "a", "on": "2026-06-15", "facts": agent | {"balance_cents": 0}}])
    assert line("yearly-credit", both).startswith("a: balance_cents: ")


@pytest.mark.parametrize(
    ("element", "start"),
    [
        ({"on": "2026-01-01", "facts": CONVERT}, "[1]: id: "),
        ({"id": "", "on": "2026-01-01", "facts": CONVERT}, "[1]: id: "),
        ({"id": 7, "on": "2026-01-01", "facts": CONVERT}, "[1]: id: "),
        ({"id": "sound", "on": "2026-01-01", "facts": CONVERT}, "[1]: id: "),
        ({"id": "a", "facts": CONVERT}, "a: on: "),
        ({"id": "a", "on": "2026-13-01", "facts": CONVERT}, "a: on: "),
        ({"id": "a", "on": None, "facts": CONVERT}, "a: on: "),
        ({"id": "a", "on": "2026-01-01"}, "a: facts: "),
        ({"id": "a", "on": "2026-01-01", "facts": []}, "a: facts: "),
        ({"id": "a", "on": "2026-01-01", "facts": CONVERT, "why": "x"}, "a: why: "),
    ],
)
def test_an_element_behind_a_sound_one(element, start):
    sound = {"id": "sound", "on": "2026-01-01", "facts": CONVERT}
    assert line("convert", json.dumps([sound, element])).startswith(start)


def test_the_first_malformed_element_is_named():
    wrong = [{"id": name, "on": "2026-01-01", "facts": CONVERT | {"amount": "1"}} for name in ("first", "second")]
    assert line("convert", json.dumps(wrong)).startswith("first: amount: ")


@pytest.mark.parametrize(
    "document",
    ["", "{}", "null", "1", "[1]", "[[]]", "[null]", "[{}", "[{}] x", "[" * 100_000, b"\xff\xfe[]", '{"id": "a"}'],
)
def test_what_is_not_an_array_of_objects(document):
    assert line("convert", document)


def test_an_unknown_rule():
    assert line("convert-all", "[]").startswith("convert-all: ")
    assert line("a\nb", "[]")


@pytest.mark.parametrize("written", ["NaN", "Infinity", "-Infinity", "1e99999999999999999999", "9" * 5000, "1e-5000"])
def test_what_is_no_number_is_named(written):
    facts = json.dumps(YEAR | {"worked": 0}).replace('"worked": 0', f'"worked": {written}')
    document = f'[{{"id": "a", "on": "2026-06-15", "facts": {facts}}}]'
    assert line("yearly-credit", document).startswith("a: worked: ")


@pytest.mark.parametrize(
    ("written", "earned"),
    [
        ("803.5", 50000),
        ("803.4999999999999999999999999999", 25000),  # under half: to the cent above
        ("8.035e2", 50000),
        ("1e400", 50000),
        ("0.0", 0),
        ("-0.0", 0),
        ("1e-400", 1),
        ("401.75", 12500),
        ("401.7500000000000000001", 12501),
    ],
)
def test_numbers_are_taken_exactly_as_written(written, earned):
    facts = json.dumps(YEAR | {"worked": 0}).replace('"worked": 0', f'"worked": {written}')
    answers = json.loads(apply("yearly-credit", f'[{{"id": "a", "on": "2026-06-15", "facts": {facts}}}]'.encode()))
    assert answers[0]["result"]["earned_cents"] == earned


def test_amounts_have_no_upper_limit():
    huge = 10**60
    got = ask("split-price", PRICE | {"price_cents": huge, "rights_cents": huge, "jobseeker": True, "purses": []})
    assert got[0]["result"]["rights_cents"] == huge


def test_a_name_written_twice_is_named():
    document = (
        '[{"id": "a", "on": "2026-06-15", "facts": {"step": "payment", "from": "2026-01-01", "step": "payment"}}]'
    )
    assert line("deadline", document).startswith("a: step: ")


def test_a_deadline_after_the_last_date_is_out_of_reach():
    got = ask("deadline", {"step": "payment", "from": "9999-12-20"})
    assert got == [{"id": "q0", "refusal": "date_not_covered"}]


def test_ids_with_strange_letters_make_one_line():
    document = json.dumps([{"id": "a\nb\x1b", "on": "2026-01-01", "facts": CONVERT | {"amount": -1}}])
    assert line("convert", document) == "a\ufffdb\ufffd: amount: must be 0 or more"
