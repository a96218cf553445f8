"""Taking a place: who may register, and what a signed address opens to whoever holds it (it is the key itself)."""

HOLDER, NO_VERB = ".........", "555555555"

TABLE: dict[tuple[str, str], tuple[list[str], str, str]] = {
    ("participation:register", "GET"): (["pk=taking_part"], "44..4.4.4", "4444..4.4"),
    ("participation:register", "POST"): (["pk=taking_part"], "44..4.4.4", "4444..4.4"),
    ("participation:register_received", "GET"): (["pk=taking_part"], "44..4.4.4", "4444..4.4"),
    ("participation:register_received", "POST"): (["pk=taking_part"], NO_VERB, NO_VERB),
    ("participation:register_resend", "GET"): (["pk=taking_part"], NO_VERB, NO_VERB),
    ("participation:register_resend", "POST"): (["pk=taking_part"], "44..4.4.4", "4444..4.4"),
    ("participation:register_correct", "GET"): (["pk=taking_part"], "44..4.4.4", "4444..4.4"),
    ("participation:register_correct", "POST"): (["pk=taking_part"], "44..4.4.4", "4444..4.4"),
    ("participation:place_find", "GET"): ([], HOLDER, ""),
    ("participation:place_find", "POST"): ([], HOLDER, ""),
    ("participation:place_detail", "GET"): (["token=place"], HOLDER, HOLDER),
    ("participation:place_detail", "POST"): (["token=place"], NO_VERB, NO_VERB),
    ("participation:place_accept", "GET"): (["token=place"], NO_VERB, NO_VERB),
    ("participation:place_accept", "POST"): (["token=place"], HOLDER, HOLDER),
    ("participation:place_change", "GET"): (["token=place"], HOLDER, HOLDER),
    ("participation:place_change", "POST"): (["token=place"], HOLDER, HOLDER),
    ("participation:place_address", "GET"): (["token=place"], HOLDER, HOLDER),
    ("participation:place_address", "POST"): (["token=place"], HOLDER, HOLDER),
    ("participation:address_confirm", "GET"): (["token=new_address"], HOLDER, HOLDER),
    ("participation:address_confirm", "POST"): (["token=new_address"], HOLDER, HOLDER),
    ("participation:place_cancel", "GET"): (["token=place"], HOLDER, HOLDER),
    ("participation:place_cancel", "POST"): (["token=place"], HOLDER, HOLDER),
    ("participation:place_verify", "GET"): (["token=mailed"], HOLDER, HOLDER),
    ("participation:place_verify", "POST"): (["token=mailed"], HOLDER, HOLDER),
}
