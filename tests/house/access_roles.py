"""Invitations to a role: who sends them, and what the link shows to whom."""

NOT_FOR_VISITORS = "s55555555"
INVITE, ROW = "s3.3..333", ["pk=role_invitation"]
MANAGE, MANAGE_FOREIGN = "s4.44.444", "s444..444"
# whoever holds the link sees what is offered, but for who is signed in with another address; a POST without its button
# is not found
BY_LINK, LINK, LINK_POST = ["token=role_link"], ".33333333", "433333333"

TABLE: dict[tuple[str, str], tuple[list[str], str, str]] = {
    ("administration:role_invite", "GET"): ([], INVITE, ""),
    ("administration:role_invite", "POST"): ([], INVITE, ""),
    ("administration:role_invitation_send_again", "GET"): (ROW, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("administration:role_invitation_send_again", "POST"): (ROW, MANAGE, MANAGE_FOREIGN),
    ("administration:role_invitation_withdraw", "GET"): (ROW, NOT_FOR_VISITORS, NOT_FOR_VISITORS),
    ("administration:role_invitation_withdraw", "POST"): (ROW, MANAGE, MANAGE_FOREIGN),
    ("administration:role_invitation", "GET"): (BY_LINK, LINK, LINK),
    ("administration:role_invitation", "POST"): (BY_LINK, LINK_POST, LINK_POST),
}
