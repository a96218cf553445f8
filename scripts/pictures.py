"""The README's pictures, taken from a running portal with its demonstration data.

    .venv/bin/python scripts/pictures.py http://localhost:8000

Needs Chromium and pdftoppm (poppler-utils). Makes a report of its own; writes docs/pictures/*.png.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
PASSWORD = "darbigas-kopienas"  # noqa: S105  the demonstration's, printed by `make run`
DESKTOP, PHONE = (1280, 860), (390, 844)
COLOURS = 128
HEAVIEST = 250_000  # bytes
EVENT = {
    "title": "Puķu stādīšana pie bērnudārza",
    "place": "Bērnu klubs „Mezgls”, Smilšu iela 92, Daugavpils",
    "count_children": "18",
    "count_parents": "11",
    "count_teachers": "4",
}


class Camera:
    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address

    def page(self, who: str | None, size: tuple[int, int], sharpness: float = 1) -> Page:
        """A page of somebody who has signed in, or of a visitor."""
        page = self.browser.new_page(
            base_url=self.address,
            viewport={"width": size[0], "height": size[1]},
            device_scale_factor=sharpness,
            locale="lv-LV",
            timezone_id="Europe/Riga",
        )
        if who is not None:
            page.goto("/lv/konts/login/")
            page.fill("input[name=login]", f"{who}@example.lv")
            page.fill("input[name=password]", PASSWORD)
            page.press("input[name=password]", "Enter")
            page.wait_for_url(lambda url: "login" not in url)
        return page


def _save(picture: Image.Image, name: str) -> None:
    """Few colours are enough for a page, and small files for a README."""
    path = PICTURES / f"{name}.png"
    colours = COLOURS
    while True:
        picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size < HEAVIEST or colours <= COLOURS // 8:
            break
        colours //= 2
    print(f"{path.name}: {path.stat().st_size // 1000} kB")


def _take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.evaluate("window.scrollTo(0, 0); document.activeElement.blur()")
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        page.screenshot(path=file.name)
        _save(Image.open(file.name), name)


def _beside(pages: list[Image.Image], gap: int = 24) -> Image.Image:
    """Pages side by side on a table of paper's colour."""
    width = sum(page.width + gap for page in pages) + gap
    table = Image.new("RGB", (width, max(page.height for page in pages) + 2 * gap), "#d9d2c3")
    left = gap
    for page in pages:
        table.paste(page, (left, gap))
        left += page.width + gap
    return table


def _report(camera: Camera) -> None:
    page = camera.page("marta", DESKTOP)
    page.goto("/lv/parskati/")
    page.select_option("[name=period]", "programme")
    page.get_by_role("button", name="Sagatavot PDF").click()
    ready = page.get_by_role("link", name="Lejupielādēt datni")
    ready.wait_for(timeout=300_000)
    with page.expect_download() as got, tempfile.TemporaryDirectory() as folder:
        ready.click()
        prefix = Path(folder) / "page"
        subprocess.run(["pdftoppm", "-r", "62", "-l", "3", "-png", got.value.path(), str(prefix)], check=True)
        _save(_beside([Image.open(path) for path in sorted(Path(folder).glob("page*.png"))]), "report")
    page.goto("/lv/parskati/")
    page.locator("main .list .row-title").first.click()
    page.locator("main .figure").filter(has_text="EUR").nth(2).locator("a.code").click()
    _take(page, "figure")


def _seminar(camera: Camera) -> None:
    """A visitor's way to a seat, and what the teacher's own page says."""
    page = camera.page(None, PHONE, 1.5)
    page.goto("/lv/seminari/")
    page.locator("main a.row-title").first.click()
    page.locator("input[name=email]").wait_for()
    page.locator("input[name=name]").scroll_into_view_if_needed()
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        page.screenshot(path=file.name)
        _save(Image.open(file.name), "register-phone")
    page = camera.page("janis", PHONE, 1.5)
    page.goto("/lv/seminari/mani/")
    _take(page, "my-seminars-phone")


def main(address: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell") or "/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu"],
        )
        camera = Camera(browser, address)
        for name, who, size, where in (
            ("front", None, DESKTOP, "/lv/"),
            ("my-tasks-phone", "ilze", PHONE, "/lv/mani-darbi/"),
            ("budget", "anna", DESKTOP, "/lv/budzets/"),
        ):
            page = camera.page(who, size, 1.5 if size == PHONE else 1)
            page.goto(where)
            _take(page, name)
        _seminar(camera)
        page = camera.page("ilze", PHONE, 1.5)
        page.goto("/lv/pasakumi/pievienot/")
        for field, text in EVENT.items():
            page.fill(f"[name={field}]", text)
        _take(page, "event-log-phone")
        _report(camera)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://localhost:8000")
