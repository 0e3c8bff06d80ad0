"""shapes.ttl: SHACL shapes that every linked-data file of a data set satisfies."""

from collections.abc import Iterable

from annotations.domain.terms import Term
from annotations.domain.vocabulary import (
    CheckWorthiness,
    ClaimRole,
    ClaimState,
    Fidelity,
    Identification,
    Mention,
    QuoteType,
    RecordStatus,
    SourceKind,
    Stance,
)
from annotations.writers.folder import Folder
from annotations.writers.linked import TERMS

NAME = "shapes.ttl"


def put_shapes(folder: Folder) -> None:
    """Put the shapes into the folder, once however many formats ask for them."""
    if not folder.has(NAME):
        folder.put(NAME, shapes().encode())


def shapes() -> str:
    """The shapes in Turtle, made from the vocabulary."""
    return PREFIXES + ANNOTATION + SELECTORS + REVIEW + _words_of_links() + _words_of_bodies()


def _words(terms: Iterable[Term]) -> str:
    return " ".join(f'"{term.value}"' for term in terms)


def _words_of_links() -> str:
    """Each word of a link is one of the vocabulary's."""
    kinds: tuple[tuple[str, type[Term]], ...] = (
        ("quote_type", QuoteType),
        ("identification", Identification),
        ("record", RecordStatus),
        ("mention", Mention),
        ("fidelity", Fidelity),
        ("state", ClaimState),
        ("stance", Stance),
    )
    shapes = (
        f"fc:{name}Shape a sh:NodeShape ; sh:targetSubjectsOf fc:{name} ;\n"
        f"    sh:property [ sh:path fc:{name} ; sh:maxCount 1 ; sh:in ( {_words(terms)} ) ] .\n"
        for name, terms in kinds
    )
    named = (
        "fc:SourceShape a sh:NodeShape ; sh:targetSubjectsOf fc:named ;\n"
        f"    sh:property [ sh:path fc:kind ; sh:minCount 1 ; sh:in ( {_words(SourceKind)} ) ] .\n"
    )
    return "".join(shapes) + named


def _words_of_bodies() -> str:
    """A body that holds a word holds one that its field knows."""
    known: tuple[tuple[str, type[Term]], ...] = (("role", ClaimRole), ("check_worthiness", CheckWorthiness))
    choices = "".join(
        f'    [ sh:property [ sh:path fc:field ; sh:hasValue "{name}" ] ,\n'
        f"        [ sh:path rdf:value ; sh:in ( {_words(terms)} ) ] ]\n"
        for name, terms in known
    )
    others = " ".join(
        f'"{name}"' for name in ("verification", "priority", "basis", "as_of", "revisit_on", "chain")
    )
    return (
        "fc:BodyShape a sh:NodeShape ; sh:targetClass oa:TextualBody ;\n"
        "    sh:property [ sh:path rdf:value ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ] ,\n"
        "        [ sh:path fc:field ; sh:minCount 1 ; sh:maxCount 1 ] ;\n"
        f"    sh:or (\n{choices}"
        f"    [ sh:property [ sh:path fc:field ; sh:in ( {others} ) ] ] ) .\n"
    )


PREFIXES = f"""\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix as: <http://www.w3.org/ns/activitystreams#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix fc: <{TERMS}> .

"""
ANNOTATION = """\
fc:AnnotationShape a sh:NodeShape ; sh:targetClass oa:Annotation ;
    sh:nodeKind sh:IRI ;
    sh:property [ sh:path oa:hasTarget ; sh:minCount 1 ; sh:maxCount 1 ; sh:node fc:TargetShape ] ,
        [ sh:path oa:motivatedBy ; sh:minCount 1 ; sh:in ( oa:assessing oa:classifying oa:linking ) ] ,
        [ sh:path fc:claim ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path fc:kind ; sh:minCount 1 ; sh:maxCount 1 ;
            sh:in ( "open" "single" "unanimous" "adjudicated" "review" "adjudication" "evidence" "suggestion" ) ] ,
        [ sh:path dcterms:created ; sh:maxCount 1 ; sh:datatype xsd:dateTime ] ;
    sh:or ( [ sh:property [ sh:path dcterms:creator ; sh:minCount 1 ] ]
            [ sh:property [ sh:path as:generator ; sh:minCount 1 ] ] ) ;
    sh:or ( [ sh:not [ sh:property [ sh:path fc:kind ; sh:hasValue "suggestion" ] ] ]
            [ sh:property [ sh:path dcterms:creator ; sh:maxCount 0 ] ] ) .
fc:TargetShape a sh:NodeShape ;
    sh:property [ sh:path oa:hasSource ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path oa:hasSelector ; sh:minCount 1 ] .
"""
SELECTORS = """\
fc:PositionShape a sh:NodeShape ; sh:targetClass oa:TextPositionSelector ;
    sh:property [ sh:path oa:start ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ;
            sh:lessThanOrEquals oa:end ] ,
        [ sh:path oa:end ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ] .
fc:QuoteShape a sh:NodeShape ; sh:targetClass oa:TextQuoteSelector ;
    sh:property [ sh:path oa:exact ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ] .
"""
REVIEW = """\
fc:ReviewShape a sh:NodeShape ; sh:targetClass schema:ClaimReview ;
    sh:nodeKind sh:IRI ;
    sh:property [ sh:path schema:itemReviewed ; sh:minCount 1 ; sh:maxCount 1 ; sh:class schema:Claim ] ,
        [ sh:path schema:reviewRating ; sh:minCount 1 ; sh:maxCount 1 ; sh:node fc:RatingShape ] ,
        [ sh:path schema:author ; sh:minCount 1 ] ,
        [ sh:path schema:datePublished ; sh:minCount 1 ; sh:maxCount 1 ] .
fc:RatingShape a sh:NodeShape ;
    sh:property [ sh:path schema:alternateName ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ] .
fc:ClaimShape a sh:NodeShape ; sh:targetClass schema:Claim ;
    sh:property [ sh:path schema:appearance ; sh:minCount 1 ; sh:nodeKind sh:IRI ] .
"""
