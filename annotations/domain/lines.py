"""Where the layout of a text ends a sentence, whatever its punctuation says.

Line breaks, list items, drawn rules, credits, datelines, the head of a quoted mail, a smiley or an address
before a capital letter. A single line break inside a text that was wrapped to a fixed width ends nothing.
"""

import re
from collections.abc import Iterator

_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
_BULLETS = "•▪●‣⁃★◦"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_GAP = r"[ \t\xa0]{1,3}"

# One class of first characters lets the engine skip everything else at the speed of a table look-up; each
# branch then looks back at the character that was taken. Groups: 1 = line break, 2 = cut before, 3 = cut
# before and after; without a group the cut comes after.
_SEAM = re.compile(
    rf"""[{_BREAKS}{_BULLETS}:;<=_*~#-]
    (?: (?<=[{_BREAKS}])(\s*+)
      | (?<=[{_BULLETS}])()
      | (?<=----)-*+() | (?<=====)=*+() | (?<=____)_*+() | (?<=\*\*\*)\**+() | (?<=~~~~)~*+() | (?<=\#\#\#\#)\#*+()
    )""",
    re.VERBOSE,
)
