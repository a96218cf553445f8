"""The staff side of registrations, invitations, and colleagues by a school's contact: who gets what."""

NO_VERB = "555555555"
NOT_FOR_VISITORS = "s55555555"
SEE, SEE_FOREIGN = "s4..4.434", "s444..434"
MANAGE, MANAGE_FOREIGN = "s4.34.434", "s444..434"
LIST, ONE = ["pk=taking_part"], ["pk=taking_part", "registration_pk=registration"]
POST_ONLY = (NOT_FOR_VISITORS, NOT_FOR_VISITORS)

TABLE: dict[tuple[str, str], tuple[list[str], str, str]] = {
    ("participation:registration_list", "GET"): (LIST, SEE, SEE_FOREIGN),
    ("participation:registration_list", "POST"): (LIST, *POST_ONLY),
    ("participation:registration_export", "GET"): (LIST, SEE, SEE_FOREIGN),
    ("participation:registration_export", "POST"): (LIST, *POST_ONLY),
    ("participation:registration_import", "GET"): (LIST, MANAGE, MANAGE_FOREIGN),
    ("participation:registration_import", "POST"): (LIST, MANAGE, MANAGE_FOREIGN),
    ("participation:registration_import_template", "GET"): (LIST, MANAGE, MANAGE_FOREIGN),
    ("participation:registration_import_template", "POST"): (LIST, *POST_ONLY),
    ("participation:registration_decide", "GET"): (LIST, *POST_ONLY),
    ("participation:registration_decide", "POST"): (LIST, MANAGE, MANAGE_FOREIGN),
    ("participation:school_map", "GET"): (LIST, MANAGE, MANAGE_FOREIGN),
    ("participation:school_map", "POST"): (LIST, MANAGE, MANAGE_FOREIGN),
    ("participation:registration_add", "GET"): (LIST, MANAGE, MANAGE_FOREIGN),
    ("participation:registration_add", "POST"): (LIST, MANAGE, MANAGE_FOREIGN),
    ("participation:registration_detail", "GET"): (ONE, SEE, SEE_FOREIGN),
    ("participation:registration_detail", "POST"): (ONE, *POST_ONLY),
    ("participation:registration_edit", "GET"): (ONE, MANAGE, MANAGE_FOREIGN),
    ("participation:registration_edit", "POST"): (ONE, MANAGE, MANAGE_FOREIGN),
    ("participation:registration_act", "GET"): ([*ONE, "action=cancel"], *POST_ONLY),
    ("participation:registration_act", "POST"): ([*ONE, "action=cancel"], MANAGE, MANAGE_FOREIGN),
}

QUESTION = ["pk=taking_part", "question_pk=question"]
TABLE |= {
    (f"participation:{name}", verb): (names, MANAGE, MANAGE_FOREIGN)
    for name, names in (
        ("enrolment_edit", LIST),
        ("question_add", LIST),
        ("question_edit", QUESTION),
        ("question_remove", QUESTION),
    )
    for verb in ("GET", "POST")
}
TABLE |= {
    ("participation:question_list", "GET"): (LIST, MANAGE, MANAGE_FOREIGN),
    ("participation:question_list", "POST"): (LIST, *POST_ONLY),
    ("participation:question_move", "GET"): (QUESTION, *POST_ONLY),
    ("participation:question_move", "POST"): (QUESTION, MANAGE, MANAGE_FOREIGN),
}

OPEN = "........."
# whoever works at a school or speaks for it; nobody of those who see a private activity does here
COLLEAGUES, COLLEAGUES_FOREIGN = "s43343434", "s444.3434"
TABLE |= {
    ("participation:registration_totals", "GET"): (LIST, SEE, SEE_FOREIGN),
    ("participation:registration_totals", "POST"): (LIST, *POST_ONLY),
    ("participation:registration_letter", "GET"): (LIST, MANAGE, MANAGE_FOREIGN),
    ("participation:registration_letter", "POST"): (LIST, MANAGE, MANAGE_FOREIGN),
    ("participation:invitation_list", "GET"): (LIST, SEE, SEE_FOREIGN),
    ("participation:invitation_list", "POST"): (LIST, *POST_ONLY),
    ("participation:invitation_add", "GET"): (LIST, MANAGE, MANAGE_FOREIGN),
    ("participation:invitation_add", "POST"): (LIST, MANAGE, MANAGE_FOREIGN),
    ("participation:invitation_remind", "GET"): (LIST, *POST_ONLY),
    ("participation:invitation_remind", "POST"): (LIST, MANAGE, MANAGE_FOREIGN),
    ("participation:colleague_register", "GET"): (LIST, COLLEAGUES, COLLEAGUES_FOREIGN),
    ("participation:colleague_register", "POST"): (LIST, COLLEAGUES, COLLEAGUES_FOREIGN),
    # whoever holds the link; a POST that does not say no is not found
    ("participation:invitation_answer", "GET"): (["token=invitation"], OPEN, OPEN),
    ("participation:invitation_answer", "POST"): (["token=invitation"], "444444444", "444444444"),
}
