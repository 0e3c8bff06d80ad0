"""The statements that read a data set: one row an article, one row a claim with its lists as JSON text.

The lists are put together in the database, claim by claim along indexes, so that the server works while Python
writes and neither holds more than a few rows. `row_to_json` and `array_to_json` write JSON without spaces and
with the columns in the order given.
"""

# ruff: noqa: S608 -- the texts are put together from constants of this file; values travel as parameters.


def _moment(column: str) -> str:
    """RFC 3339 in UTC, always with six digits of a second: one spelling a time."""
    return f"to_char({column} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"


def json_list(columns: str, rest: str, order: str) -> str:
    """A JSON list of objects; [] where no row is."""
    return f"array_to_json(array(select row_to_json(x) from (select {columns} {rest} order by {order}) x))"


# What is chosen. Parts that choose nothing are null.
CHOSEN = """
    c.project_id = %(project)s and c.retired_at is null
    and (%(articles)s::uuid[] is null or c.article_id = any(%(articles)s::uuid[]))
    and (%(states)s::text[] is null or c.state = any(%(states)s::text[]))
    and (%(roles)s::text[] is null or c.role = any(%(roles)s::text[]))
    and (%(verifications)s::text[] is null or exists (
        select from annotations_claim k
        left join annotations_claim o on o.id = k.duplicate_of_id and o.retired_at is null
        join annotations_decision s on s.id = case when o.id is null then k.standing_id else o.standing_id end
        where k.id = c.id and s.verification = any(%(verifications)s::text[])))
    and (%(sources)s::uuid[] is null or exists (
        select from annotations_claim k
        left join annotations_claim o on o.id = k.duplicate_of_id and o.retired_at is null
        join annotations_link l on l.decision_id = case when o.id is null then k.standing_id else o.standing_id end
        join annotations_source n on n.id = l.source_id
        where k.id = c.id and (n.id = any(%(sources)s::uuid[]) or n.merged_into_id = any(%(sources)s::uuid[]))))
    and (%(since)s::timestamptz is null and %(until)s::timestamptz is null or exists (
        select from annotations_article p where p.id = c.article_id
        and p.published_at >= coalesce(%(since)s::timestamptz, '-infinity')
        and p.published_at < coalesce(%(until)s::timestamptz, 'infinity')))
"""

SOURCE = """
    case when l.source_id is not null then (
        select row_to_json(x) from (
            select n.id, n.name, n.kind, n.merged_into_id as merged_into
            from annotations_source n where n.id = l.source_id) x) end
"""


def _chain(decision: str) -> str:
    links = json_list(
        f"""l.depth, {SOURCE} as source, l.source_span, l.cue_span, l.content_spans,
            l.quote_type, l.identification, l.record, l.mention, l.fidelity""",
        f"from annotations_link l where l.decision_id = {decision}.id",
        "l.depth",
    )
    return f"case when {decision}.chain_answered then {links} end"


def _answer(decision: str) -> str:
    d = decision
    return f"""
        {d}.id, %(people)s::jsonb ->> {d}.reviewer_id::text as reviewer, {d}.revision, {d}.undoes,
        {_moment(f"{d}.decided_at")} as decided_at, {d}.complete, {_chain(d)} as chain, {d}.verification, {d}.basis,
        {_moment(f"{d}.as_of")} as as_of, {d}.revisit_on, {d}.check_worthiness, {d}.priority, {d}.flag, {d}.seconds,
        {d}.guideline_version, {d}.suggestions_shown, {d}.others_hidden"""


def _latest(decision: str, claim: str) -> str:
    """The latest answer of each reviewer of the claim; by stage, as the index on a claim's answers is."""
    return f"""
        from annotations_decision {decision}
        where {decision}.claim_id = {claim}.id and {decision}.stage = 'review' and not exists (
            select from annotations_decision f
            where f.claim_id = {decision}.claim_id and f.reviewer_id = {decision}.reviewer_id and f.stage = 'review'
                and f.revision > {decision}.revision)"""


EARLIER = f"""
    case when d.revision = 1 then '[]'::json else {
    json_list(
        _answer("e"),
        '''from annotations_decision e where e.claim_id = d.claim_id and e.reviewer_id = d.reviewer_id
           and e.stage = 'review' and e.revision < d.revision''',
        "e.revision",
    )
} end"""

# Each reviewer's latest answer, oldest first. "offset 0" keeps a chain that is named twice from being read twice.
REVIEWS = f"""
    select array_to_json(array_agg(row_to_json(r) order by r.decided_at, r.id)) as reviews,
        count(*) as people, sum(r.revision) as answers, count(*) filter (where r.complete) as settlers,
        array_to_json(array_agg(r.reviewer order by r.decided_at, r.id) filter (where r.complete)) as settled_by,
        (array_agg(r.chain order by r.decided_at, r.id) filter (where r.id = c.standing_id))[1] as standing_chain
    from (select {_answer("d")}, {EARLIER} as earlier {_latest("d", "c")} offset 0) r
"""

