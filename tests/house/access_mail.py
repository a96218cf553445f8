"""The log of e-mails, read by coordinators: each of their own municipality, the programme's of all."""

NOT_FOR_VISITORS = "s55555555"
COORDINATORS = "s3.3..333"
PROGRAMME = ["programme_pk=programme_pk"]

TABLE: dict[tuple[str, str], tuple[list[str], str, str]] = {
    ("administration:mail", "GET"): ([], COORDINATORS, ""),
    ("administration:mail", "POST"): ([], NOT_FOR_VISITORS, ""),
    ("administration:mail_settle", "GET"): (PROGRAMME, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("administration:mail_settle", "POST"): (PROGRAMME, COORDINATORS, COORDINATORS),
}
for page in ("mail_log", "mail_export"):
    TABLE[f"administration:{page}", "GET"] = (PROGRAMME, COORDINATORS, COORDINATORS)
    TABLE[f"administration:{page}", "POST"] = (PROGRAMME, NOT_FOR_VISITORS, NOT_FOR_VISITORS)
