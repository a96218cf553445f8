from datetime import UTC, date, datetime, time

import pytest
from django.utils import formats as django_formats
from django.utils.translation import override

from darbigas_kopienas.values import formats
from darbigas_kopienas.values.formats import Case

DAY = date(2021, 2, 8)


@pytest.mark.parametrize(
    "text",
    [
        "08.02.2021",
        "8.2.2021",
        "08.02.2021.",
        "8. 2. 2021",
        "2021-02-08",
        " 08.02.2021 ",
        "08022021",
        "080221",
        "8022021",
        "8.2.21",
        "08.02.21.",
    ],
)
def test_parse_date_reads_what_people_type(text: str) -> None:
    assert formats.parse_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "shape"),
        ("08/02/2021", "shape"),
        ("8.2.99", "short_year"),
        ("080299", "short_year"),
        ("1112026", "two_days"),
        ("3112026", "two_days"),
        ("8221", "shape"),
        ("80221", "shape"),
        ("00022021", "shape"),
        ("٠٨٠٢٢٠٢١", "shape"),
        ("30022021", "no_such_day"),
        ("01012500", "shape"),
        ("8.2.021", "shape"),
        ("2021.02.08", "shape"),
        ("٠٨.02.2021", "shape"),
        ("20210208", "shape"),
        ("2021-2-8", "shape"),
        ("30.02.2021", "no_such_day"),
        ("2021-13-01", "no_such_day"),
        ("01.01.0000", "no_such_day"),
        ("31.12.1899", "year"),
        ("01.01.2101", "year"),
        ("31.12.9999", "year"),
    ],
)
def test_parse_date_refuses_and_says_why(text: str, code: str) -> None:
    with pytest.raises(formats.NotADate) as slip:
        formats.parse_date(text)
    assert slip.value.code == code


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("09122026", date(2026, 12, 9)),
        ("9122026", date(2026, 12, 9)),
        ("091226", date(2026, 12, 9)),
        ("111226", date(2026, 12, 11)),
        ("112026", date(2026, 1, 1)),
        ("31122026", date(2026, 12, 31)),
    ],
)
def test_digits_alone_are_a_day_where_they_mean_only_one(text: str, day: date) -> None:
    assert formats.parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("10.00", time(10)),
        ("10:00", time(10)),
        ("10:00:00", time(10)),
        ("1000", time(10)),
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        (" 9.30 ", time(9, 30)),
        ("10", time(10)),
        ("10.", time(10)),
        ("9", time(9)),
        ("0", time(0)),
        ("2359", time(23, 59)),
    ],
)
def test_an_hour_is_read_as_people_type_it(text: str, hour: time) -> None:
    assert formats.parse_time(text) == hour


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10.5",
        "10:3",
        "24",
        "24.00",
        "960",
        "1060",
        "10.00.30",
        "10000",
        "1 000",
        "10-00",
        "desmit",
        "١٠",
        "10.00–15.30",
    ],
)
def test_an_hour_that_could_be_two_is_refused_with_an_example(text: str) -> None:
    with override("lv"), pytest.raises(formats.NotATime, match=r"^Rakstiet laiku šādi: 10\.00\.$"):
        formats.parse_time(text)


def test_an_hour_is_written_as_its_language_does() -> None:
    assert formats.hour(time(9, 5), "lv") == "09.05"
    assert formats.hour(time(9, 5), "en") == "09:05"


def test_a_moment_within_a_sentence() -> None:
    moment = datetime(2026, 11, 28, 15, 46, tzinfo=UTC)
    assert formats.moment(moment, "lv") == "28.11.2026\u00a017.46"
    assert formats.moment(moment, "en") == "28.11.2026\u00a017:46"


def test_day_and_moment() -> None:
    assert formats.day(DAY) == "08.02.2021"
    assert formats.day(None) == "—"
    assert formats.day(datetime(2020, 12, 31, 22, 30, tzinfo=UTC)) == "01.01.2021"
    assert formats.moment(None) == "—"


def test_the_sentences_of_the_project() -> None:
    ends = date(2021, 2, 28)
    assert f"līdz {formats.long_date(ends, Case.DATIVE, 'lv')}" == "līdz 2021.\u00a0gada 28.\u00a0februārim"
    assert formats.long_date(date(2020, 1, 23), Case.LOCATIVE, "lv") == "2020.\u00a0gada 23.\u00a0janvārī"
    assert formats.long_date(ends, "genitive", "lv") == "2021.\u00a0gada 28.\u00a0februāra"
    assert formats.long_date(ends, language="lv") == "2021.\u00a0gada 28.\u00a0februāris"
    assert formats.long_date(date(2019, 3, 1), language="lv", known_to="month") == "2019.\u00a0gada marts"
    assert formats.long_date(ends, language="en") == "28\u00a0February 2021"
    assert formats.long_date(date(2019, 3, 1), language="en", known_to="month") == "March 2019"


@pytest.mark.parametrize(
    ("month", "forms"),
    list(
        enumerate(
            [
                "janvāris janvāra janvārim janvārī janvāri",
                "februāris februāra februārim februārī februāri",
                "marts marta martam martā martu",
                "aprīlis aprīļa aprīlim aprīlī aprīli",
                "maijs maija maijam maijā maiju",
                "jūnijs jūnija jūnijam jūnijā jūniju",
                "jūlijs jūlija jūlijam jūlijā jūliju",
                "augusts augusta augustam augustā augustu",
                "septembris septembra septembrim septembrī septembri",
                "oktobris oktobra oktobrim oktobrī oktobri",
                "novembris novembra novembrim novembrī novembri",
                "decembris decembra decembrim decembrī decembri",
            ],
            start=1,
        )
    ),
)
def test_every_month_in_every_case(month: int, forms: str) -> None:
    written = [formats.long_date(date(2020, month, 1), case, "lv", known_to="month") for case in Case]
    assert written == [f"2020.\u00a0gada {form}" for form in forms.split()]


def test_the_active_language_decides() -> None:
    with override("en"):
        assert formats.long_date(DAY) == "8\u00a0February 2021"


def test_periods() -> None:
    starts, ends = date(2019, 3, 1), date(2021, 2, 28)
    assert formats.period(date(2020, 4, 1), date(2020, 9, 30)) == "01.04.2020–30.09.2020"
    assert formats.period(starts, ends, starts_known_to="month") == "03.2019–28.02.2021"
    assert formats.period(None, None) == "—–—"
    long_lv = formats.long_period(starts, ends, "lv", starts_known_to="month")
    assert long_lv == "no 2019.\u00a0gada marta līdz 2021.\u00a0gada 28.\u00a0februārim"
    assert (
        formats.long_period(starts, ends, "en", starts_known_to="month") == "from March 2019 to 28\u00a0February 2021"
    )


@pytest.mark.parametrize("language", ["lv", "en"])
def test_djangos_own_days_have_their_zeros(language: str) -> None:
    with override(language):
        assert django_formats.date_format(DAY) == "08.02.2021"
        assert django_formats.date_format(DAY, "SHORT_DATE_FORMAT") == "08.02.2021"


def test_djangos_own_numbers() -> None:
    with override("lv"):
        assert django_formats.number_format("115029.5", use_l10n=True, force_grouping=True) == "115\u00a0029,5"
    with override("en"):
        assert django_formats.number_format("115029.5", use_l10n=True, force_grouping=True) == "115,029.5"
