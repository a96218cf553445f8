"""Certificates and evaluations: papers by name are the coordinator's and the holder's."""

NO_VERB = "555555555"
NOT_FOR_VISITORS = "s55555555"
EVERYBODY = "........."

TABLE: dict[tuple[str, str], tuple[list[str], str, str]] = {
    ("seminars:certificate_check_form", "GET"): ([], EVERYBODY, ""),
    ("seminars:certificate_check_form", "POST"): ([], NO_VERB, ""),
    # An unknown code is answered with 404 and words, whoever asks; whoever has the code needs no right.
    ("seminars:certificate_check", "GET"): (["code=certificate_code"], EVERYBODY, EVERYBODY),
    ("seminars:certificate_check", "POST"): (["code=certificate_code"], NO_VERB, NO_VERB),
    # Whoever holds the link of a place is its holder, whatever the role.
    ("seminars:certificate_place", "GET"): (["token=place"], EVERYBODY, EVERYBODY),
    ("seminars:certificate_place", "POST"): (["token=place"], "444444444", "444444444"),
    ("seminars:certificate_place_download", "GET"): (
        ["token=place", "pk=certificate", "language=lv"],
        EVERYBODY,
        EVERYBODY,
    ),
    ("seminars:certificate_place_download", "POST"): (
        ["token=place", "pk=certificate", "language=lv"],
        NO_VERB,
        NO_VERB,
    ),
    ("seminars:certificate_register", "GET"): ([], "s3.3..3.3", ""),
    ("seminars:certificate_register", "POST"): ([], NOT_FOR_VISITORS, ""),
    ("seminars:certificate_export", "GET"): ([], "s3.3..333", ""),
    ("seminars:certificate_export", "POST"): ([], NOT_FOR_VISITORS, ""),
    ("seminars:certificate_detail", "GET"): (["pk=certificate"], "s4.44.444", "s444..444"),
    ("seminars:certificate_detail", "POST"): (["pk=certificate"], "s43443444", "s44433444"),
    ("seminars:certificate_download", "GET"): (["pk=certificate", "language=lv"], "s4.44.444", "s444..444"),
    ("seminars:certificate_download", "POST"): (
        ["pk=certificate", "language=lv"],
        NOT_FOR_VISITORS,
        NOT_FOR_VISITORS,
    ),
    ("seminars:certificate_revoke", "GET"): (["pk=certificate"], "s4.44.444", "s444..444"),
    ("seminars:certificate_revoke", "POST"): (["pk=certificate"], "s4.44.444", "s444..444"),
    ("seminars:certificate_replace", "GET"): (["pk=certificate"], "s4.44.444", "s444..444"),
    ("seminars:certificate_replace", "POST"): (["pk=certificate"], "s4.44.444", "s444..444"),
    ("seminars:certificate_list", "GET"): (["pk=seminar"], "s4.34.434", "s444..434"),
    ("seminars:certificate_list", "POST"): (["pk=seminar"], "s4.34.434", "s444..434"),
    ("seminars:certificate_pack", "GET"): (["pk=seminar"], NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("seminars:certificate_pack", "POST"): (["pk=seminar"], "s4.34.434", "s444..434"),
    ("seminars:certificate_group", "GET"): (
        ["pk=seminar", "registration_pk=registration"],
        NOT_FOR_VISITORS,
        NOT_FOR_VISITORS,
    ),
    ("seminars:certificate_group", "POST"): (
        ["pk=seminar", "registration_pk=registration"],
        "s4.34.434",
        "s444..434",
    ),
    ("seminars:evaluation_give", "GET"): (["token=evaluation"], EVERYBODY, EVERYBODY),
    ("seminars:evaluation_give", "POST"): (["token=evaluation"], EVERYBODY, EVERYBODY),
    ("seminars:evaluation_summary", "GET"): (["pk=seminar"], "s4..4.4.4", "s444..4.4"),
    ("seminars:evaluation_summary", "POST"): (["pk=seminar"], NOT_FOR_VISITORS, NOT_FOR_VISITORS),
}
