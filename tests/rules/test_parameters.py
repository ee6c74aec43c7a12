"""The files of the law: complete, dated in order, typed; and a bad one is refused by the name of its field."""

import importlib.util
from datetime import date
from pathlib import Path

import pytest

from acquis.rules import LawFileError, parameters
from acquis.rules.parameters import CONFIDENCES, UNITS, parse_value, read

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("parameter", parameters().values(), ids=lambda parameter: parameter.name)
def test_every_parameter_says_what_it_is_and_where_it_comes_from(parameter):
    assert parameter.label.strip()
    assert parameter.article.strip()
    assert parameter.unit in UNITS
    assert parameter.entries
    for entry in parameter.entries:
        assert entry.source.strip()
        assert entry.confidence in CONFIDENCES
        assert entry.confidence == "H" or entry.confirm
    days = [entry.since for entry in parameter.entries if isinstance(entry.since, date)]
    assert days == sorted(set(days))


def test_the_labels_are_all_different():
    labels = [parameter.label for parameter in parameters().values()]
    assert sorted(labels) == sorted(set(labels))


def test_the_typed_record_is_the_one_the_parameters_ask_for():
    path = ROOT / "tools" / "write_law_record.py"
    spec = importlib.util.spec_from_file_location("write_law_record", path)
    writer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writer)
    assert writer.TARGET.read_text(encoding="utf-8") == writer.text(), "run python tools/write_law_record.py"


OPEN_QUESTIONS = [
    "participation_included_in_cap_excess",
    "participation_150_from",
    "participation_2027_cents",
    "participation_without_own_rights",
    "exemption_needs_consumption",
    "exempting_purses",
    "complements_reduce_rights",
    "account_money_order",
    "caps_include_account_money",
    "licence_third_party_includes_account_money",
    "licence_third_party_consumed_first",
    "oeth_and_low_qualified_cents",
    "low_qualified_below_half_base_cents",
    "self_employed_first_year",
    "half_hour_rounds",
    "earliest_start_nth_working_day",
    "opposition_extended_to_working_day",
    "quarter_deadline_on_month_end",
    "late_cancellation_third_party",
    "late_cancellation_holder_payment",
    "provider_default_pays",
    "self_employed_prorata_unit",
    "several_references",
    "mixed_situations",
    "multi_activity_total",
    "withdrawal_days",
    "late_cancellation_provider_percent",
    "dropout_tiers",
    "conditions_version",
    "assessment_rule_on_placed_orders",
    "already_obtained_refused",
    "exam_absence_recovery",
    "holder_enforcement_order",
    "fraud_surcharge_percent",
    "control_look_back_years",
    "certifiers_send_candidates",
    "third_party_escheat_from",
    "platform_worker_top_up",
    "purse_territory",
    "france_travail_cap_cents",
    "elected_ceiling_cents",
    "grievance_answer_delay",
    "undue_limitation_years",
    "agora_deadlines",
    "exempting_money_since",
    "max_simultaneous_requests",
    "personalised_price_limit",
]


@pytest.mark.parametrize("name", OPEN_QUESTIONS)
def test_every_open_question_is_a_parameter(name):
    assert name in parameters()


GOOD = """
[hours]
label = "Heures"
unit = "heures"
article = "L1"
values = [{ from = 2019-01-01, value = 12, source = "loi", confidence = "H" }]
"""


def test_a_good_file_is_read():
    (parameter,) = read(GOOD, group="trial")
    assert (parameter.name, parameter.entries[0].value) == ("hours", 12)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('label = "Heures"', "", "hours: label"),
        ('label = "Heures"', 'label = " "', "hours: label"),
        ('article = "L1"', "article = 1", "hours: article"),
        ('unit = "heures"', 'unit = "furlongs"', "hours: unit"),
        ('unit = "heures"', 'unit = "choix"', "hours: choices"),
        ('unit = "heures"', 'unit = "heures"\ncolour = "red"', "hours: colour"),
        ("values = [{ from", "values = []\n#", "hours: values"),
        ("value = 12", "value = 12.5", "hours: values[0]: value"),
        ("value = 12", "value = -1", "hours: values[0]: value"),
        ("value = 12", "value = true", "hours: values[0]: value"),
        ("value = 12", "none = true, value = 12", "hours: values[0]: value"),
        ("value = 12,", "", "hours: values[0]: value"),
        ("from = 2019-01-01", "from = 2019", "hours: values[0]: from"),
        ('source = "loi"', 'source = ""', "hours: values[0]: source"),
        ('confidence = "H"', 'confidence = "X"', "hours: values[0]: confidence"),
        ('confidence = "H"', 'confidence = "M"', "hours: values[0]: confirm"),
        ('"H" }]', '"H" }, { from = 2019-01-01, value = 1, source = "s", confidence = "H" }]', "hours: from"),
        ("[hours]", "[Hours]", "Hours"),
        ("[hours]", "[hours", "trial.toml"),
    ],
)
def test_a_bad_file_names_the_parameter_and_the_field(old, new, named):
    assert old in GOOD
    with pytest.raises(LawFileError) as refused:
        read(GOOD.replace(old, new), group="trial")
    assert str(refused.value).startswith("trial.toml")
    assert named in str(refused.value)


def test_values_written_as_text():
    assert parse_value("participation_150_from", "2026-04-06") == date(2026, 4, 6)
    assert parse_value("caps_include_account_money", "true") is True
    assert parse_value("oeth_and_low_qualified_cents", "110000") == 110000
    assert parse_value("half_hour_rounds", "down") == "down"
    for name, text in (("half_hour_rounds", "sideways"), ("caps_include_account_money", "1"), ("nothing", "1")):
        with pytest.raises(LawFileError):
            parse_value(name, text)
