"""The link by which an auditor reads submitted reports: made by the programme's coordinator, read by whoever has it."""

NO_VERB = "555555555"
NOT_FOR_VISITORS = "s55555555"
MAKE, ONE = "s3333.333", "s4444.444"
LINK, READER = ["pk=shared_link"], "........."
REPORT = ["token=shared_token", "code=shared_code"]

TABLE: dict[tuple[str, str], tuple[list[str], str, str]] = {
    ("reports:shared_link_list", "GET"): ([], MAKE, ""),
    ("reports:shared_link_list", "POST"): ([], NOT_FOR_VISITORS, ""),
    ("reports:shared_link_make", "GET"): ([], MAKE, ""),
    ("reports:shared_link_make", "POST"): ([], MAKE, ""),
    ("reports:shared_link_detail", "GET"): (LINK, ONE, ONE),
    ("reports:shared_link_detail", "POST"): (LINK, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("reports:shared_link_end", "GET"): (LINK, ONE, ONE),
    ("reports:shared_link_end", "POST"): (LINK, ONE, ONE),
}
for page, names in (
    ("shared_reports", ["token=shared_token"]),
    ("shared_report", REPORT),
    ("shared_figure", [*REPORT, "figure_code=B1"]),
    ("shared_file", [*REPORT, "language=lv", "format=pdf"]),
    ("shared_document", [*REPORT, "pk=shared_document"]),
):
    TABLE |= {
        (f"reports:{page}", "GET"): (names, READER, READER),
        (f"reports:{page}", "POST"): (names, NO_VERB, NO_VERB),
    }
