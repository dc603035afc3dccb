import type { SourceKind } from '../kind.ts'
import { boampXml } from './boamp-xml.ts'
import { boamp } from './boamp.ts'
import { decp } from './decp.ts'
import { eforms } from './eforms.ts'
import { rss } from './rss.ts'

/** Every kind of source by the name that `sources add --kind` takes. */
export const SOURCE_KINDS: Record<string, SourceKind> = {
  rss,
  boamp,
  'boamp-xml': boampXml,
  eforms,
  decp,
}
