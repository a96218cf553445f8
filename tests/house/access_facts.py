"""What was agreed in a grant, kind by kind: read by whoever works for it, written by the programme's coordinator."""

NO_VERB = "555555555"
NOT_FOR_VISITORS = "s55555555"
READ, WRITE = "s3....3.3", "s3333.333"
PROGRAMME = ["programme_pk=programme_pk"]
ROW_OF_MILESTONE, FINISH = [*PROGRAMME, "pk=administration:milestone"], "s4333.434"

# The noun of each kind's addresses, and whether its rows stand in an order.
KINDS = {
    "administration:party": True,
    "administration:contact": True,
    "administration:partnership": True,
    "administration:site": True,
    "administration:component": True,
    "administration:indicator": True,
    "administration:period": False,
    "administration:decision": False,
    "administration:milestone": False,
    "administration:logo": True,
    "budget:funding_source": True,
    "budget:budget_line": True,
    "budget:budget_rule": False,
}
OF_COUNCILS = {"budget:funding_source", "budget:budget_line"}  # another council's money is no partner's to read
# of somebody who records attendance; a system administrator ends roles and gives none
CHANGE_ROLE, END_ROLE = ("s4.44.443", "s444..443"), ("s4.44.44.", "s444..44.")
BY_LINK = ["token=first_link"]  # somebody has a role, so it is used

TABLE: dict[tuple[str, str], tuple[list[str], str, str]] = {
    ("administration:set_up", "GET"): ([], "s3....3.3", ""),
    ("administration:set_up", "POST"): ([], NOT_FOR_VISITORS, ""),
    ("administration:programme_overview", "GET"): (PROGRAMME, READ, READ),
    ("administration:programme_overview", "POST"): (PROGRAMME, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("administration:programme_add", "GET"): ([], WRITE, ""),
    ("administration:programme_add", "POST"): ([], WRITE, ""),
    ("administration:first_start", "GET"): (BY_LINK, "444444444", "444444444"),
    ("administration:first_start", "POST"): (BY_LINK, "444444444", "444444444"),
    ("administration:municipality_list", "GET"): (PROGRAMME, WRITE, WRITE),
    ("administration:municipality_list", "POST"): (PROGRAMME, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("administration:milestone_done", "GET"): (ROW_OF_MILESTONE, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("administration:milestone_done", "POST"): (ROW_OF_MILESTONE, FINISH, FINISH),
    ("administration:role_list", "GET"): ([], "s3.3..33.", ""),
    ("administration:role_list", "POST"): ([], NOT_FOR_VISITORS, ""),
    ("administration:role_edit", "GET"): (["pk=role"], *CHANGE_ROLE),
    ("administration:role_edit", "POST"): (["pk=role"], *CHANGE_ROLE),
    ("administration:role_end", "GET"): (["pk=role"], *END_ROLE),
    ("administration:role_end", "POST"): (["pk=role"], *END_ROLE),
    ("budget:budget_line_import_template", "GET"): (PROGRAMME, WRITE, WRITE),
    ("budget:budget_line_import_template", "POST"): (PROGRAMME, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
}
TABLE |= {
    (name, verb): (names, WRITE, WRITE)
    for name, names in (
        ("administration:programme_edit", PROGRAMME),
        ("administration:programme_clone", PROGRAMME),
        ("administration:period_propose", PROGRAMME),
        ("administration:municipality_add", PROGRAMME),
        ("administration:municipality_edit", [*PROGRAMME, "pk=municipality"]),
        ("budget:budget_line_import", PROGRAMME),
    )
    for verb in ("GET", "POST")
}
for noun, is_in_order in KINDS.items():
    row = [*PROGRAMME, f"pk={noun}"]
    TABLE |= {
        (f"{noun}_list", "GET"): (PROGRAMME, *((WRITE, WRITE) if noun in OF_COUNCILS else (READ, READ))),
        (f"{noun}_list", "POST"): (PROGRAMME, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
        (f"{noun}_add", "GET"): (PROGRAMME, WRITE, WRITE),
        (f"{noun}_add", "POST"): (PROGRAMME, WRITE, WRITE),
        (f"{noun}_edit", "GET"): (row, WRITE, WRITE),
        (f"{noun}_edit", "POST"): (row, WRITE, WRITE),
        (f"{noun}_remove", "GET"): (row, WRITE, WRITE),
        (f"{noun}_remove", "POST"): (row, WRITE, WRITE),
    }
    if is_in_order:
        TABLE |= {
            (f"{noun}_move", "GET"): (row, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
            (f"{noun}_move", "POST"): (row, WRITE, WRITE),
        }
