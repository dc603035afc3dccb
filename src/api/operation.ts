import type { PushedConsultation } from './consultation-schema.ts'
import type { PushedAward, PushedCancellation } from './outcome-schema.ts'

/** One write about one consultation. */
export type Operation = {
  externalId: string
  /** The place of the operation in a batch, or of the release in a package; absent for a call of its own. */
  row?: number
  /** Where a field of its body stands in what was sent. */
  pointer: (field: string) => string
} & (
  | {
      operation: 'put'
      consultation: PushedConsultation
      /** It was published elsewhere before: that lots are not explained is no reason to refuse it. */
      elsewhere?: boolean
    }
  | { operation: 'cancel'; cancellation: PushedCancellation }
  | { operation: 'award'; award: PushedAward }
)
