"""Data sets of other annotation programs: what their files hold, and what of it has a word here.

`read` takes files apart and says in which unit offsets count; `mapping` finds our words for theirs. Nothing is
stored here, and nothing is left out: what has no word of ours stays as it came.
"""

from annotations.readers.foreign.preview import Preview as Preview
from annotations.readers.foreign.preview import preview as preview
from annotations.readers.foreign.reading import FORMATS as FORMATS
from annotations.readers.foreign.reading import read as read
from annotations.readers.foreign.records import Answer as Answer
from annotations.readers.foreign.records import Dataset as Dataset
from annotations.readers.foreign.records import Item as Item
from annotations.readers.foreign.records import Region as Region
from annotations.readers.foreign.records import Relation as Relation
from annotations.readers.foreign.units import UNITS as UNITS
from annotations.readers.foreign.units import UnitUnknown as UnitUnknown
