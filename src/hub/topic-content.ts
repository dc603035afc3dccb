import { sql } from 'drizzle-orm'
import { dataVersions } from '../db/versions.ts'
import type { Reader } from '../db/db.ts'
import type { Deps } from '../deps.ts'

/** Answers one of our addresses as a visitor gets it. */
export type RenderTopic = (path: string) => Response | Promise<Response>

/** A feed as it stands. */
export interface TopicContent {
  bytes: Uint8Array<ArrayBuffer>
  /** SHA-256 of the bytes, in hexadecimal. */
  hash: string
  contentType: string
  /** The `Link` header: its own address and the hub's. */
  links: string
}

/** The bytes that a reader gets who asks for this topic now; null where it is no feed, or calls itself otherwise. */
export async function topicContent(
  { config, versions }: Pick<Deps, 'config' | 'versions'>,
  render: RenderTopic,
  path: string,
): Promise<TopicContent | null> {
  await versions.refresh()
  const response = await render(path)
  const links = response.headers.get('link') ?? ''
  const isFeed = response.status === 200 && links.includes(`<${config.baseUrl}${path}>; rel="self"`)
  if (!isFeed || !links.includes('rel="hub"')) return null
  const bytes = new Uint8Array(await response.arrayBuffer())
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return {
    bytes,
    hash: hexadecimal(digest),
    contentType: response.headers.get('content-type') ?? 'application/xml',
    links,
  }
}

/** All data versions in one text: as long as it is the same, no feed has changed but by the time. */
export async function versionsNow(reader: Reader): Promise<string> {
  const [row] = await reader
    .select({
      all: sql<
        string | null
      >`string_agg(${dataVersions.scope} || ${dataVersions.version}, ' ' order by ${dataVersions.scope})`,
    })
    .from(dataVersions)
  return row?.all ?? ''
}

/** Two digits for each byte. */
export function hexadecimal(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