# Who gave the answer that a duplicate takes from the claim it repeats.
SETTLED_BY = f"""
    select array_to_json(array(
        select %(people)s::jsonb ->> d.reviewer_id::text {_latest("d", "o")} and d.complete
        order by d.decided_at, d.id))
"""

SUGGESTIONS = f"""
    select count(*) as number, coalesce(array_to_json(array_agg(row_to_json(x) order by x.id))::text, '[]') as list
    from (
        select g.id, g.suggester, g.version, g.kind, g.rank,
            case when g.kind not in ('chain', 'match') then g.value #>> '{{}}' end as value,
            case when g.kind = 'chain' then g.value end as chain,
            case when g.kind = 'match' then g.value end as match,
            g.confidence, case when %(with_text)s then g.explanation end as explanation, g.rule,
            array_to_json(array(
                select row_to_json(x) from (
                    select (j.span ->> 0)::int as start, (j.span ->> 1)::int as end, j.span ->> 2 as what
                    from jsonb_array_elements(g.spans) with ordinality as j(span, place) order by j.place) x)) as spans,
            {_moment("g.created_at")} as created_at,
            {
    json_list(
        "u.decision_id as review, u.outcome, u.reason",
        "from annotations_suggestionoutcome u where u.suggestion_id = g.id",
        "u.decision_id",
    )
} as outcomes
        from annotations_suggestion g where g.claim_id = c.id and not exists (
            -- another project's check is not this project's to give away
            select 1 from annotations_suggestionmatch m join annotations_claim checked on checked.id = m.claim_id
            where m.suggestion_id = g.id and checked.project_id <> c.project_id) offset 0) x
"""

EVIDENCE = json_list(
    f"""i.id, i.stance, i.url, case when %(with_text)s then i.quote end as quote,
        {_moment("i.published_at")} as published_at,
        (select row_to_json(x) from (
            select n.id, n.name, n.kind, n.merged_into_id as merged_into
            from annotations_source n where n.id = i.origin_id) x) as origin,
        %(people)s::jsonb ->> i.added_by_id::text as added_by, {_moment("i.added_at")} as added_at,
        k.sha256, {_moment("k.retrieved_at")} as retrieved_at, {_moment("w.withdrawn_at")} as withdrawn_at""",
    """from annotations_evidence i
       left join annotations_archivedcopy k on k.evidence_id = i.id and k.sha256 <> ''
       left join annotations_withdrawal w on w.evidence_id = i.id where i.claim_id = c.id""",
    "i.added_at, i.id",
)

ADJUDICATIONS = json_list(
    f"""{_answer("d")}, j.reason, j.reviews as settled""",
    """from annotations_decision d join annotations_adjudication j on j.decision_id = d.id
       where d.claim_id = c.id and d.stage = 'adjudication'""",
    "d.revision",
)

SIGN_OFFS = json_list(
    f"""f.id, %(people)s::jsonb ->> f.editor_id::text as by, {_moment("f.signed_at")} as signed_at,
        f.hash as whole_hash, g.hash, {_moment("w.voided_at")} as voided_at,
        %(people)s::jsonb ->> w.by as voided_by, w.because""",
    """from annotations_signedclaim g join annotations_signoff f on f.id = g.sign_off_id
       left join annotations_voiding w on w.signed_claim_id = g.id where g.claim_id = c.id""",
    "f.signed_at, f.id",
)

REOPENINGS = json_list(
    f"""r.id, %(people)s::jsonb ->> r.reopened_by_id::text as by, {_moment("r.reopened_at")} as at""",
    "from annotations_reopening r where r.claim_id = c.id",
    "r.reopened_at, r.id",
)

# What another program's data set said of the claim; without the JSON as it came, which may name people.
FOREIGN = json_list(
    f"""r.id, r.origin, r.kind, r.key, %(people)s::jsonb ->> r.by_id::text as by, {_moment("r.made_at")} as made_at,
        r.labels, case when %(with_text)s then r.regions else '[]'::jsonb end as regions, r.relations,
        case when %(with_text)s then r.details else '{{}}'::jsonb end as details""",
    "from annotations_foreignrecord r where r.claim_id = c.id",
    "r.id",
)

