import type { Sql } from 'postgres'

/** The first page of a search, its count up to the bound and what its cards show, as one would write them by hand. */
export interface BareSearch {
  name: string
  run(sql: Sql, word: string): Promise<void>
}

const MATCHES = `search @@ websearch_to_tsquery('guichet_fr'::regconfig, $1)`
const CARDS = `select c.*, b.name, b.slug, b.siret,
    (select json_agg(l.* order by l.position) from lots l where l.consultation_id = c.id) as lots
  from found c left join buyers b on b.id = c.buyer_id`

/** Both ways to find: by the words, then sorted; or newest first, until a page is full. */
export const BARE_SEARCHES: BareSearch[] = [
  {
    name: 'by words',
    async run(sql, word) {
      await sql.unsafe(
        `with hits as materialized (select id, published_at from consultations where ${MATCHES} and joined_into_id is null),
          first as (select id from hits order by published_at desc, id desc limit 26),
          found as (select c.* from first join consultations c using (id)) ${CARDS}`,
        [word],
      )
      await count(sql, word)
    },
  },
  {
    name: 'newest first',
    async run(sql, word) {
      await sql.unsafe(
        `with found as materialized (select * from consultations where ${MATCHES} and joined_into_id is null
          order by published_at desc, id desc limit 26) ${CARDS}`,
        [word],
      )
      await count(sql, word)
    },
  },
]

/** Up to the bound of the board, with how they spread over its facets. */
async function count(sql: Sql, word: string): Promise<void> {
  await sql.unsafe(
    `with base as materialized (select id, category, procedure, buyer_id from consultations
        where ${MATCHES} and joined_into_id is null limit 10001)
      select 'n' as facet, '' as value, count(*)::int from base
      union all select 'category', category, count(*)::int from base group by category
      union all select 'procedure', procedure, count(*)::int from base group by procedure
      union all select 'buyer', slug, count(*)::int from base join buyers b on b.id = base.buyer_id group by slug
      union all select 'trade', trade, count(distinct base.id)::int from base
        join lots l on l.consultation_id = base.id, unnest(l.trades) as trade group by trade`,
    [word],
  )
}
