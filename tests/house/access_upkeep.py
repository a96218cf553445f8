"""How the portal fares: whoever runs a programme, and whoever keeps the machine."""

TABLE: dict[tuple[str, str], tuple[list[str], str, str]] = {
    ("administration:state", "GET"): ([], "s3333.33.", ""),
    ("administration:state", "POST"): ([], "s55555555", ""),
}
