"""The one library that the settings make built in."""

from django import template

register = template.Library()
