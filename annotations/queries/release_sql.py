"""The statements that read what a data set says beside its claims: people's names, the guideline, machines, proofs."""

# ruff: noqa: S608 -- the texts are put together from constants; values travel as parameters.

from annotations.queries.dataset_sql import CHOSEN

NAMES = "select id, username from annotations_user where id = any(%(people)s::uuid[])"
"""What the people are called, for a data set that names them."""

GUIDELINE = """
    select text from annotations_guideline where project_id = %(project)s and version = %(version)s
"""

# Those that looked at an article of the project; there are few, however many articles.
SUGGESTERS = """
    select distinct r.suggester || ' ' || r.version
    from annotations_suggestionrun r join annotations_article a on a.id = r.article_id
    where a.project_id = %(project)s order by 1
"""

# The entries that say of the chosen claims' answers that they were given, in the ledger's order.
PROOFS = f"""
    select e.seq, e.at, e.actor, e.verb, e.subject, e.payload, e.previous, e.hash from ledger.entry e
    where e.project = %(project)s and e.verb = any(%(answering)s) and e.subject in (
        select 'claim:' || c.id::text from annotations_claim c where {CHOSEN})
    order by e.seq
"""
