from hypothesis import given
from hypothesis import strategies as st

from darbigas_kopienas.values import formats


def _sorted(*names: str) -> list[str]:
    return sorted(names, key=formats.sort_key)


def test_the_order_of_a_latvian_list() -> None:
    shuffled = ("Abele Z", "Ābele A", "Čaks", "Cukurs", "Ķemme", "Kļava")
    assert _sorted(*shuffled) == ["Ābele A", "Abele Z", "Cukurs", "Čaks", "Kļava", "Ķemme"]


def test_every_letter_of_its_own_stands_after_its_plain_one() -> None:
    for plain, own in ("cč", "gģ", "kķ", "lļ", "nņ", "sš", "zž"):
        assert _sorted(f"{own}a", f"{plain}ž") == [f"{plain}ž", f"{own}a"]


def test_long_vowels_only_break_ties() -> None:
    for short, long in ("aā", "eē", "iī", "uū"):
        assert _sorted(f"{long}b", f"{short}c", f"{short}b") == [f"{short}b", f"{long}b", f"{short}c"]


def test_capitals_decide_last_and_punctuation_not_at_all() -> None:
    assert _sorted("Ābele", "ābele", "Abele") == ["Abele", "ābele", "Ābele"]
    assert _sorted("„Mezgls” B", "Mezgls A", "Mezgls-C") == ["Mezgls A", "„Mezgls” B", "Mezgls-C"]
    assert formats.sort_key("  Anna -  Marija - ") == formats.sort_key("Anna Marija")


def test_digits_then_latvian_then_other_alphabets() -> None:
    assert _sorted("Яна", "Žanis", "7. klase", "Ølund", "Olga", "Pēteris") == [
        "7. klase",
        "Olga",
        "Ølund",
        "Pēteris",
        "Žanis",
        "Яна",
    ]


def test_a_shorter_name_stands_first() -> None:
    assert _sorted("Anna", "Ann", "Ann A") == ["Ann", "Ann A", "Anna"]


@given(st.text(max_size=60))
def test_the_key_is_digits_alone_so_that_every_server_agrees(text: str) -> None:
    key = formats.sort_key(text)
    assert key == "".join(char for char in key if char in "0123456789")


def test_folded() -> None:
    assert formats.folded("  Šķūņu  IELA, Rēzeknē ") == "skunu iela, rezekne"
    assert formats.folded("Łódź Ærø Straße") == "lodz aero strasse"
    assert formats.folded("") == ""
