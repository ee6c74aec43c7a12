"""Enrolment numbers: eleven digits that can be read out, and a slip is seen at once."""

from acquis.enrolments.numbers import is_number, new_number, spelled


def test_numbers_are_eleven_digits_and_do_not_repeat():
    numbers = {new_number() for _ in range(200)}
    assert len(numbers) == 200
    assert all(is_number(number) and len(number) == 11 and number[0] != "0" for number in numbers)


def test_a_digit_misheard_is_seen():
    number = new_number()
    wrong = {number[:i] + str((int(number[i]) + 1) % 10) + number[i + 1 :] for i in range(11)}
    assert not any(is_number(other) for other in wrong)


def test_numbers_are_read_with_or_without_spaces():
    number = new_number()
    assert is_number(spelled(number))
    assert is_number(f" {number[:3]} {number[3:]} ")
    assert not is_number("")
    assert not is_number("abcdefghijk")
    assert not is_number("١٢٣٤٥٦٧٨٩٠١")
