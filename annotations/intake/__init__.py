"""Taking in data sets that were made elsewhere: our own releases, and exports of other programs.

One import is one transaction: it stands completely or not at all. What people said stands by accounts that nobody
can sign in to, under the ledger's verb `imported`, signed by who brought it in.
"""

from annotations.intake.foreign import Taken as Taken
from annotations.intake.foreign import import_foreign as import_foreign
from annotations.intake.looking import look_at_release as look_at_release
from annotations.intake.native import Counted as Counted
from annotations.intake.native import import_release as import_release
