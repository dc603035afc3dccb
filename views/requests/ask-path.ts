import type { RequestKind } from '../../src/requests/schema.ts'
import { KIND_WORDS } from '../words/requests.ts'

/** Where a firm asks, with what is known already: the kind, the buyer by its address word, the consultation. */
export function askPath({
  kind,
  buyer,
  consultation,
}: {
  kind?: RequestKind | null
  buyer?: string | null
  consultation?: string | null
}): string {
  const known = new URLSearchParams()
  if (kind) known.set('nature', KIND_WORDS[kind])
  // A firm in difficulty is not asked about a buyer.
  if (kind !== 'difficulty') {
    if (buyer) known.set('acheteur', buyer)
    if (consultation) known.set('consultation', consultation)
  }
  return known.size === 0 ? '/saisines/nouvelle' : `/saisines/nouvelle?${known}`
}
