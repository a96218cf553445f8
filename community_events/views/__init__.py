from .changing import event_cancel, event_hold, event_move_online, event_postpone, event_publish
from .reading import event_detail, event_export, event_list
from .writing import event_add, event_edit

__all__ = [
    "event_add",
    "event_cancel",
    "event_detail",
    "event_edit",
    "event_export",
    "event_hold",
    "event_list",
    "event_move_online",
    "event_postpone",
    "event_publish",
]
