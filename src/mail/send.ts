import type { CalendarPart } from './schema.ts'

/** A message as it goes out; whom it comes from is the sender's own knowledge. */
export interface OutgoingMail {
  /** Without angle brackets. */
  messageId: string
  to: string
  subject: string
  text: string
  html: string | null
  calendar: CalendarPart | null
  headers: Record<string, string>
}

/**
 * What came of one try. `sent`: a server has taken it. `refused`: it never will (RFC 5321, 4.2.1: 5yz about this
 * message, or about its recipient where `ofRecipient`). `later`: nobody has taken it, another try may do. `unanswered`: it was handed over and no
 * answer came: it may be on its way. `reason` is a code, without names, addresses or the server's own words.
 */
export type SendOutcome =
  | { kind: 'sent' }
  | { kind: 'refused'; reason: string; ofRecipient: boolean }
  | { kind: 'later' | 'unanswered'; reason: string }

/** Tries once to send a message, within a minute. Never throws for what a mail server does. */
export type SendMail = (mail: OutgoingMail) => Promise<SendOutcome>
