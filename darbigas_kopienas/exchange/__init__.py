"""Tables in and out: typed workbooks, CSV as Excel here reads it, and the guard at the door for files sent in.

`export_table` asks the queryset itself what the person may see, so no list can be exported by mistake.
"""

from darbigas_kopienas.exchange.csv_files import csv_lines, decode_csv
from darbigas_kopienas.exchange.exports import export_table
from darbigas_kopienas.exchange.tables import CONTENT_TYPES, Column, Heading, Kind, Sheet, file_name, visible_sheet
from darbigas_kopienas.exchange.workbook import write_workbook

from .workbook_guard import NotAWorkbook, NotText, TableRefused, UnreadableFile, WorkbookTooLarge, check_workbook

__all__ = [
    "CONTENT_TYPES",
    "Column",
    "Heading",
    "Kind",
    "NotAWorkbook",
    "NotText",
    "Sheet",
    "TableRefused",
    "UnreadableFile",
    "WorkbookTooLarge",
    "check_workbook",
    "csv_lines",
    "decode_csv",
    "export_table",
    "file_name",
    "visible_sheet",
    "write_workbook",
]
