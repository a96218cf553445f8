from darbigas_kopienas.participation.registration import seat_columns
from darbigas_kopienas.values.formats import sort_keys
from tests.measured import forget_answers


def test_a_judged_function_that_keeps_its_answers_works_anew_for_a_test_that_is_measured() -> None:
    for judged in (True, False):
        seat_columns.seat_columns()
        sort_keys.folded("Ērģeme")
        forget_answers(["*/registration/seat_columns.py", *(["*/formats/*"] if judged else [])])
        assert seat_columns._columns.cache_info().currsize == 0
        assert (sort_keys.folded.cache_info().currsize == 0) is judged
