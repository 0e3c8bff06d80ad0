"""What machines suggest about claims. One file a suggester; the registry names them in the order they run."""

from collections.abc import Iterable
from typing import Protocol

from annotations.domain.records import Context, Proposal
from annotations.suggesters.attribution import AttributionChains
from annotations.suggesters.check_worthiness import CheckWorthinessRules
from annotations.suggesters.language import refusal
from annotations.suggesters.roles import RolesByDivision

__all__ = ["SUGGESTERS", "Suggester", "refusal"]


class Suggester(Protocol):
    """Proposes values for claims of one article. `version` changes whenever the same article may get other words."""

    name: str
    version: str

    def propose(self, context: Context) -> Iterable[Proposal]:
        """Proposals about the article's claims, in any order; the same context gives the same proposals."""
        ...


SUGGESTERS: tuple[Suggester, ...] = (AttributionChains(), CheckWorthinessRules(), RolesByDivision())
