from .event_form import event_add, event_edit
from .lifecycle import (
    event_cancel,
    event_mark_held,
    event_move_online,
    event_postpone,
    event_publish,
    event_set_back,
)
from .lists import event_detail, event_export, event_list

__all__ = [
    "event_add",
    "event_cancel",
    "event_detail",
    "event_edit",
    "event_export",
    "event_list",
    "event_mark_held",
    "event_move_online",
    "event_postpone",
    "event_publish",
    "event_set_back",
]
