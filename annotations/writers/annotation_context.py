"""The terms of annotations.jsonld: those of W3C's anno.jsonld that it needs, and our own (`fc:`)."""

from collections.abc import Mapping
from typing import Any

from annotations.writers.linked import TERMS

_ID = {"@type": "@id"}
_TIME = {"@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
_WHOLE = {"@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"}


def _term(name: str, **more: Any) -> dict[str, Any]:
    return {"@id": name, **more}


CONTEXT: Mapping[str, Any] = {
    "oa": "http://www.w3.org/ns/oa#",
    "as": "http://www.w3.org/ns/activitystreams#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "fc": TERMS,
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "AnnotationPage": "as:OrderedCollectionPage",
    "SpecificResource": "oa:SpecificResource",
    "TextualBody": "oa:TextualBody",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "Article": "schema:NewsArticle",
    "Person": "foaf:Person",
    "Software": "as:Application",
    "body": _term("oa:hasBody", **_ID),
    "target": _term("oa:hasTarget", **_ID),
    "source": _term("oa:hasSource", **_ID),
    "selector": _term("oa:hasSelector", **_ID),
    "motivation": _term("oa:motivatedBy", **{"@type": "@vocab"}),
    "purpose": _term("oa:hasPurpose", **{"@type": "@vocab"}),
    "assessing": "oa:assessing",
    "classifying": "oa:classifying",
    "identifying": "oa:identifying",
    "linking": "oa:linking",
    "commenting": "oa:commenting",
    "start": _term("oa:start", **_WHOLE),
    "end": _term("oa:end", **_WHOLE),
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "value": "rdf:value",
    "creator": _term("dcterms:creator", **_ID),
    "created": _term("dcterms:created", **_TIME),
    "generator": _term("as:generator", **_ID),
    "items": _term("as:items", **{"@type": "@id", "@container": "@list"}),
    "name": "foaf:name",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "title": "dcterms:title",
    "url": _term("schema:url"),
    "datePublished": _term("schema:datePublished", **_TIME),
    "inLanguage": "schema:inLanguage",
    "publisher": "schema:publisher",
    "sha256": "schema:sha256",
    "softwareVersion": "schema:softwareVersion",
    "claim": _term("fc:claim", **_ID),
    "field": "fc:field",
    "kind": "fc:kind",
    "state": "fc:state",
    "confidence": "fc:confidence",
    "outcome": "fc:outcome",
    "depth": "fc:depth",
    "part": "fc:part",
    "stance": "fc:stance",
    "withdrawn": _term("fc:withdrawn", **_TIME),
    "quote_type": "fc:quote_type",
    "identification": "fc:identification",
    "record": "fc:record",
    "mention": "fc:mention",
    "fidelity": "fc:fidelity",
    "named": "fc:named",
}
