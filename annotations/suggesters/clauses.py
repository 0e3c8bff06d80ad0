"""Flat attributions read off a parse: wide cues with the clause, infinitive, object or phrase that hangs on them."""

from collections.abc import Sequence
from dataclasses import replace

from annotations.domain.records import Span
from annotations.suggesters import words
from annotations.suggesters.found import Found, trimmed, without
from annotations.suggesters.parsing import Parse, Range, reaches
from annotations.suggesters.tokens import Token
from annotations.suggesters.wide_forms import WIDE_FORMS, Wide
from annotations.suggesters.words import listed

_HELPERS = frozenset(["aux", "auxpass", "neg", "advmod"])
_SUBJECTS = frozenset(["nsubj", "nsubjpass"])
_OBJECTS = frozenset(["dobj", "oprd", "dative", "prep", "xcomp", "ccomp", "acomp", "attr", "advcl"])
_PREPOSITIONS = listed("about of on for against to with over as upon at into from")
_NOBODY = listed("it this that there these those what which everything nothing something")
_SPEAKERS = (
    words.ROLE_NOUNS | words.PLURAL_PEOPLE | words.DOCUMENT_NOUNS | words.ORGANISATION_NOUNS | words.OUTLET_NOUNS
    | words.PERSON_NOUNS | words.GROUP_NOUNS
    | listed("campaign campaigns poll polls study studies survey surveys americans people majority everyone")
)  # fmt: skip


