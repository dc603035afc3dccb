import type { Child } from 'hono/jsx'

/** A thing in schema.org's words: its type, and what is known of it; null is not said. */
export interface Thing {
  type: string
  facts: Record<string, string | null | Thing | Thing[]>
}

/**
 * What a page's thing is, for machines, inside the element that is its `itemscope` (HTML Living Standard, microdata).
 * Not JSON-LD: a script's text is the one place of a page where nothing could be escaped.
 */
export function ThingFacts({ thing }: { thing: Thing }): Child {
  return Object.entries(thing.facts).flatMap(([name, value]) =>
    value === null
      ? []
      : [value].flat().map((each) => {
          if (typeof each !== 'string')
            return (
              <span itemprop={name} itemscope itemtype={`https://schema.org/${each.type}`} hidden>
                <ThingFacts thing={each} />
              </span>
            )
          return /^https?:\/\//.test(each) ? (
            <link itemprop={name} href={each} />
          ) : (
            <meta itemprop={name} content={each} />
          )
        }),
  )
}
