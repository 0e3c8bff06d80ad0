"""The statements that read what a data set says beside its claims: people's names, the guideline, machines, proofs."""

# ruff: noqa: S608 -- the texts are put together from constants; values travel as parameters.

from annotations.queries.dataset_sql import CHOSEN, _moment
from annotations.queries.labels import GIVEN_LATER

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

LABELS = """
    select id::text, verification, name, definition, retired_at is null, merged_into_id::text, part_of_id::text
    from annotations_desklabel where project_id = %(project)s order by verification, folded, id
"""
"""The desk's own labels, those no longer in use too."""

# The label that each chosen claim's standing answer was given, as it was given: merges stand in the list of labels.
LABELLED = f"""
    select c.id::text, case when g.id is null then d.label_id else g.label_id end::text
    from annotations_claim c
    left join annotations_claim o on o.id = c.duplicate_of_id and o.retired_at is null
    join annotations_decision d on d.id = case when o.id is null then c.standing_id else o.standing_id end
    left join lateral ({GIVEN_LATER}) g on true
    where {CHOSEN} and case when g.id is null then d.label_id else g.label_id end is not null
    order by c.article_id, c.start
"""

# The entries that say of the chosen claims' answers that they were given, in the ledger's order.
PROOFS = f"""
    select e.seq, {_moment("e.at")}, (extract(epoch from e.at) * 1000000)::bigint, e.actor, e.verb, e.subject,
        e.payload, encode(e.previous, 'hex'), encode(e.hash, 'hex')
    from ledger.entry e
    where e.project = %(project)s and e.verb = any(%(answering)s) and e.subject in (
        select 'claim:' || c.id::text from annotations_claim c where {CHOSEN})
    order by e.seq
"""
