import { Counter, Gauge, type Registry } from 'prom-client'
import type { Keeper } from '../../../http/keeper.ts'

/** Tells what the keeper of renderings has done, and what it holds. */
export function measureKeeper(register: Registry, keep: Keeper): void {
  const registers = [register]
  const total = (name: string, help: string, value: () => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset()
        this.inc(value())
      },
    })
  const held = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value())
      },
    })
  const { counts } = keep
  total('guichet_kept_hits_total', 'Renderings that were kept and still true', () => counts().hits)
  total(
    'guichet_kept_misses_total',
    'Renderings made anew, or awaited while they were',
    () => counts().misses,
  )
  total(
    'guichet_kept_evictions_total',
    'Renderings dropped for want of room',
    () => counts().evictions,
  )
  held('guichet_kept_renderings', 'Renderings that are kept', () => counts().renderings)
  held('guichet_kept_bytes', 'Bytes of the renderings that are kept', () => counts().bytes)
}
