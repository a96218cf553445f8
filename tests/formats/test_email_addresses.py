"""One mailbox, one spelling."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override

from darbigas_kopienas.values import form_fields
from darbigas_kopienas.values.email_addresses import mailbox, require_mailbox

ANNA = "anna.k@example.lv"


@pytest.mark.parametrize(
    "typed",
    [
        ANNA,
        "Anna.K@Example.LV",
        "  anna.k@example.lv\t\n",
        "\u00a0anna.k@example.lv\u3000",
        "anna.k@example.lv\u200b",  # copied with what nobody sees
        "\ufeffanna.k@example.lv",
        "anna\u00ad.k@exa\u00admple.lv",
        "anna.k\u200d@\u2060example.lv",
        "\u202aanna.k@example.lv\u202c",
        "a\u034fnna.k@example.lv\ufe0f",
        "anna.k@example.lv\U000e0041",
        "\u115fanna.k@example.lv\u3164",
        "ａｎｎａ．ｋ＠ｅｘａｍｐｌｅ．ｌｖ",
        "𝐚𝐧𝐧𝐚.k@example.lv",
        "anna.\u212a@example.lv",  # the sign of Kelvin
        "anna.k@example\u3002lv",
        "anna.k@example\uff61lv",
        "anna.k@example.lv.",
        '"anna.k"@example.lv',
        "anna.k\x00@example.lv\x07",
    ],
)
def test_one_mailbox_has_one_form(typed: str) -> None:
    assert mailbox(typed) == ANNA
    require_mailbox(mailbox(typed))
    assert mailbox(mailbox(typed)) == ANNA


@pytest.mark.parametrize(
    "typed", ["info@ābols.lv", "INFO@ĀBOLS.LV", "info@a\u0304bols.lv", "info@xn--bols-psa.lv", "info@XN--BOLS-PSA.lv."]
)
def test_a_domain_in_its_spellings_is_one(typed: str) -> None:
    assert mailbox(typed) == "info@xn--bols-psa.lv"
    require_mailbox(mailbox(typed))


@pytest.mark.parametrize(
    "other",
    [
        "anna.k@ex\u0430mple.lv",  # a Cyrillic letter that looks alike: another domain
        "annak@example.lv",
        "anna.k+skola@example.lv",
        "anna_k@example.lv",
        "anna.k@mail.example.lv",
        "anna.ķ@example.lv",
    ],
)
def test_other_addresses_stay_others(other: str) -> None:
    assert mailbox(other) != ANNA


def test_sharp_s_is_no_double_s() -> None:
    """Two domains, which Python's own "idna" would make one."""
    assert mailbox("a@straße.de") != mailbox("a@strasse.de")


@pytest.mark.parametrize("typed", ["", "anna", "@", "a@@b", "anna@exa mple.lv", "x@" + "ā" * 10_000])
def test_what_is_no_address_is_left_for_others_to_refuse(typed: str) -> None:
    with pytest.raises(ValidationError):
        form_fields.EmailField().clean(typed)


@pytest.mark.parametrize("typed", ["anna.ķ@example.lv", "\u0430nna.k@example.lv", "анна@example.lv"])
def test_an_address_that_cannot_receive_mail_is_refused_with_its_letters(typed: str) -> None:
    with override("lv"), pytest.raises(ValidationError) as slip:
        form_fields.EmailField().clean(typed)
    assert slip.value.error_list[0].code == "strange_letters"
    assert next(char for char in typed if not char.isascii()) in slip.value.messages[0]
    assert "Uz šo adresi" in slip.value.messages[0]


def test_a_form_gives_the_one_form_and_shows_what_was_typed() -> None:
    class ContactForm(forms.Form):
        email = form_fields.EmailField()

    form = ContactForm({"email": " Anna.K@example.lv\u200b"})
    assert form.is_valid()
    assert form.cleaned_data == {"email": ANNA}
    wrong = ContactForm({"email": "anna.ķ@example.lv"})
    assert 'value="anna.ķ@example.lv"' in str(wrong["email"])
