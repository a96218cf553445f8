"""The page where a table comes in says where the headings stand, and means the rows that a spreadsheet shows."""

import io

import openpyxl
from django.utils.translation import override

from darbigas_kopienas.exchange import imports
from darbigas_kopienas.pages.table_import import TableForm, answer_template
from darbigas_kopienas.participation.registration.people_list import HEADINGS


def test_hint_says_the_row_of_the_template() -> None:
    with override("lv"):
        sheet = openpyxl.load_workbook(io.BytesIO(answer_template(HEADINGS, "Dalībnieki").content)).active
        assert sheet is not None
        heads = [cell.value for cell in sheet[3]]
        assert heads == [str(word) for word in HEADINGS.values()]
        assert "3.\u00a0rindā" in str(TableForm().fields["table"].help_text)


def test_filled_template_comes_back_with_the_rows_of_the_file() -> None:
    with override("lv"):
        book = openpyxl.load_workbook(io.BytesIO(answer_template(HEADINGS, "Dalībnieki").content))
        sheet = book.active
        assert sheet is not None
        for at, row in enumerate((["Anna", "a@example.lv", "x"], ["Juris", "j@example.lv", "x"]), start=4):
            for column, cell in enumerate(row, start=1):
                sheet.cell(at, column, cell)
        out = io.BytesIO()
        book.save(out)
        out.seek(0)
        assert imports.read_table(out, "a.xlsx", HEADINGS).lines == [4, 5]
