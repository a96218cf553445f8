"""Lists of people as mail programs and tables give them to the clipboard."""

import pytest

from darbigas_kopienas.participation.registration.people_list import Pasted, read_people

ANNA, JURIS = Pasted(1, "Anna Kalna", "anna@example.lv"), Pasted(1, "Juris Upe", "juris@example.lv")
BARE = [Pasted(1, "", "anna@example.lv"), Pasted(1, "", "juris@example.lv")]


def people(text: str) -> list[Pasted]:
    pasted = read_people(text, most=9)
    assert pasted.slips == []
    return pasted.people


@pytest.mark.parametrize(
    "line",
    [
        "Anna Kalna <anna@example.lv>; Juris Upe <juris@example.lv>",
        "Anna Kalna <anna@example.lv>, Juris Upe <juris@example.lv>,",
        "Anna Kalna <anna@example.lv>;Juris Upe <juris@example.lv>;",
        "Anna Kalna <anna@example.lv>\tJuris Upe <juris@example.lv>",
        "Anna Kalna <anna@example.lv> Juris Upe <juris@example.lv>",
        "Anna Kalna<anna@example.lv>Juris Upe<juris@example.lv>.",
        '"Anna Kalna" <anna@example.lv>, "Juris Upe" <juris@example.lv>',
        '"Kalna, Anna" <anna@example.lv>, "Upe, Juris" <juris@example.lv>',
        "Kalna, Anna <anna@example.lv>; Upe, Juris <juris@example.lv>",
        "'Anna Kalna' <anna@example.lv>; 'Juris Upe' <juris@example.lv>",
        "„Anna Kalna” <anna@example.lv>; “Juris Upe” <juris@example.lv>",
        "Anna Kalna <mailto:anna@example.lv>; Juris Upe <MAILTO:juris@example.lv?subject=x>",
        "Anna Kalna <ANNA@example.lv.>; Juris Upe < juris@example.lv >",
        "anna@example.lv (Anna Kalna); juris@example.lv (Juris Upe)",
        "Anna Kalna anna@example.lv; Juris Upe juris@example.lv",
        "Anna Kalna <anna@example.lv; Juris Upe <juris@example.lv>",
        "To: Anna Kalna <anna@example.lv>; Juris Upe <juris@example.lv>",
        "Kam: Anna Kalna <anna@example.lv>; Juris Upe <juris@example.lv>",
        "=?utf-8?q?Anna_Kalna?= <anna@example.lv>, =?utf-8?b?SnVyaXMgVXBl?= <juris@example.lv>",
        "\u00a0Anna\u00a0Kalna <anna@example.lv>;\u00a0Juris  Upe <juris@example.lv>",
        '"anna@example.lv" <anna@example.lv>; juris@example.lv<mailto:juris@example.lv>',
    ],
)
def test_several_addresses_in_a_line_are_several_people(line: str) -> None:
    assert people(line) == (BARE if line.startswith('"anna@') else [ANNA, JURIS])


@pytest.mark.parametrize(
    "line",
    [
        "anna@example.lv; juris@example.lv",
        "anna@example.lv,juris@example.lv",
        "anna@example.lv\tjuris@example.lv",
        "anna@example.lv juris@example.lv",
        "anna@example.lv,; juris@example.lv;.",
        "<anna@example.lv>; <juris@example.lv>",
        "<anna@example.lv><juris@example.lv>",
        "mailto:anna@example.lv; mailto:juris@example.lv",
        "mailto:anna@example.lv,juris@example.lv",
        '"anna@example.lv";"juris@example.lv"',
        "anna@example.lv <anna@example.lv>; 'juris@example.lv' <juris@example.lv>",
        '"anna@old.lv" <anna@example.lv>; juris@example.lv',
    ],
)
def test_several_bare_addresses_in_a_line(line: str) -> None:
    assert people(line) == BARE


def test_separators_are_mixed_and_lines_too() -> None:
    text = "a@b.lv, Zane Egle <z@b.lv>; c@b.lv\nd@b.lv;\nIeva; i@b.lv; Skola\nĒriks <e@b.lv>,"
    assert people(text) == [
        Pasted(1, "", "a@b.lv"), Pasted(1, "Zane Egle", "z@b.lv"), Pasted(1, "", "c@b.lv"), Pasted(2, "", "d@b.lv"),
        Pasted(3, "Ieva", "i@b.lv", "Skola"), Pasted(4, "Ēriks", "e@b.lv"),
    ]  # fmt: skip


