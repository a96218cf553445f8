"""Texts of Django and allauth that the portal shows and whose Latvian, or its plurals, is wrong there.

Never imported: standing here, they are collected with ours and kept in our catalogue, which Django asks
before its own ("5 dienu" or "5 diena" there, "5 dienas" here).
"""

from django.utils.translation import gettext, ngettext, npgettext

N = 0  # the number is filled in where the text is used

ngettext("%(num)d year", "%(num)d years", N)
ngettext("%(num)d month", "%(num)d months", N)
ngettext("%(num)d week", "%(num)d weeks", N)
ngettext("%(num)d day", "%(num)d days", N)
ngettext("%(num)d hour", "%(num)d hours", N)
ngettext("%(num)d minute", "%(num)d minutes", N)
npgettext("naturaltime-past", "%(num)d year", "%(num)d years", N)
npgettext("naturaltime-past", "%(num)d month", "%(num)d months", N)
npgettext("naturaltime-past", "%(num)d week", "%(num)d weeks", N)
npgettext("naturaltime-past", "%(num)d day", "%(num)d days", N)
npgettext("naturaltime-past", "%(num)d hour", "%(num)d hours", N)
npgettext("naturaltime-past", "%(num)d minute", "%(num)d minutes", N)
npgettext("naturaltime-future", "%(num)d year", "%(num)d years", N)
npgettext("naturaltime-future", "%(num)d month", "%(num)d months", N)
npgettext("naturaltime-future", "%(num)d week", "%(num)d weeks", N)
npgettext("naturaltime-future", "%(num)d day", "%(num)d days", N)
npgettext("naturaltime-future", "%(num)d hour", "%(num)d hours", N)
npgettext("naturaltime-future", "%(num)d minute", "%(num)d minutes", N)
ngettext("an hour ago", "%(count)s\u00a0hours ago", N)
ngettext("an hour from now", "%(count)s\u00a0hours from now", N)
ngettext("a minute ago", "%(count)s\u00a0minutes ago", N)
ngettext("a minute from now", "%(count)s\u00a0minutes from now", N)
ngettext("a second ago", "%(count)s\u00a0seconds ago", N)
ngettext("a second from now", "%(count)s\u00a0seconds from now", N)
ngettext("%(size)d byte", "%(size)d bytes", N)
ngettext("%d day", "%d days", N)
ngettext(
    "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
    N,
)
ngettext(
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    N,
)
ngettext(
    "Ensure that there are no more than %(max)s digit in total.",
    "Ensure that there are no more than %(max)s digits in total.",
    N,
)
ngettext(
    "Ensure that there are no more than %(max)s decimal place.",
    "Ensure that there are no more than %(max)s decimal places.",
    N,
)
ngettext(
    "Ensure that there are no more than %(max)s digit before the decimal point.",
    "Ensure that there are no more than %(max)s digits before the decimal point.",
    N,
)
ngettext(
    "Ensure this filename has at most %(max)d character (it has %(length)d).",
    "Ensure this filename has at most %(max)d characters (it has %(length)d).",
    N,
)
ngettext("Please submit at most %(num)d form.", "Please submit at most %(num)d forms.", N)
ngettext("Please submit at least %(num)d form.", "Please submit at least %(num)d forms.", N)
ngettext(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
    N,
)
ngettext(
    "Your password must contain at least %(min_length)d character.",
    "Your password must contain at least %(min_length)d characters.",
    N,
)
ngettext("You have added %(count)s security key.", "You have added %(count)s security keys.", N)
ngettext(
    "There is %(unused_count)s out of %(total_count)s recovery codes available.",
    "There are %(unused_count)s out of %(total_count)s recovery codes available.",
    N,
)

# allauth: its Latvian is not as an official would write
gettext("This account is currently inactive.")
gettext("The email address and/or password you specified are not correct.")
gettext("Please type your current password.")
gettext("Invalid or expired key.")
gettext("Invalid login.")
gettext("The password reset token was invalid.")
gettext("Too many failed login attempts. Try again later.")
gettext("Be patient, you are sending too many requests.")
gettext("Please select only one.")
gettext("You must type the same password each time.")
gettext("You must type the same email each time.")
gettext("Remember Me")
gettext("Email (optional)")
gettext("Current Password")
gettext("New Password (again)")
gettext("Password (again)")
gettext("Email (again)")
gettext("Please reauthenticate to safeguard your account.")
gettext("Confirm Access")
gettext("Email Verification")
gettext("Enter Email Verification Code")
gettext("Enter Password Reset Code")
gettext("Password Reset")
gettext("Sign In")
gettext("Sign Out")
gettext("Are you sure you want to sign out?")
gettext("You have signed out.")
gettext("Successfully signed in as %(name)s.")
gettext("You have confirmed %(email)s.")
gettext("Confirmation email sent to %(email)s.")
gettext("Removed email address %(email)s.")
gettext("A sign-in code has been sent to %(recipient)s.")
gettext("We've sent a code to %(recipient)s. The code expires shortly, so please enter it soon.")
gettext("Send me a sign-in code")
gettext("You will receive a special code for a password-free sign-in.")
gettext("Password successfully changed.")
gettext("Password successfully set.")
gettext("Primary email address set.")
gettext("You cannot remove your primary email address (%(email)s).")
gettext("Your primary email address must be verified.")
gettext("Set Password")
gettext("Reset My Password")
gettext("Bad Token")
gettext("Your password is now changed.")
gettext(
    "Forgotten your password? Enter your email address below, and we'll send you an email allowing you to reset it."
)
gettext("You are already logged in as %(user_display)s.")
gettext("Sign Up Closed")
gettext("We are sorry, but the sign up is currently closed.")
gettext("Two-Factor Authentication")
gettext("Your account is protected by two-factor authentication. Please enter an authenticator code:")
gettext("Enter an authenticator code:")
gettext("Authenticator App")
gettext("Authenticator code")
gettext("Activate Authenticator App")
gettext("Deactivate Authenticator App")
gettext("Authenticator app activated.")
gettext("Authenticator app deactivated.")
gettext("An authenticator app is not active.")
gettext("Authentication using an authenticator app is active.")
gettext("Authenticator secret")
gettext("You can store this secret and use it to reinstall your authenticator app at a later time.")
gettext("Save them  in a secure location now — they won't be shown again.")
gettext("I have saved my recovery codes")
gettext("A new set of recovery codes has been generated.")
gettext("This action will invalidate your existing codes.")
gettext("Are you sure?")
gettext("Key")
gettext("Generate")
gettext("Generate new codes")
