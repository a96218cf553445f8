from typing import Any

from django import forms

from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.models import Programme

from .kinds import Row


class FactForm(forms.Form):
    """The form of one fact of a programme; its fields are called as the columns that they fill."""

    def __init__(self, *args: Any, programme: Programme, row: Row = None, reader: Reader = None, **kwargs: Any) -> None:
        self.programme, self.row, self.reader = programme, row, reader
        kwargs.setdefault("initial", self.first_values() if row is None else self.values_of(row))
        super().__init__(*args, **kwargs)
        self.offer()

    def offer(self) -> None:
        """Fill in what is to choose from: `self.programme` says which, `self.row` is None for a new one."""

    def chosen(self, name: str) -> int | None:
        """The number of what the row points to by this column, so that it stays among the choices."""
        pk: int | None = None if self.row is None else getattr(self.row, f"{name}_id")
        return pk

    def first_values(self) -> dict[str, Any]:
        """What a new row begins with; asked before the fields are there."""
        return {}

    @classmethod
    def values_of(cls, row: Row) -> dict[str, Any]:
        columns = {field.name: field for field in row._meta.fields}
        return {name: getattr(row, columns[name].attname) for name in cls.base_fields if name in columns}
