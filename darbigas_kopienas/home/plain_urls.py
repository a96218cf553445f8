"""Addresses without a language: for machines, and the bare domain."""

from django.urls import path

from darbigas_kopienas.home import health, mail_reports

urlpatterns = [
    path("", health.front_door, name="front_door"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("mail-reports", mail_reports.mail_reports, name="mail_reports"),
    path("robots.txt", health.robots, name="robots"),
]
