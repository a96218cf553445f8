"""What was agreed in a grant, kind by kind: read by whoever works for it, written by the programme's coordinator."""

NO_VERB = "555555555"
NOT_FOR_VISITORS = "s55555555"
READ, WRITE = "s3....3.3", "s3333.333"
PROGRAMME = ["programme_pk=programme_pk"]

# The noun of each kind's addresses, and whether its rows stand in an order.
KINDS = {
    "administration:component": True,
}

TABLE: dict[tuple[str, str], tuple[list[str], str, str]] = {
    ("administration:set_up", "GET"): ([], "s3....3.3", ""),
    ("administration:set_up", "POST"): ([], NOT_FOR_VISITORS, ""),
    ("administration:programme_overview", "GET"): (PROGRAMME, READ, READ),
    ("administration:programme_overview", "POST"): (PROGRAMME, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
}
for noun, is_in_order in KINDS.items():
    row = [*PROGRAMME, f"pk={noun}"]
    TABLE |= {
        (f"{noun}_list", "GET"): (PROGRAMME, READ, READ),
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
