import type { PurchaseFacts, PurchaseStatus } from './purchase.ts'

/** What the buyer's forecast says of one purchase, as lists, pages and feeds show it. */
export interface ListedPurchase {
  id: number
  /** `/programmation/12-refection-de-la-cour` */
  path: string
  facts: PurchaseFacts
  buyer: { id: number; name: string; slug: string; siret: string | null }
  status: PurchaseStatus
  /** Its quarter has passed and no consultation is linked. */
  late: boolean
  /** Last day of the quarter, or of the year, in which it is expected now. */
  dueOn: string
  firstYear: number
  firstDueOn: string
  /** Slugs of the trades that it concerns: named, else those of its codes, else of the words of its object. */
  trades: string[]
  /** Only its words tell. */
  tradesDeduced: boolean
  /** Why it was dropped, in the buyer's words; empty where it was not. */
  droppedReason: string
  droppedAt: Date | null
  /** The consultation that came of it. */
  became: { path: string; title: string; publishedAt: Date; ocid: string; reference: string } | null
  demonstration: boolean
  announcedAt: Date
  movedAt: Date
  version: number
}
