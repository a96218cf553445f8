"""The registers of people and organisations, who looks like one, and what people typed for an institution.

Read by those who see names, written by coordinators, each of their own municipality.
"""

NOT_FOR_VISITORS = "s55555555"
READ, WRITE = "s3....333", "s3.3..333"
PROGRAMME = ["programme_pk=programme_pk"]
ONE, ONE_FOREIGN = "s3..4.333", "s344..333"
ONE_TO_WRITE, FOREIGN_TO_WRITE = "s3.34.333", "s343..333"
ORGANISATION, PERSON = ([*PROGRAMME, f"pk={row}"] for row in ("organisation", "person"))
PEOPLE = [*PROGRAMME, "first=person", "second=other_person"]
ORGANISATIONS = [*PROGRAMME, "first=organisation", "second=other_organisation"]
SPELLING = ["pk=taking_part", "spelling_pk=spelling"]

TABLE: dict[tuple[str, str], tuple[list[str], str, str]] = {
    ("administration:person_register", "GET"): ([], READ, ""),
    ("administration:person_register", "POST"): ([], NOT_FOR_VISITORS, ""),
    ("administration:duplicate_list", "GET"): (PROGRAMME, WRITE, WRITE),
    ("administration:duplicate_list", "POST"): (PROGRAMME, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("participation:school_forget", "GET"): (SPELLING, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("participation:school_forget", "POST"): (SPELLING, "s4.34.434", "s444..434"),
}
for noun, row in (("organisation", ORGANISATION), ("person", PERSON)):
    TABLE |= {
        (f"administration:{noun}_{page}", "GET"): (PROGRAMME, access, access)
        for page, access in (("list", READ), ("export", READ), ("template", WRITE))
    }
    TABLE |= {
        (f"administration:{noun}_{page}", "POST"): (PROGRAMME, NOT_FOR_VISITORS, NOT_FOR_VISITORS)
        for page in ("list", "export", "template")
    }
    TABLE |= {
        (f"administration:{noun}_{page}", verb): (PROGRAMME, WRITE, WRITE)
        for page in ("add", "import")
        for verb in ("GET", "POST")
    }
    TABLE |= {
        (f"administration:{noun}_detail", "GET"): (row, ONE, ONE_FOREIGN),
        (f"administration:{noun}_detail", "POST"): (row, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
        (f"administration:{noun}_edit", "GET"): (row, ONE_TO_WRITE, FOREIGN_TO_WRITE),
        (f"administration:{noun}_edit", "POST"): (row, ONE_TO_WRITE, FOREIGN_TO_WRITE),
    }
TABLE |= {
    (f"administration:{page}", verb): (names, ONE_TO_WRITE, FOREIGN_TO_WRITE)
    for page, names in (
        ("duplicate_compare", PEOPLE),
        ("duplicate_compare_organisations", ORGANISATIONS),
        ("duplicate_undo", [*PROGRAMME, "pk=duplicate"]),
    )
    for verb in ("GET", "POST")
}