def test_line_of_a_mail_program_without_signs_around() -> None:
    line = "Lāsma Priede <lasma.p@example.lv>; Ģirts Egle <girts.e@example.lv>; Maija Liepa <maija.l@example.lv>"
    assert [(person.name, person.school) for person in people(line)] == [
        ("Lāsma Priede", ""), ("Ģirts Egle", ""), ("Maija Liepa", "")]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ('"Anna Kalna";"anna@example.lv";"3. vidusskola"', Pasted(1, "Anna Kalna", "anna@example.lv", "3. vidusskola")),
        ('"Kalna, Anna" <anna@example.lv>', ANNA),
        ("Kalna, Anna <anna@example.lv>", ANNA),
        ("Anna Kalna\t<anna@example.lv>", ANNA),
        ("Anna Kalna\tanna@example.lv\t", ANNA),
        ("Anna Kalna; mailto:anna@example.lv.", ANNA),
        ("Anna Kalna anna@example.lv", ANNA),
        ("anna@example.lv (Anna Kalna)", ANNA),
        ('Anna Kalna, anna@example.lv, "Skola, Rīga"', Pasted(1, "Anna Kalna", "anna@example.lv", "Skola, Rīga")),
        ('Anna Kalna; anna@example.lv; SIA "Saule"', Pasted(1, "Anna Kalna", "anna@example.lv", 'SIA "Saule"')),
        ("=?utf-8?q?broken <anna@example.lv>", Pasted(1, "=?utf-8?q?broken", "anna@example.lv")),
        ("=?x-none?q?Anna?= <anna@example.lv>", Pasted(1, "=?x-none?q?Anna?=", "anna@example.lv")),
    ],
)  # fmt: skip
def test_one_in_a_line(line: str, person: Pasted) -> None:
    assert people(line) == [person]


@pytest.mark.parametrize(
    "line",
    [
        "Anna Kalna; Juris Upe <juris@example.lv>; Zane <zane@example.lv>",
        "Anna; anna@example.lv; Juris; juris@example.lv",
        "anna@example.lv; juris@example.lv; 3. vidusskola",
        "Kalna, Anna <anna@example.lv>, Upe, Juris <juris@example.lv>",
        "anna@example.lv Juris <juris@example.lv>",
        "Anna <anna@example.lv> Juris <juris@example.lv> Zane",
        "anna@example.lv; juris@; zane@example.lv",
        "anna@@example.lv; juris@example.lv",
        "anna@example.lv; anna@example.lv",
        "anna@example.lv juris@example.lv zane",
    ],
)
def test_what_is_not_clear_is_refused_with_its_line_and_no_address_is_a_school(line: str) -> None:
    pasted = read_people(f"Pirmā; p@example.lv; Skola\n{line}", most=9)
    assert {at for at, _problem in pasted.slips} == {2}
    assert [person for person in pasted.people if "@" in f"{person.name}{person.school}"] == []


def test_each_of_several_is_said_by_itself() -> None:
    pasted = read_people("Anna <a@b.lv>; j@b.lv", most=9, needs_name=True)
    assert pasted.slips == [(1, "„j@b.lv”: Trūkst vārda.")]
    assert [person.email for person in pasted.people] == ["a@b.lv"]


def test_people_are_counted_not_lines() -> None:
    pasted = read_people("; ".join(f"p{number}@example.lv" for number in range(10)), most=9)
    assert (len(pasted.people), [at for at, _problem in pasted.slips]) == (0, [0])
    assert "10" in pasted.slips[0][1]


def test_long_line_of_many_people_is_read_and_a_hostile_one_is_refused_in_time() -> None:
    line = "; ".join(f"Persona Numur{'s' * 40} <persona.{number}@example.lv>" for number in range(500))
    assert len(read_people(line, most=500).people) == 500
    for hostile in (
        '"' * 100_000,
        "<" * 100_000,
        "a@" * 50_000,
        "\\" * 100_000 + "@",
        " " * 100_000 + "@b",
        '"a' * 50_000 + "@",
    ):
        assert read_people(hostile, most=500).people == []
