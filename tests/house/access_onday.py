"""On the day: names and ticks. The auditor and the funder never see names; municipal staff see, and record nothing."""

NO_VERB = "555555555"
NOT_FOR_VISITORS = "s55555555"
OPEN = "........."
SEE, SEE_FOREIGN = "s4..4.434", "s444..434"
RECORD, RECORD_FOREIGN = "s4.34.434", "s444..434"
LIST = ["pk=taking_part", "session_pk=session"]

TABLE: dict[tuple[str, str], tuple[list[str], str, str]] = {
    ("participation:attendance_today", "GET"): ([], "s3.3..333", ""),
    ("participation:attendance_today", "POST"): ([], NOT_FOR_VISITORS, ""),
    ("participation:attendance_grid", "GET"): (["pk=taking_part"], SEE, SEE_FOREIGN),
    ("participation:attendance_grid", "POST"): (["pk=taking_part"], NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("participation:badge_print", "GET"): (["pk=taking_part"], SEE, SEE_FOREIGN),
    ("participation:badge_print", "POST"): (["pk=taking_part"], NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("participation:attendance_session", "GET"): (LIST, SEE, SEE_FOREIGN),
    ("participation:attendance_session", "POST"): (LIST, RECORD, RECORD_FOREIGN),
    ("participation:attendance_ticks", "GET"): (LIST, SEE, SEE_FOREIGN),
    ("participation:attendance_ticks", "POST"): (LIST, RECORD, RECORD_FOREIGN),
    ("participation:walk_in", "GET"): (LIST, RECORD, RECORD_FOREIGN),
    ("participation:walk_in", "POST"): (LIST, RECORD, RECORD_FOREIGN),
    ("participation:let_in", "GET"): ([*LIST, "registration_pk=registration"], NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("participation:let_in", "POST"): ([*LIST, "registration_pk=registration"], RECORD, RECORD_FOREIGN),
    ("participation:oddity_settle", "GET"): ([*LIST, "attendance_pk=odd"], NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("participation:oddity_settle", "POST"): ([*LIST, "attendance_pk=odd"], RECORD, RECORD_FOREIGN),
    ("participation:pass_check_in", "GET"): (
        [*LIST, "registration_pk=registration"],
        NOT_FOR_VISITORS,
        NOT_FOR_VISITORS,
    ),
    ("participation:pass_check_in", "POST"): ([*LIST, "registration_pk=registration"], RECORD, RECORD_FOREIGN),
    ("participation:sheet_print", "GET"): (LIST, SEE, SEE_FOREIGN),
    ("participation:sheet_print", "POST"): (LIST, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("participation:wall_code", "GET"): (LIST, RECORD, RECORD_FOREIGN),
    ("participation:wall_code", "POST"): (LIST, RECORD, RECORD_FOREIGN),
    ("participation:check_in_scan", "GET"): (LIST, RECORD, RECORD_FOREIGN),
    ("participation:check_in_scan", "POST"): (LIST, RECORD, RECORD_FOREIGN),
    ("participation:sheet_file", "GET"): ([], "s3.3..333", ""),
    ("participation:sheet_file", "POST"): ([], "s3.3..333", ""),
    # an unfiled photo is its uploader's alone
    ("participation:sheet_assign", "GET"): (["document_pk=unfiled"], NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("participation:sheet_assign", "POST"): (["document_pk=unfiled"], "s4.444444", "s444.4444"),
    ("participation:sheet", "GET"): (["code=sheet_code"], RECORD, RECORD_FOREIGN),
    ("participation:sheet", "POST"): (["code=sheet_code"], RECORD, RECORD_FOREIGN),
    # whoever stands before the wall needs no account; the code of a session that is not today is no code
    ("participation:check_in_form", "GET"): ([], OPEN, ""),
    ("participation:check_in_form", "POST"): ([], OPEN, ""),
    ("participation:check_in", "GET"): (["code=AAAAAA"], "444444444", "444444444"),
    ("participation:check_in", "POST"): (["code=AAAAAA"], "444444444", "444444444"),
}
