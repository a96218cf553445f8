"""A programme's own words of e-mails: its coordinator's alone."""

NOT_FOR_VISITORS, COORDINATOR = "s55555555", "s3333.333"
PROGRAMME = ["programme_pk=programme_pk"]
KIND = [*PROGRAMME, "template=registration_confirmed", "language=lv"]

TABLE: dict[tuple[str, str], tuple[list[str], str, str]] = {
    ("administration:words_list", "GET"): (PROGRAMME, COORDINATOR, COORDINATOR),
    ("administration:words_list", "POST"): (PROGRAMME, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    **{
        (f"administration:{page}", verb): (KIND, COORDINATOR, COORDINATOR)
        for page in ("words_edit", "words_remove")
        for verb in ("GET", "POST")
    },
}
