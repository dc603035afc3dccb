import type { Amount, Category, Contact, Place } from '../consultations/facts.ts'

/** Waiting for its consultation, followed by one, or dropped by the buyer. */
export type PurchaseStatus = 'waiting' | 'published' | 'dropped'

/** What happened to a line. */
export type PurchaseEvent = 'announced' | 'changed' | 'dropped' | 'resumed' | 'became' | 'unlinked'

/** What a buyer says of one planned purchase; what it does not say is null or empty. */
export interface PurchaseFacts {
  object: string
  description: string
  category: Category | null
  /** Eight figures, without check figure. */
  cpv: string[]
  /** Slugs of trades that the buyer named; those that its words tell are found when it is recorded. */
  trades: string[]
  amount: Amount | null
  year: number
  /** 1 to 4. */
  quarter: number | null
  place: Place | null
  contact: Contact | null
}

/** One field before and after, as its value is kept. The contact is a person's: it only says that it changed. */
export type PurchaseChange = {
  [K in keyof PurchaseFacts]: K extends 'contact'
    ? { field: K }
    : { field: K; before: PurchaseFacts[K]; after: PurchaseFacts[K] }
}[keyof PurchaseFacts]
