import { resolveAddress } from './resolve.ts'

/** What a feed says of where it lives and of who pushes it (W3C WebSub section 4): absolute http(s) addresses. */
export interface FeedLinks {
  /** In the order of its preference. */
  hubs: string[]
  /** Its own address as its hubs know it; null when it does not say. */
  self: string | null
}

/** Hubs kept of one feed: one with more is an attack. */
const HUB_LIMIT = 5

/** Adds a link of these relations (space-separated) to `links`; all but the first `self` and known hubs are passed over. */
export function noteLink(
  links: FeedLinks,
  relations: string | undefined,
  href: string | null | undefined,
  base: string,
): void {
  const address = resolveAddress(href, base)
  if (address === null) return
  for (const relation of (relations ?? '').trim().toLowerCase().split(/\s+/)) {
    if (relation === 'self') links.self ??= address
    if (relation === 'hub' && links.hubs.length < HUB_LIMIT && !links.hubs.includes(address))
      links.hubs.push(address)
  }
}

/** The links of a `Link` header (RFC 8288, 3), several headers being joined by commas; null: there was none. */
export function linksOfHeader(header: string | null, base: string): FeedLinks {
  const links: FeedLinks = { hubs: [], self: null }
  const written = (header ?? '').slice(0, HEADER_LIMIT)
  for (const [, target, parameters = ''] of written.matchAll(oneLink)) {
    const named = [...parameters.matchAll(oneParameter)]
    const [, , quoted, bare] = named.find(([, name]) => name?.toLowerCase() === 'rel') ?? []
    noteLink(links, quoted ?? bare, target, base)
  }
  return links
}

/** What the header says counts before what the body says. */
export function joinLinks(header: FeedLinks, body: FeedLinks): FeedLinks {
  return {
    hubs: [...new Set([...header.hubs, ...body.hubs])].slice(0, HUB_LIMIT),
    self: header.self ?? body.self,
  }
}

const HEADER_LIMIT = 8_000
const oneLink = /<([^<>]*)>((?:"[^"]*"|[^<",])*)/g
const oneParameter = /;\s*([^\s=;,"]+)\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/g
