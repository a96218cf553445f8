"""How often a way in may be tried, by allauth's action; "120/m/ip" is 120 a minute from one network.

A school sits behind one address: a class of 30 signs in at once. An e-mail address ("key") is counted by network, from
anywhere, and by a browser that is known (attempts.py): one network never reaches what holds from anywhere. A passkey
is not guessed, so signing in by one is counted by network alone, twice each time: the question and the answer.
"""

SIGN_IN_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "120/m/ip,6/5m/key",
    "login_failed_anywhere": "300/h/key",
    "login_failed_known": "6/5m/key",
    "signup": "60/m/ip",
    "request_login_code": "120/m/ip,3/m/key,10/h/key",
    "request_login_code_anywhere": "60/h/key",
    "request_login_code_known": "3/m/key,20/h/key",
    "reset_password": "60/m/ip",
    "request_password_link": "3/m/key,10/h/key",
    "request_password_link_anywhere": "60/h/key",
    "request_password_link_known": "3/m/key,10/h/key",
    "reauthentication_code": "3/m/user",
    "webauthn_login": "300/m/ip",
}
