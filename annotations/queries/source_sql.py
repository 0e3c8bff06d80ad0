"""The statement that reads the sources of a data set."""

# ruff: noqa: S608 -- the text is put together from constants; values travel as parameters.

from annotations.queries.dataset_sql import CHOSEN, json_list

# The sources that the chosen claims, their articles and their evidence name, with those that these are part of or were
# merged into. In the order of SourceRecord's fields.
SOURCES = f"""
    with recursive chosen as materialized (select c.id, c.article_id from annotations_claim c where {CHOSEN}),
    reached (id) as (
        select named.id from (
            select l.source_id as id from annotations_link l join annotations_decision d on d.id = l.decision_id
                join chosen on chosen.id = d.claim_id
            union select i.origin_id from annotations_evidence i join chosen on chosen.id = i.claim_id
            union select a.outlet_id from annotations_article a
                where a.id in (select article_id from chosen)
            union select (link -> 'source' ->> 'id')::uuid from annotations_suggestion g
                join chosen on chosen.id = g.claim_id
                cross join lateral jsonb_array_elements(case when g.kind = 'chain' then g.value else '[]' end) link
        ) named where named.id is not null
        union
        select further.id from reached join annotations_source s on s.id = reached.id
            cross join lateral (values (s.parent_id), (s.merged_into_id)) further (id)
            where further.id is not null)
    select s.id::text, s.name, s.kind, s.parent_id::text, s.merged_into_id::text,
        case when s.article_id in (select article_id from chosen) then s.article_id::text end,
        s.external_ids::text,
        {
    json_list(
        "m.text, m.article_id as article",
        '''from annotations_sourcealias m where m.source_id = s.id
           and (m.article_id is null or m.article_id in (select article_id from chosen))''',
        "m.text, m.article_id",
    )
}::text
    from annotations_source s join reached on reached.id = s.id
    where s.project_id = %(project)s order by s.id
"""

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
