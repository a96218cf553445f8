"""Calendar files: public ones, one's own feed by its secret address, the file of a place by its link."""

NO_VERB = "555555555"
NOT_FOR_VISITORS = "s55555555"
OPEN = "........."

TABLE: dict[tuple[str, str], tuple[list[str], str, str]] = {
    ("seminars:seminar_feed", "GET"): ([], OPEN, ""),
    ("seminars:seminar_feed", "POST"): ([], NO_VERB, ""),
    ("seminars:seminar_calendar", "GET"): (["pk=seminar"], "44..4.4.4", "4444..4.4"),
    ("seminars:seminar_calendar", "POST"): (["pk=seminar"], NO_VERB, NO_VERB),
    # whoever holds the link or the secret address: it is the right
    ("participation:place_calendar", "GET"): (["token=place"], OPEN, OPEN),
    ("participation:place_calendar", "POST"): (["token=place"], NO_VERB, NO_VERB),
    ("participation:calendar_feed", "GET"): (["token=feed"], OPEN, OPEN),
    ("participation:calendar_feed", "POST"): (["token=feed"], NO_VERB, NO_VERB),
    ("participation:calendar_own", "GET"): ([], "s........", ""),
    ("participation:calendar_own", "POST"): ([], NOT_FOR_VISITORS, ""),
    ("participation:calendar_renew", "GET"): ([], NOT_FOR_VISITORS, ""),
    ("participation:calendar_renew", "POST"): ([], "s........", ""),
    ("participation:calendar_end", "GET"): ([], NOT_FOR_VISITORS, ""),
    ("participation:calendar_end", "POST"): ([], "s........", ""),
}
