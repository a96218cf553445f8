import pytest
from django.utils.translation import override

from darbigas_kopienas.values import formats


@pytest.mark.parametrize(("active", "read"), [("lv", "lv"), ("en", "en"), ("en-gb", "en"), (None, "lv")])
def test_language_that_is_read_is_one_of_the_two(active: str | None, read: str) -> None:
    with override(active):
        assert (formats.active_language(), formats.is_latvian()) == (read, read == "lv")
