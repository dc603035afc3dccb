/** Who writes, and when. */
export interface Author {
  /** As the audit log names it. */
  actor: string
  /** The partner in whose name; absent: the instance's. */
  partnerId?: number
  now: Date
}
