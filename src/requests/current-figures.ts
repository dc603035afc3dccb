import type { Deps } from '../deps.ts'
import type { Keeper } from '../http/keeper.ts'
import { type PublicFigures, publicFigures } from './figures.ts'

const FRESH_MS = 60_000
/** By keeper, because that is what a process has one of. */
const known = new WeakMap<Keeper, { figures: PublicFigures; at: number }>()

/**
 * The public figures, counted once a minute at most by each process: they read every request, and whoever asks
 * something would have them counted anew.
 */
export async function currentFigures({
  db,
  keep,
  now,
}: Pick<Deps, 'db' | 'keep' | 'now'>): Promise<PublicFigures> {
  const at = now().getTime()
  const held = known.get(keep)
  if (held && Math.abs(at - held.at) < FRESH_MS) return held.figures
  const figures = await publicFigures(db)
  known.set(keep, { figures, at })
  return figures
}