class Clauses:
    """One sentence with its parse; words at the indexes `quoted` stand in somebody's quotation and are passed over."""

    def __init__(
        self, text: str, line: Sequence[Token], parse: Parse, quoted: frozenset[int] = frozenset()
    ) -> None:
        self.text, self.line, self.parse, self.quoted = text, line, parse, quoted
        self.reach = reaches(parse)

    def clipped(self, found: Found) -> Found:
        """An attribution of the frames, its content to the right of the cue ended where the verb's own words end."""
        verb = self._verb_of(found)
        if verb is None:
            return found
        last = self.line[-1].end
        further = [c for c in self.parse.children[verb] if c > verb and self.parse.relations[c] in _OBJECTS]
        told = [c for c in further if self.parse.relations[c] in ("ccomp", "xcomp", "dobj")]
        if not told:
            return found
        end = self.line[max(self.reach[c][1] for c in self._further(verb) or told) - 1].end
        kept = [
            (start, stop if start < found.cue[1] or stop > last else min(stop, end))
            for start, stop in found.content
            if start < max(end, found.cue[1]) or stop > last
        ]
        return replace(found, content=trimmed(self.text, kept) or found.content)

    def spoken_by(self, found: Found) -> Found:
        """An attribution of the frames with the parse's subject, where it stands beside the cue or the cue has none."""
        verb = self._verb_of(found)
        if verb is None or found.source is None or "passive" in found.rule or "said X" in found.rule:
            return found
        own = [c for c in self.parse.children[verb] if self.parse.relations[c] == "nsubj"]
        subject = (
            self._plain(own[0]) if own else self.subject(verb) if self.parse.tags[verb] == "VBG" else None
        )
        if subject is None or not self.can_speak(subject):
            return found
        source = self.span(subject)
        between = (
            self.text[source[1] : found.cue[0]]
            if source[1] <= found.cue[0]
            else self.text[found.cue[1] : source[0]]
        )
        if own and between.strip(" ,"):
            return found
        return replace(found, source=trimmed(self.text, [source])[0])

    def _verb_of(self, found: Found) -> int | None:
        """The last verb of a cue."""
        within = (k for k, token in enumerate(self.line) if found.cue[0] <= token.start < found.cue[1])
        return max((k for k in within if self.parse.tags[k].startswith("V")), default=None)

    def verb(self, k: int) -> list[Found]:
        """The attribution whose cue is the verb at `k`."""
        if not self.parse.tags[k].startswith("V"):
            return []
        wide = self._form(k)
        if wide is None:
            return []
        passive = any(self.parse.relations[c] in ("nsubjpass", "auxpass") for c in self.parse.children[k])
        if passive or (self.parse.tags[k] == "VBN" and self.child(k, "agent") is not None):
            return self._passive(k, wide)
        subject = self.subject(k)
        if subject is None or not ("h" in wide.letters or self.can_speak(subject, wide)):
            return []
        for frame in (self._clause, self._aside, self._infinitive, self._phrase, self._object):
            content = frame(k, wide)
            if content is not None and ("h" in wide.letters or self._is_asked(k)):
                first = subject[0] if "h" in wide.letters else content[0]
                return self.made(k, None, (first, content[1]), f"{wide.lemma}: wide, nobody named")
            if content is not None:
                return self.made(k, subject, content, f"{wide.lemma}: wide {frame.__name__[1:]}")
        return []

    def _is_asked(self, k: int) -> bool:
        """ "Asked whether …, she said": who asks is not told."""
        own = any(self.parse.relations[c] in _SUBJECTS for c in self.parse.children[k])
        return self.parse.tags[k] == "VBN" and not own and self.parse.relations[k] == "advcl"

    def _form(self, k: int) -> Wide | None:
        following = self.line[k + 1].low if k + 1 < len(self.line) else ""
        forms = WIDE_FORMS.get(self.line[k].low, ())
        return next((form for form in forms if form.particle in ("", following)), None)

    def _clause(self, k: int, wide: Wide) -> Range | None:
        child = self.child(k, "ccomp")
        return self.reach[child] if "c" in wide.letters and child is not None else None

    def _aside(self, k: int, wide: Wide) -> Range | None:
        """ "…, he says, …": the sentence around the clause of the cue."""
        apart = self.parse.relations[k] == "parataxis" or (
            self.parse.relations[k] in ("advcl", "ccomp")
            and self.line[max(self.reach[k][0] - 1, 0)].low in (",", "as")
        )
        return (0, len(self.line)) if "c" in wide.letters and apart and not self._further(k) else None

    def _infinitive(self, k: int, wide: Wide) -> Range | None:
        child = self.child(k, "xcomp")
        if child is None or not set(wide.letters) & {"i", "o"}:
            return None
        first = self.child(k, "dobj") if "o" in wide.letters else None
        return (self.reach[child if first is None else first][0], self.reach[child][1])

    def _phrase(self, k: int, wide: Wide) -> Range | None:
        if "p" not in wide.letters:
            return None
        for child in self.parse.children[k]:
            if self.parse.relations[child] == "prep" and child > k and self.line[child].low in _PREPOSITIONS:
                first, last = self.reach[child]
                following = self.line[first + 1].low if first + 1 < len(self.line) else ""
                return (first + 1, last) if last > first + 1 and following not in words.TIMES else None
        return None

    def _object(self, k: int, wide: Wide) -> Range | None:
        if "n" not in wide.letters:
            return None
        further = self._further(k)
        if wide.particle and not further:
            return None
        direct = [c for c in further if self.parse.relations[c] in ("dobj", "xcomp", "ccomp", "oprd")]
        if not direct and not wide.particle:
            return None
        return self.reach[further[0]][0], max(self.reach[c][1] for c in further)

    def _further(self, k: int) -> list[int]:
        """What hangs on a verb to its right, up to a comma."""
        found: list[int] = []
        for child in self.parse.children[k]:
            if child > k and self.parse.relations[child] in _OBJECTS:
                if found and self.line[self.reach[child][0] - 1].text == ",":
                    break
                found.append(child)
        return found

    def _passive(self, k: int, wide: Wide) -> list[Found]:
        """ "X is praised by Y": Y's; "X is expected to …": somebody's."""
        subject = next((c for c in self.parse.children[k] if self.parse.relations[c] == "nsubjpass"), None)
        agent = self.child(k, "agent")
        holder = next(iter(self.parse.children[agent]), None) if agent is not None else None
        told = self.child(k, "xcomp") if self.child(k, "xcomp") is not None else self.child(k, "ccomp")
        if subject is None and holder is None:
            return []
        if holder is not None and (subject is not None or self.parse.relations[k] == "acl"):
            content = self.reach[subject] if subject is not None else self._before_clause(k)
            return self.made(k, self.reach[holder], content, f"{wide.lemma}: wide passive with agent")
        if subject is None or told is None or not set(wide.letters) & {"c", "i"}:
            return []
        content = (self.reach[subject][0], self.reach[told][1])
        return self.made(k, None, content, f"{wide.lemma}: wide passive without agent")

    def subject(self, k: int) -> Range | None:
        """The words of whom a verb speaks; of the verb it hangs on where it has none of its own."""
        verb = k
        for _ in range(4):
            own = next(
                (c for c in self.parse.children[verb] if self.parse.relations[c] in _SUBJECTS and c < verb),
                None,
            )
            own = own if own is not None else self.child(verb, "nsubj")
            head, relation = self.parse.heads[verb], self.parse.relations[verb]
            if own is not None:
                return self._plain(own)
            if relation in ("relcl", "acl"):
                return self._before_clause(verb)
            if relation not in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "dep") or head < 0:
                return None
            if relation == "pcomp":
                head = self.parse.heads[head]
                if head < 0:
                    return None
            verb = head
        return None

    def _plain(self, noun: int) -> Range:
        """A noun phrase without the relative clause that follows its comma."""
        first, last = self.reach[noun]
        for child in self.parse.children[noun]:
            begin = self.reach[child][0]
            if (
                self.parse.relations[child] == "relcl"
                and self.line[begin - 1].text == ","
                and begin - 1 > noun
            ):
                last = min(last, begin - 1)
        return first, last

    def _before_clause(self, verb: int) -> Range:
        """The noun phrase that a relative clause or participle belongs to, without it."""
        noun = self.parse.heads[verb]
        first, last = self.reach[noun][0], min(self.reach[verb][0], self.reach[noun][1])
        return (first, last) if last > first else (noun, noun + 1)

    def can_speak(self, phrase: Range, wide: Wide | None = None) -> bool:
        """Whether a phrase can be somebody: a name, a person's pronoun, a role, a body, a document."""
        part = self.line[phrase[0] : phrase[1]]
        if not part or (len(part) == 1 and part[0].low in _NOBODY):
            return False
        if len(part) == 1 and part[0].low in words.RELATIVES:
            return part[0].low != "which"
        if wide is not None and "c" in wide.letters and part[0].low not in _NOBODY:
            return True
        named = any(token.capital and k > 0 for k, token in enumerate(part, phrase[0]))
        tagged = any(self.parse.tags[k].startswith("NNP") for k in range(*phrase))
        return named or tagged or any(token.low in _SPEAKERS or token.low in words.PRONOUNS for token in part)

    def child(self, k: int, relation: str) -> int | None:
        """The first word that hangs on another by a relation."""
        return next((c for c in self.parse.children[k] if self.parse.relations[c] == relation), None)

    def made(
        self, k: int, source: Range | None, content: Range, rule: str, *, first: int | None = None
    ) -> list[Found]:
        """The attribution, with source and cue taken out of its content."""
        start = k if first is None else first
        while (
            start > 0
            and self.parse.relations[start - 1] in _HELPERS
            and self.parse.heads[start - 1] in (k, start)
        ):
            start -= 1
        end = k + 1
        while end < content[0] and end < k + 3 and self.line[end].kind == "word":
            end += 1
        cue = self.span((start, end if end == content[0] else k + 1))
        holes = [cue, *([self.span(source)] if source else [])]
        spans = trimmed(self.text, without(self.span(content), holes))
        if not spans:
            return []
        whole = trimmed(self.text, [self.span(source)]) if source else ()
        return [Found(rule, whole[0] if whole else None, cue, spans, agentless=source is None)]

    def span(self, part: Range) -> Span:
        """Code points of a range of words."""
        return self.line[part[0]].start, self.line[part[1] - 1].end
