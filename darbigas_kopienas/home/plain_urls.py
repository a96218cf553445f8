"""Addresses without a language: for machines, and the bare domain."""

from django.urls import path

from darbigas_kopienas.home import bare_domain, mail_reports

urlpatterns = [
    path("", bare_domain.front_door, name="front_door"),
    path("mail-reports", mail_reports.mail_reports, name="mail_reports"),
    path("robots.txt", bare_domain.robots, name="robots"),
]
