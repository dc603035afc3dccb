import type { Facts, LotOutcome } from '../consultations/facts.ts'
import type { StatedAnswer } from './answer-schema.ts'
import { announced } from './from-facts.ts'
import type { OwnRecord } from './own-records.ts'

/** What a program is told of a consultation that it has stated. */
export function statedOf(
  { externalId, own, changedAt, consultation }: OwnRecord,
  baseUrl: string,
): StatedAnswer {
  const { reference, ocid, publishedAt } = consultation
  return {
    externalId,
    reference,
    ocid,
    url: `${baseUrl}/consultations/${reference}`,
    status: own.status ?? 'active',
    statusReason: own.statusReason ?? null,
    publishedAt: publishedAt.toISOString(),
    changedAt: changedAt.toISOString(),
    consultation: announced(own),
    outcomes: outcomesOf(own),
  }
}

/** A strong validator (RFC 9110, 8.8.3) of what statedOf tells. */
export async function etagOf(stated: StatedAnswer): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(stated))
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).subarray(0, 16)
  return `"${[...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')}"`
}

function outcomesOf({ outcome, lots = [] }: Partial<Facts>): StatedAnswer['outcomes'] {
  const whole = outcome ? [toldOutcome(null, outcome)] : []
  return [
    ...whole,
    ...lots.flatMap((lot) => (lot.outcome ? [toldOutcome(lot.number, lot.outcome)] : [])),
  ]
}

function toldOutcome(lot: string | null, outcome: LotOutcome): StatedAnswer['outcomes'][number] {
  return { lot, ...outcome }
}
