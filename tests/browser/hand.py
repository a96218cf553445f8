"""A hand that counts: what a task costs in taps and touched fields."""

import io

from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page


def photo(name: str = "puķes.jpg", colour: str = "green") -> FilePayload:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "JPEG")
    return FilePayload(name=name, mimeType="image/jpeg", buffer=out.getvalue())


def follow(place: Locator) -> None:
    """Click what leads to another page, and wait until that page is there: whatever is asked next is asked of it."""
    with place.page.expect_navigation():
        place.click()


def open_anew(page: Page, address: str) -> None:
    """A form without the draft that another test of the same person has left."""
    page.goto(address)
    anew = page.get_by_role("button", name="Sākt no jauna")
    if anew.is_visible():
        follow(anew)


class Hand:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        self.fields: set[str] = set()

    def tap(self, place: Locator) -> None:
        """On what leads to another page."""
        self.taps += 1
        follow(place)

    def write(self, field: str, text: str) -> None:
        self.fields.add(field)
        self.page.fill(f"[name={field}]", text)

    def attach(self, field: str, file: FilePayload) -> None:
        """The picker costs a tap, and the field counts as touched."""
        self.taps += 1
        self.fields.add(field)
        self.page.set_input_files(f"[name={field}]", file)
