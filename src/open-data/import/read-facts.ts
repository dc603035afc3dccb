import type * as z from 'zod'
import { consultationSchema, type PushedLot } from '../../api/consultation-schema.ts'
import { consultationIn } from '../../api/ocds/map-release.ts'
import type { Release } from '../../api/ocds/package-schema.ts'
import { pointerOf } from '../../api/refusal.ts'
import { type ReportedConsultation, reportedFacts } from '../../api/to-facts.ts'
import type { Lists } from '../../consultations/lists.ts'
import type { Facts, Moment } from '../../consultations/facts.ts'
import { oneLine } from '../../feeds/safe-text.ts'

/** What a tender says. `notes`: what was left out of it, and why, in English like the messages of the API. */
export interface TenderRead {
  facts: Partial<Facts>
  notes: string[]
}

/**
 * The facts of a release's tender, field by field: one that the API would refuse is left out and told of, and so is a place
 * or a trade that nobody knows. Null where nothing says what is bought.
 */
export function readTender(release: Release, lists: Lists, now: Date): TenderRead | null {
  const notes: string[] = []
  const body = checkedBody(consultationIn(release), notes)
  if (body.title === undefined) return null
  const given = { ...body, title: body.title }
  let read = reportedFacts(given, { ...lists, now })
  if (!read.ok) {
    for (const { pointer, detail } of read.faults) {
      leaveOut(given, pointer)
      notes.push(`${pointer}: ${detail}`)
    }
    read = reportedFacts(given, { ...lists, now })
    if (!read.ok) return null
  }
  const { deadline, ...facts } = read.facts
  return {
    facts: { ...facts, ...(deadline ? { deadline: doubted(deadline, release) } : {}) },
    notes,
  }
}

type Body = Partial<ReportedConsultation>

function checkedBody(given: Record<string, unknown>, notes: string[]): Body {
  const body: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(consultationSchema.shape) as [string, z.ZodType][]) {
    const value = given[name]
    if (value === undefined || NOT_TOLD.has(name)) continue
    if (name === 'lots' && Array.isArray(value)) body[name] = checkedLots(value, notes)
    else if (name === 'title') body[name] = titleOf(value)
    else body[name] = checked(schema, value, [name], notes)
  }
  // Each field has passed its own schema.
  return body as Body
}

/** What only the API asks, and what is read to the second elsewhere. */
const NOT_TOLD = new Set(['checks', 'kept', 'changeReason', 'publishedAt'])

function checked(schema: z.ZodType, value: unknown, path: PropertyKey[], notes: string[]): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [first] = parsed.error.issues
  notes.push(`${pointerOf([...path, ...(first?.path ?? [])])}: ${first?.message ?? 'not read'}`)
  return undefined
}

/** Some sources have no more than a number for it. */
function titleOf(value: unknown): string | undefined {
  return typeof value === 'string' ? oneLine(value).slice(0, 2_000) || undefined : undefined
}

function checkedLots(lots: unknown[], notes: string[]): PushedLot[] {
  const schema = consultationSchema.shape.lots.unwrap().element
  return lots.slice(0, 500).flatMap((lot, index) => {
    const parsed = checked(schema, lot, ['lots', index], notes)
    return parsed === undefined ? [] : [parsed as PushedLot]
  })
}

/** `/place/code`, `/lots/2/trades/0`: the field of the consultation, or of its lot, that it is in. */
function leaveOut(body: Body, pointer: string): void {
  const [, name = '', index, field] = pointer.split('/')
  const lot = name === 'lots' && index !== undefined ? body.lots?.[Number(index)] : undefined
  if (lot && field !== undefined) delete lot[field as keyof PushedLot]
  else delete body[name as keyof Body]
}

/** OCDS has hours only: midnight is a day without one. */
function doubted(deadline: Moment, { tender }: Release): Moment {
  const doubt = DOUBTS.find((each) => each === tender?.guichet?.['deadlineDoubt'])
  if (doubt) return { ...deadline, doubt }
  return deadline.wall.endsWith('T00:00') ? { ...deadline, doubt: 'no-hour' } : deadline
}

const DOUBTS = ['sources-disagree', 'no-hour', 'ambiguous-hour', 'clock-trap'] as const
