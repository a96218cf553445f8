"""One supplier and one number, however they are written."""

import pytest

from budget.document_keys import bare_number, number_key, registration_key, supplier_key


@pytest.mark.parametrize("written", [
    "SIA „Ozolzars”", 'SIA "Ozolzars"', "SIA Ozolzars", "sia ozolzars", "SIA “Ozolzars”", "SIA «Ozolzars»",
    "SIA ‘Ozolzars’", "SIA ''Ozolzars''", "SIA ‚Ozolzars‘", "„Ozolzars”, SIA", "Ozolzars SIA", "Ozolzars (SIA)",
    "SIA  „ Ozolzars ”", "SIA\u00a0Ozolzars", "S.I.A. Ozolzars", "Sabiedrība ar ierobežotu atbildību „Ozolzars”",
    "ＳＩＡ Ｏｚｏｌｚａｒｓ", "SIA Ozol\u200bzars", "SIA Ozol-zars", "Ožolžars SIA", "A/S Ozolzars", "AS „Ozolzars”",
    "Z/S „Ozolzars”", "z/s Ozolzars", "ZS Ozolzars", "Zemnieku saimniecība „Ozolzars”", "IK Ozolzars",
    "Individuālais komersants Ozolzars", "Biedrība „Ozolzars”", "biedrība Ozolzars", "Nodibinājums \"Ozolzars\"",
    "Valsts akciju sabiedrība Ozolzars", "VAS Ozolzars", "VSIA Ozolzars", "Ozolzars OÜ", "UAB Ozolzars",
    "Kooperatīvā sabiedrība Ozolzars", "SIA „SIA Ozolzars”", "Oz̄olzars",
])  # fmt: skip
def test_spellings_of_one_supplier(written: str) -> None:
    assert supplier_key(written) == "ozolzars"


@pytest.mark.parametrize(("one_supplier", "another"), [
    ("SIA Ozolzars", "SIA Ozolzari"), ("SIA Ozolzars 2", "SIA Ozolzars"), ("AS Valmiera", "Valmieras SIA"),
    ("SIA", "AS"), ("Biedrība", "Nodibinājums"), ("Asna", "Na"), ("Siakrasts", "Krasts"), ("Андрей", "Сергей"),
])  # fmt: skip
def test_other_suppliers_stay_others(one_supplier: str, another: str) -> None:
    assert supplier_key(one_supplier) != supplier_key(another)
    assert "" not in {supplier_key(one_supplier), supplier_key(another)}


@pytest.mark.parametrize("written", [
    "AB-2026/17", "ab-2026/17", "AB–2026/17", "AB—2026/17", "AB−2026/17", "AB 2026/17", "AB2026/17", "AB-2026 / 17",
    "AB-2026-17", "AB-2026.17", "AB_2026_17", "Nr. AB-2026/17", "Nr.AB-2026/17", "nr AB-2026/17", "№ AB-2026/17",
    "# AB-2026/17", "No. AB-2026/17", "Rēķins Nr. AB-2026/17", "rēķina nr. AB-2026/17", "Sērija AB Nr. 2026/17",
    "Invoice No. AB-2026/17", "„AB-2026/17”", "ＡＢ-２０２６/１７", "AB-2026/17.", " AB-2026/17 ", "AB\u20112026/17",
    "ĀB-2026/17", "Čeks AB-2026/17",
])  # fmt: skip
def test_spellings_of_one_number(written: str) -> None:
    assert number_key(written) == "ab2026-17"


@pytest.mark.parametrize(
    ("written", "key"), [("Nr15", "15"), ("Nr.15", "15"), ("12 345", "12345"), ("NO15", "no15"), ("Nora 7", "nora7")]
)
def test_words_beside_a_number(written: str, key: str) -> None:
    assert number_key(written) == key


def test_marks_between_digits_part_them() -> None:
    assert number_key("1-12") != number_key("11-2") != number_key("112")
    assert len({bare_number(number_key(written)) for written in ("1-12", "11-2", "112")}) == 1
    assert bare_number(number_key("AB-0017")) == bare_number(number_key("AB 17")) == "ab17"


@pytest.mark.parametrize("written", [
    "", "-", "–", "b/n", "B/N", "b.n.", "bez numura", "bez nr.", "bez Nr", "n/a", "nav", "nav numura", "xxx", "0",
    "000", "Nr.", "Rēķins", "?", "no number", "none",
])  # fmt: skip
def test_what_says_that_there_is_no_number(written: str) -> None:
    assert number_key(written) == ""


def test_registration_number_with_and_without_its_country() -> None:
    assert registration_key("LV 40003012345") == registration_key("40003012345") == registration_key("4000 301-2345")
    assert registration_key("") == ""


def test_keys_fit_their_columns() -> None:
    """Letters may become two when they are compared."""
    assert (len(registration_key("ß" * 20)), len(number_key("ß" * 60)), len(supplier_key("ß" * 200))) == (20, 60, 200)
