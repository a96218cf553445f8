"""One's own pages, the school's page, who speaks for a school: see `access_table.py`.

In this world janis speaks for a school of Daugavpils and karlis for one of Rēzeknes novads.
"""

NOT_FOR_VISITORS = "s55555555"

TABLE: dict[tuple[str, str], tuple[list[str], str, str]] = {
    ("home:my_data", "GET"): ([], "s........", ""),
    ("home:my_data", "POST"): ([], "s........", ""),
    ("home:my_data_file", "GET"): ([], "s........", ""),
    ("home:my_data_file", "POST"): ([], NOT_FOR_VISITORS, ""),
    ("home:my_mail", "GET"): ([], "s........", ""),
    ("home:my_mail", "POST"): ([], NOT_FOR_VISITORS, ""),
    ("programme:school_contact_list", "GET"): ([], "s3.3..333", ""),
    ("programme:school_contact_list", "POST"): ([], "s3.3..333", ""),
    ("programme:school_contact_end", "GET"): (["pk=school_contact"], NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("programme:school_contact_end", "POST"): (["pk=school_contact"], "s4.44.444", "s444..444"),
    ("seminars:own_list", "GET"): ([], "s........", ""),
    ("seminars:own_list", "POST"): ([], NOT_FOR_VISITORS, ""),
    ("seminars:school_consent", "GET"): ([], NOT_FOR_VISITORS, ""),
    ("seminars:school_consent", "POST"): ([], "s........", ""),
    ("seminars:school_detail", "GET"): (["pk=school"], "s.4444444", "s444.4444"),
    ("seminars:school_detail", "POST"): (["pk=school"], NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("seminars:school_pack", "GET"): (["pk=school"], NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("seminars:school_pack", "POST"): (["pk=school"], "s.4444444", "s444.4444"),
}
