"""Texts of Django and allauth that the portal shows and whose Latvian plurals are wrong there.

Never imported: standing here, they are collected with ours and kept in our catalogue, which Django asks
before its own ("5 dienu" or "5 diena" there, "5 dienas" here).
"""

from django.utils.translation import ngettext, npgettext

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