# In the order of ClaimRecord's fields. `o` is the claim that a duplicate repeats, `s` the answer that stands.
CLAIMS = f"""
    select c.id, c.article_id, c.position, c.start, c."end", case when %(with_text)s then c.text end,
        c.role, c.duplicate_of_id, c.state,
        s.verification, s.basis, {_moment("s.as_of")}, s.revisit_on, s.check_worthiness, s.priority,
        s.guideline_version, {_moment("s.decided_at")}, s.stage,
        case when s.stage = 'adjudication' then (
            select j.reason from annotations_adjudication j where j.decision_id = s.id) end,
        case when s.stage = 'adjudication' then json_build_array(%(people)s::jsonb ->> s.reviewer_id::text)
            when o.id is null then v.settled_by else ({SETTLED_BY}) end,
        case when o.id is null and s.stage = 'review' then v.standing_chain else {_chain("s")} end,
        v.people, coalesce(v.answers, 0), coalesce(v.reviews, '[]'), g.number, g.list, {EVIDENCE},
        {ADJUDICATIONS}, {SIGN_OFFS}, {REOPENINGS}, {FOREIGN}
    from annotations_claim c
    left join annotations_claim o on o.id = c.duplicate_of_id and o.retired_at is null
    left join annotations_decision s on s.id = case when o.id is null then c.standing_id else o.standing_id end
    cross join lateral ({REVIEWS}) v
    cross join lateral ({SUGGESTIONS}) g
    where {CHOSEN}
    order by c.article_id, c.start
"""
NUMBERS = frozenset(
    {"position", "start", "end", "priority", "guideline_version", "reviews", "decisions", "suggestions"}
)
"""Of the fields of ClaimRecord, those that are whole numbers; JSON, ids and times stay the text they are."""

# In the order of ArticleRecord's fields.
ARTICLES = f"""
    select a.id::text, a.url, a.title, n.name, n.id::text, {_moment("a.published_at")}, a.language, a.sha256,
        a.media_type, a.encoding, a.length, a.coverage, coalesce(a.replaces_id, a.replaces_elsewhere)::text,
        case when %(with_text)s then a.text end, a.gaps::text, a.hidden::text, a.notes::text,
        case when %(with_text)s then a.left_out::text end
    from annotations_article a left join annotations_source n on n.id = a.outlet_id
    where a.project_id = %(project)s and exists (
        select from annotations_claim c where c.article_id = a.id and {CHOSEN})
    order by a.id
"""

# How many claims, how long the longest text, and how many answers with a note, which no data set holds.
SIZE = f"""
    select count(*), (select coalesce(max(length), 0) from annotations_article where project_id = %(project)s),
        (select count(*) from annotations_decision d join annotations_claim c on c.id = d.claim_id
         where d.project_id = %(project)s and d.note <> '' and {CHOSEN})
    from annotations_claim c where {CHOSEN}
"""

# Up to which times of publication the articles are for train and for dev when they are divided by time.
CUTS = f"""
    select percentile_disc(%(train)s) within group (order by at), percentile_disc(%(dev)s) within group (order by at)
    from (select {_moment("a.published_at")} as at from annotations_article a
          where a.project_id = %(project)s and a.published_at is not null and exists (
              select from annotations_claim c where c.article_id = a.id and {CHOSEN})) x
"""

# A signature that a later change made void, on the claim or on one whose place it took, and no newer one.
VOID = """
    c.state <> 'signed_off' and (
        exists (select from annotations_signedclaim g join annotations_voiding w on w.signed_claim_id = g.id
                where g.claim_id = c.id)
        or exists (select from annotations_succession u join annotations_signedclaim g on g.claim_id = u.retired_id
                   join annotations_voiding w on w.signed_claim_id = g.id where u.successor_id = c.id))
"""

OPEN = f"""
    select c.id::text, c.position,
        case when c.state in ('disputed', 'reopened') then c.state else 'sign-off void' end, a.title
    from annotations_claim c join annotations_article a on a.id = c.article_id
    where {CHOSEN} and (c.state in ('disputed', 'reopened') or {VOID})
    order by c.article_id, c.start
"""

SNAPSHOT = f"""
    select seq, {_moment("at")} from ledger.entry
    where project = %(project)s and not verb = any(%(quiet)s) order by seq desc limit 1
"""

PROJECT = """
    select id::text, slug, name, quorum, blind, blind_share, asks, guideline_version
    from annotations_project where id = %(project)s
"""

# Everybody of whom a data set says anything; the index on the person finds the first row and stops. The name is the
# one that the person has in the data set of ours that they came in with, else null.
PEOPLE = """
    select u.id, (select m.pseudonym from annotations_importedperson m
                  where m.user_id = u.id and m.project_id = %(project)s and m.pseudonym <> '')
    from annotations_user u where exists (
        select from annotations_decision d where d.reviewer_id = u.id and d.project_id = %(project)s)
    or exists (select from annotations_evidence i where i.added_by_id = u.id and i.project_id = %(project)s)
    or exists (select from annotations_signoff f where f.editor_id = u.id and f.project_id = %(project)s)
    or exists (select from annotations_reopening r join annotations_claim c on c.id = r.claim_id
               where r.reopened_by_id = u.id and c.project_id = %(project)s)
    or exists (select from annotations_voiding w join annotations_signedclaim g on g.id = w.signed_claim_id
               join annotations_claim c on c.id = g.claim_id
               where w.by = u.id::text and c.project_id = %(project)s)
    or exists (select from annotations_importedperson m where m.user_id = u.id and m.project_id = %(project)s)
"""
