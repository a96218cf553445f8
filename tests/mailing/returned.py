"""What servers send when an e-mail does not arrive, in the forms of the common ones; every address is invented."""

from base64 import b64encode

MESSAGE_ID = "0123456789abcdef0123456789abcdef"
TO = "anna@skola.example"


def _message(text: str) -> bytes:
    return text.lstrip("\n").replace("\n", "\r\n").encode()


def by_postfix(message_id: str = MESSAGE_ID, to: str = TO, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    return _message(f"""
Return-Path: <>
From: MAILER-DAEMON@mx.skola.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: returned@portal.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4F1C2.1764/mx.skola.example"

--4F1C2.1764/mx.skola.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.skola.example.

<{to}>: host mail.skola.example[192.0.2.7] said: 550 5.1.1
    <{to}>: Recipient address rejected: User unknown in virtual mailbox table

--4F1C2.1764/mx.skola.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.skola.example
X-Postfix-Queue-ID: 4F1C2
Arrival-Date: Mon, 30 Nov 2026 10:00:00 +0200 (EET)

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.skola.example

--4F1C2.1764/mx.skola.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <returned@portal.example>
Message-ID: <{message_id}@portal.example>
Subject: Apliecība
From: portals@portal.example

--4F1C2.1764/mx.skola.example--
""")


def by_exchange(message_id: str = MESSAGE_ID, to: str = TO) -> bytes:
    """Its own status says little; the e-mail that came back is in base64."""
    original = b64encode(f"Message-ID:\r\n <{message_id}@portal.example>\r\nSubject: x\r\n".encode()).decode()
    return _message(f"""
From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@skola.example>
To: <returned@portal.example>
Subject: Undeliverable: x
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="_000_"

--_000_
Content-Type: multipart/alternative; boundary="_001_"

--_001_
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

{b64encode("Vēstule netika piegādāta.".encode()).decode()}

--_001_
Content-Type: text/html; charset="utf-8"

<p>Delivery has failed to these recipients or groups: {to}</p>

--_001_--

--_000_
Content-Type: message/delivery-status

Reporting-MTA: dns;EX01.skola.example

Final-Recipient: rfc822;{to.upper()}
Action: failed
Status: 5.0.0
Diagnostic-Code: smtp;554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException

--_000_
Content-Type: text/plain
Content-Transfer-Encoding: base64

{original}

--_000_--
""")


def by_gmail(message_id: str = MESSAGE_ID, to: str = TO) -> bytes:
    return _message(f"""
From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>
To: returned@portal.example
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (Failure)
References: <{message_id}@portal.example>
In-Reply-To: <{message_id}@portal.example>
MIME-Version: 1.0
Content-Type: multipart/report; boundary="0000000000"; report-type=delivery-status

--0000000000
Content-Type: text/plain; charset="UTF-8"

** Address not found **

--0000000000
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.example
Received-From-MTA: dns; returned@portal.example
Arrival-Date: Mon, 30 Nov 2026 01:00:00 -0800 (PST)

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.7.1 (refused)
Last-Attempt-Date: Mon, 30 Nov 2026 01:00:01 -0800 (PST)

--0000000000
Content-Type: message/rfc822

From: portals@portal.example
To: {to}
Message-ID: <{message_id}@portal.example>

Sveiki!

--0000000000--
""")


def by_qmail(message_id: str = MESSAGE_ID, to: str = TO, *, words: str = "no mailbox here (#5.1.1)") -> bytes:
    """To no standard: words alone."""
    return _message(f"""
From: MAILER-DAEMON@vecs.example
To: returned@portal.example
Subject: failure notice

Hi. This is the qmail-send program at vecs.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{to}>:
Sorry, {words}

--- Below this line is a copy of the message.

Message-ID: <{message_id}@portal.example>
Subject: x

Sveiki!
""")


def out_of_office(message_id: str = MESSAGE_ID, to: str = TO) -> bytes:
    return _message(f"""
From: {to}
To: returned@portal.example
Subject: Automatic reply: x
Auto-Submitted: auto-replied
In-Reply-To: <{message_id}@portal.example>

I am away until Monday.
""")
