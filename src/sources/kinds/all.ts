import type { SourceKind } from '../kind.ts'
import { rss } from './rss.ts'

/** Every kind of source by the name that `sources add --kind` takes. */
export const SOURCE_KINDS: Record<string, SourceKind> = { rss }
