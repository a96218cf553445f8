"""What is decided about people's data: requests to erase, how long data are stored, acts, notices and consents.

The programme's coordinator decides; an act is approved by whoever approves expenses there; one's own is one's own.
"""

NOT_FOR_VISITORS, NO_VERB, NOBODY = "s55555555", "555555555", "s44444444"
COORDINATOR, OWN_PAGE, EVERYBODY = "s3333.333", "s........", "........."
PROGRAMME = ["programme_pk=programme_pk"]
REQUEST, ACT = ([*PROGRAMME, f"pk={row}"] for row in ("erasure_request", "destruction_act"))
PERSON = [*PROGRAMME, "person_pk=person"]
OWN_REQUEST = ["pk=erasure_request"]
APPROVER, OF_PROGRAMME = "s44.4.444", "s4444.444"

TABLE: dict[tuple[str, str], tuple[list[str], str, str]] = {
    ("administration:destruction_list", "GET"): (PROGRAMME, "s33.3.333", "s33.3.333"),
    ("administration:destruction_list", "POST"): (PROGRAMME, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("administration:destruction_detail", "GET"): (ACT, APPROVER, OF_PROGRAMME),
    ("administration:destruction_detail", "POST"): (ACT, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("administration:destruction_approve", "GET"): (ACT, APPROVER, OF_PROGRAMME),
    ("administration:destruction_approve", "POST"): (ACT, APPROVER, OF_PROGRAMME),
    ("administration:destruction_cancel", "GET"): (ACT, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("administration:destruction_cancel", "POST"): (ACT, "s4434.444", OF_PROGRAMME),
    ("administration:destruction_file", "GET"): (ACT, APPROVER, OF_PROGRAMME),
    ("administration:destruction_file", "POST"): (ACT, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("administration:erasure_ask", "GET"): ([], OWN_PAGE, ""),
    ("administration:erasure_ask", "POST"): ([], OWN_PAGE, ""),
    ("administration:erasure_withdraw", "GET"): (OWN_REQUEST, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("administration:erasure_withdraw", "POST"): (OWN_REQUEST, NOBODY, NOBODY),
    ("home:my_consents", "GET"): ([], OWN_PAGE, ""),
    ("home:my_consents", "POST"): ([], NOBODY, ""),
    ("home:mail_choices", "GET"): ([], OWN_PAGE, ""),
    ("home:mail_choices", "POST"): ([], OWN_PAGE, ""),
    ("home:mail_unsubscribe", "GET"): (["token=mail_choice"], EVERYBODY, EVERYBODY),
    ("home:mail_unsubscribe", "POST"): (["token=mail_choice"], EVERYBODY, EVERYBODY),
    ("home:notice_read", "GET"): ([], NOT_FOR_VISITORS, ""),
    ("home:notice_read", "POST"): ([], NOBODY, ""),
    ("home:notice_version", "GET"): (["version=notice"], EVERYBODY, EVERYBODY),
    ("home:notice_version", "POST"): (["version=notice"], NO_VERB, NO_VERB),
}
for page in ("privacy", "privacy_overdue"):
    TABLE[f"administration:{page}", "GET"] = ([], COORDINATOR, "")
    TABLE[f"administration:{page}", "POST"] = ([], NOT_FOR_VISITORS, "")
for page, row in (
    ("erasure_list", PROGRAMME),
    ("erasure_detail", REQUEST),
    ("retention_list", PROGRAMME),
    ("retention_overdue", PROGRAMME),
    ("notice_list", PROGRAMME),
):
    TABLE[f"administration:{page}", "GET"] = (row, COORDINATOR, COORDINATOR)
    TABLE[f"administration:{page}", "POST"] = (row, NOT_FOR_VISITORS, NOT_FOR_VISITORS)
TABLE |= {
    (f"administration:{page}", verb): (row, COORDINATOR, COORDINATOR)
    for page, row in (
        ("erasure_carry_out", REQUEST),
        ("erasure_refuse", REQUEST),
        ("erasure_note", PERSON),
        ("retention_add", PROGRAMME),
        ("destruction_add", PROGRAMME),
        ("notice_add", PROGRAMME),
        ("wording_add", PROGRAMME),
    )
    for verb in ("GET", "POST")
}
TABLE |= {
    ("administration:opening_list", "GET"): (PROGRAMME, "s3....3.3", "s3....3.3"),
    ("administration:opening_list", "POST"): (PROGRAMME, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("administration:opening_export", "GET"): (PROGRAMME, "s3....333", "s3....333"),
    ("administration:opening_export", "POST"): (PROGRAMME, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
}
