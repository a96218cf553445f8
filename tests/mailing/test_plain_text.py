"""The text of a letter says what its HTML says, with each address where a reader of text can see it."""

import pytest

from darbigas_kopienas.mailing.plain_text import plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Labdien!</p>\n  <p>Otrā\n   rinda &amp; tālāk.</p>", "Labdien!\n\nOtrā rinda & tālāk.\n"),
        ('<p>Atbildiet: <a href="https://x.lv/a?b=1&amp;c=2">Jā</a></p>', "Atbildiet:\nJā\nhttps://x.lv/a?b=1&c=2\n"),
        ('<p><a class="button" href="https://x.lv/">Atvērt</a></p><p>Beigas</p>', "Atvērt\nhttps://x.lv/\n\nBeigas\n"),
        ('<p><a href="https://x.lv/">https://x.lv/</a></p>', "https://x.lv/\n"),
        ('<p>Jautājumi: <a href="mailto:a@x.lv">a@x.lv</a></p>', "Jautājumi: a@x.lv\n"),
        ("<dl><dt>Kad</dt>\n<dd>\n12. jūnijā,\n10.00</dd><dt>&nbsp;</dt> <dd>13. jūnijā</dd>"
         "<dt>Kur</dt><dd>Preiļos</dd></dl>",
         "Kad: 12. jūnijā, 10.00\n13. jūnijā\nKur: Preiļos\n"),
        ("<ul><li>viens</li> <li>divi</li></ul>", "- viens\n- divi\n"),
        ("<p>a<br>b</p>", "a\nb\n"),
        ("<head><title>T</title><style>p { }</style></head><body><h1>T</h1><p>Teksts</p></body>", "Teksts\n"),
        ('<p>A</p><p class="foot">B <a href="https://x.lv">https://x.lv</a></p>', "A\n\n--\nB https://x.lv\n"),
        ("<p>12.06.2020\u00a010:00</p>", "12.06.2020\u00a010:00\n"),
    ],
)  # fmt: skip
def test_text_of_a_letter(html: str, text: str) -> None:
    assert plain_text(html) == text
