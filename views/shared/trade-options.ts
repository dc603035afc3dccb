import type { Trade } from '../../src/consultations/trades.ts'
import type { FormOption } from './form.tsx'

/** Trades to choose among, each under its family. */
export function tradeOptions(trades: Pick<Trade, 'slug' | 'label' | 'family'>[]): FormOption[] {
  return trades.map(({ slug, label, family }) => ({ value: slug, label, group: family }))
}
