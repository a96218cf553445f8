"""Key numbers: a sum is read at one glance."""

import pytest

from tests.browser.conftest import OpenPage


@pytest.mark.parametrize("width", [192, 220, 280, 660, 900])
def test_a_sum_of_money_is_never_broken(open_as: OpenPage, width: int) -> None:
    """Three beside one another in the card of a report, two in a form, one on a phone."""
    page = open_as(None)
    page.goto("/lv/pieklustamiba/")
    lines = page.evaluate(
        """async width => {
          const figure = "<div class='figure'><dt>Atlikums</dt><dd>115\\u00a0029,00\\u00a0EUR</dd></div>";
          const list = document.createElement("dl");
          list.className = "figures";
          list.innerHTML = figure.repeat(3);
          list.style.width = `${width}px`;
          document.querySelector("main").replaceChildren(list);
          await document.fonts.ready;
          return [...list.querySelectorAll("dd")].map(dd => {
            const range = document.createRange();
            range.selectNodeContents(dd);
            return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size;
          });
        }""",
        width,
    )
    assert lines == [1, 1, 1]
