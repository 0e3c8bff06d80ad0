"""Learning from the desk: what settled answers teach, which version suggests, and suggesters that fall silent."""

from annotations.train.rules import (
    Rules,
    change_rules,
    rules_of,
    switch_on,
    watch,
    watch_floors,
)
from annotations.train.verbs import (
    activate,
    give_up,
    request,
    request_by_night,
    return_to_shipped,
    run,
)

__all__ = [
    "Rules",
    "activate",
    "change_rules",
    "give_up",
    "request",
    "request_by_night",
    "return_to_shipped",
    "rules_of",
    "run",
    "switch_on",
    "watch",
    "watch_floors",
]
