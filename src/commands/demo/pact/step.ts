import type { Config } from '../../../config.ts'
import type { Tx } from '../../../db/db.ts'
import type { Author } from '../../../pact/versions.ts'
import type { Days } from './days.ts'

/** One thing that happened, on a day told by its distance from today. */
export interface PactStep {
  at: number
  tell(telling: PactTelling, author: (partner: string | null) => Author): Promise<void>
}

/** What the steps share: keys of what earlier ones wrote. */
export interface PactTelling {
  tx: Tx
  days: Days
  config: Config
  tagAuthority: string
  partner(slug: string): number
  axis(slug: string): number
  /** Keys of groups and actions, by the story's own words for them. */
  groups: Map<string, number>
  actions: Map<string, number>
  /** Commitments in their order. */
  commitments: number[]
  /** The agent who speaks for a partner. */
  agentOf(partner: string): Promise<string>
}

/** As the audit log names it. */
export const DEMONSTRATION = 'command:demo'

/** Refusals are the story's own mistakes. */
export function told<T extends { ok: boolean }>(outcome: T): Extract<T, { ok: true }> {
  if (!outcome.ok) throw new Error(`the demonstration is refused: ${JSON.stringify(outcome)}`)
  return outcome as Extract<T, { ok: true }>
}
