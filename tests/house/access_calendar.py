"""Calendar files and tables: public ones, one's own feed by its secret address, a place by its link, tables."""

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
    ("seminars:seminar_export", "GET"): ([], "s3....333", ""),
    ("seminars:seminar_export", "POST"): ([], NOT_FOR_VISITORS, ""),
    ("seminars:seminar_import", "GET"): ([], "s3.3..333", ""),
    ("seminars:seminar_import", "POST"): ([], "s3.3..333", ""),
    ("seminars:seminar_import_template", "GET"): ([], "s3.3..333", ""),
    ("seminars:seminar_import_template", "POST"): ([], NOT_FOR_VISITORS, ""),
    ("seminars:attendance_export", "GET"): (["pk=seminar"], "s4..4.434", "s444..434"),
    ("seminars:attendance_export", "POST"): (["pk=seminar"], NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("seminars:attendance_import", "GET"): (["pk=seminar"], "s4.34.434", "s444..434"),
    ("seminars:attendance_import", "POST"): (["pk=seminar"], "s4.34.434", "s444..434"),
    ("seminars:attendance_import_template", "GET"): (["pk=seminar"], "s4.34.434", "s444..434"),
    ("seminars:attendance_import_template", "POST"): (["pk=seminar"], NOT_FOR_VISITORS, NOT_FOR_VISITORS),
}
