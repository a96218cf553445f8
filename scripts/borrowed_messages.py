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

# more of both that people meet in forms and letters: addressed formally, one word for signing in
gettext("This field is required.")
gettext("Select a valid choice. %(value)s is not one of the available choices.")
gettext("Select a valid choice. That choice is not one of the available choices.")
gettext("Ensure this value is greater than or equal to %(limit_value)s.")
gettext("Ensure this value is less than or equal to %(limit_value)s.")
gettext("Enter a valid URL.")
gettext("Enter a valid email address.")
gettext("Enter a whole number.")
gettext("Enter a number.")
gettext("Enter a valid date.")
gettext("Enter a valid time.")
gettext("Enter a valid value.")
gettext("No file was submitted.")
gettext("This password is too common.")
gettext("The password is too similar to the %(verbose_name)s.")
gettext("Your password can’t be a commonly used password.")
gettext("Your password can’t be too similar to your other personal information.")
gettext("Your password can’t be entirely numeric.")
gettext("Already have an account? Then please %(link)ssign in%(end_link)s.")
gettext("Please contact us if you have any trouble resetting your password.")
gettext("The following email addresses are associated with your account:")
gettext("Primary")
gettext("Make Primary")
gettext("Re-send Verification")
gettext("Enter Sign-In Code")
gettext("Sign-In Code")
gettext("Other sign-in options")
gettext("Your sign-in code is listed below. Please enter it in your open browser window.")
gettext("Your email verification code is listed below. Please enter it in your open browser window.")
gettext("Your password reset code is listed below. Please enter it in your open browser window.")
gettext("This mail can be safely ignored if you did not initiate this action.")
gettext("You are receiving this mail because the following change was made to your account:")
gettext(
    "If you do not recognize this change then please take proper security precautions immediately. The "
    "change to your account originates from:\n\n- IP address: %(ip)s\n- Browser: %(user_agent)s\n- Date: "
    "%(timestamp)s"
)
gettext("Password Reset Email")
gettext("Password Reset Code")
gettext("Account Already Exists")
gettext("Unknown Account")
gettext(
    "You are receiving this email because you or someone else tried to signup for an\naccount using email "
    "address:\n\n%(email)s\n\nHowever, an account using that email address already exists.  In case you "
    "have\nforgotten about this, please use the password forgotten procedure to recover\nyour "
    "account:\n\n%(password_reset_url)s"
)
gettext(
    "You are receiving this email because you, or someone else, tried to access an account with email "
    "%(email)s. However, we do not have any record of such an account in our database."
)
gettext("If it was you, you can sign up for an account using the link below.")
gettext(
    "You're receiving this email because you or someone else has requested a password reset for your "
    "user account.\nIt can be safely ignored if you did not request a password reset. Click the link "
    "below to reset your password."
)
gettext(
    "You're receiving this email because user %(user_display)s has given your email address to register "
    "an account on %(site_domain)s."
)
gettext("Please Confirm Your Email Address")
gettext("To confirm this is correct, go to %(activate_url)s")
gettext(
    'This email confirmation link expired or is invalid. Please <a href="%(email_url)s">issue a new '
    "email confirmation request</a>."
)
gettext(
    "The password reset link was invalid, possibly because it has already been used.  Please request a "
    '<a href="%(passwd_reset_url)s">new password reset</a>.'
)
gettext(
    "We have sent you an email. If you have not received it please check your spam folder. Otherwise "
    "contact us if you do not receive it in a few minutes."
)
gettext(
    "We have sent an email to you for verification. Follow the link provided to finalize the signup "
    "process. If you do not see the verification email in your main inbox, check your spam folder. "
    "Please contact us if you do not receive the verification email within a few minutes."
)
gettext(
    "We have sent an email to you for\nverification. Please click on the link inside that email. If you "
    "do not see the verification email in your main inbox, check your spam folder. Otherwise\ncontact us "
    "if you do not receive it within a few minutes."
)
gettext(
    "This part of the site requires us to verify that\nyou are who you claim to be. For this purpose, we "
    "require that you\nverify ownership of your email address. "
)
gettext(
    "To protect your account with two-factor authentication, scan the QR code below with your "
    "authenticator app. Then, input the verification code generated by the app below."
)
gettext("You cannot activate two-factor authentication until you have verified your email address.")
gettext("You cannot add an email address to an account protected by two-factor authentication.")
gettext("You cannot deactivate two-factor authentication.")
gettext("You cannot generate recovery codes without having two-factor authentication enabled.")
gettext("You cannot remove your primary email address.")
gettext("No recovery codes set up.")
gettext("You are about to generate a new set of recovery codes for your account.")
gettext("You are about to deactivate authenticator app based authentication. Are you sure?")
gettext("Do you really want to remove the selected email address?")
gettext("Authenticator App Activated")
gettext("Authenticator App Deactivated")
gettext("New Recovery Codes Generated")
gettext("A new set of Two-Factor Authentication recovery codes has been generated.")
gettext("Use authenticator app or code")
gettext("Use your password")
gettext("Your email has been confirmed.")
gettext("Your password has been changed.")
gettext("Your password has been reset.")
gettext("Your password has been set.")
gettext("Your email has been changed from %(from_email)s to %(to_email)s.")
gettext("Email address %(deleted_email)s has been removed from your account.")
gettext(
    "You currently do not have any email address set up. You should really add an email address so you "
    "can receive notifications, reset your password, etc."
)
gettext("Email Changed")
gettext("Email Removed")
gettext("Email Confirmation")
gettext('Please confirm that <a href="mailto:%(email)s">%(email)s</a> is an email address for user %(user_display)s.')
gettext("Unable to confirm %(email)s because it is already confirmed by a different account.")
