"""A file of people to be invited, as spreadsheets and mail programs write it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.translation import override

from darbigas_kopienas.participation.registration.invitations.forms import InviteForm
from darbigas_kopienas.participation.registration.people_list import Pasted, read_people

LASMA = ("Lāsma Priede", "lasma.p@example.lv", 'Biedrība "Saules zaķis"')
GIRTS = ("Ģirts Egle", "girts.e@example.lv", "Skola; filiāle")
QUOTED = (
    'Lāsma Priede;lasma.p@example.lv;"Biedrība ""Saules zaķis"""\r\n'
    '"Egle, Ģirts";girts.e@example.lv;"Skola; filiāle"\r\n'
)


def _people(content: bytes) -> list[tuple[str, str, str]]:
    with override("lv"):
        data = QueryDict(mutable=True)
        data.update({"language": "lv"})
        form = InviteForm(data, {"file": SimpleUploadedFile("saraksts.csv", content)})
        assert form.is_valid(), form.errors
        return _said(form["text"].value())


def _said(text: str) -> list[tuple[str, str, str]]:
    pasted = read_people(text, most=20)
    assert pasted.slips == []
    return [(person.name, person.email, person.school) for person in pasted.people]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1257"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_quotation_marks_of_a_table_are_no_part_of_its_words(encoding: str, end: str) -> None:
    assert _people(QUOTED.replace("\r\n", end).encode(encoding)) == [LASMA, GIRTS]


def test_the_same_pasted() -> None:
    assert _said(QUOTED) == [LASMA, GIRTS]


@pytest.mark.parametrize("mark", [",", "\t"])
def test_other_separators_and_a_line_within_a_cell(mark: str) -> None:
    rows = [
        ['"Priede\nLāsma"', "lasma.p@example.lv", '"""Ābele"", skola"'],
        ['"Egle, Ģirts"', "girts.e@example.lv", "x"],
    ]
    lines = [mark.join(row) for row in rows]
    assert _people("\n".join(lines).encode()) == [
        ("Priede Lāsma", "lasma.p@example.lv", '"Ābele", skola'),
        ("Ģirts Egle", "girts.e@example.lv", "x"),
    ]


def test_table_with_headings_gives_its_three_columns() -> None:
    content = (
        "E-pasts;Vārds, uzvārds;Statuss;Skola vai iestāde;'-\r\nlasma.p@example.lv;Lāsma Priede;apstiprināts;'-;x\r\n"
    )
    assert _people(content.encode()) == [("Lāsma Priede", "lasma.p@example.lv", "-")]
    assert _people("E-pasts;Skola vai iestāde\r\nlasma.p@example.lv\r\n".encode()) == [("", "lasma.p@example.lv", "")]


@pytest.mark.parametrize(
    "text",
    [
        "Lāsma Priede <lasma.p@example.lv>; Ģirts Egle <girts.e@example.lv>",
        '"Priede, Lāsma" <lasma.p@example.lv>\n"Egle, Ģirts" <girts.e@example.lv>',
        '"Priede, Lāsma" <lasma.p@example.lv>, "Egle, Ģirts" <girts.e@example.lv>',
    ],
)
def test_what_a_mail_program_wrote_stays_a_list_of_addresses(text: str) -> None:
    assert _people(text.encode()) == [("Lāsma Priede", LASMA[1], ""), ("Ģirts Egle", GIRTS[1], "")]


def test_file_without_addresses_is_shown_as_it_stands() -> None:
    with override("lv"):
        form = InviteForm(QueryDict("language=lv"), {"file": SimpleUploadedFile("a.txt", "Lāsma\nĢirts".encode())})
        assert not form.is_valid()
        assert form["text"].value() == "Lāsma\nĢirts"


def test_each_line_of_the_box_is_a_person() -> None:
    assert read_people(QUOTED, most=9).people[1] == Pasted(2, *GIRTS)
