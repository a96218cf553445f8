"""What the events of a span come to: plain frozen figures for the page, the report and the open data alike.

An event belongs to the span by the local day it was held. A deviation belongs to it by the day it was to happen.
"""

from .figures import CommunityEventFigures, figures
from .lines import DeviationLine, EventLine, PhotoLine, unique_of

__all__ = ["CommunityEventFigures", "DeviationLine", "EventLine", "PhotoLine", "figures", "unique_of"]
