"""Who is named in a comment: @username, as people write it in the middle of a sentence."""

import re

_MENTION = re.compile(r"(?<![\w@.+-])@([A-Za-z0-9_.@+-]{1,150})")


def mentioned(text: str) -> tuple[str, ...]:
    """The usernames that a text names, each once and in order, as written; a stop behind one is none of it.

    Whether there is such a person is not asked here. `ada@example.org` names nobody.
    """
    found = (match[1].rstrip(".@+-") for match in _MENTION.finditer(text))
    return tuple(dict.fromkeys(name for name in found if name))
