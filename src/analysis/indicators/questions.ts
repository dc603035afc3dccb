import { type SQL, sql } from 'drizzle-orm'
import type { Method } from '../method.ts'
import type { Axis, Dimension, LinesIndicator, Question } from './indicator.ts'

interface Asked {
  axis?: Axis
  by: Dimension[]
  asked?: SQL | ((method: Method) => SQL)
  known: SQL
  counted: SQL | ((method: Method) => SQL) | null
  weights?: Question['weights']
  spread?: Question['spread']
  medians?: Question['medians']
}

/** A share of those that hold contracts, by number and by amount. */
export function holdersShare(slug: string, said: Asked): LinesIndicator {
  return { ...lines(slug, said, 'holders'), unit: 'holders', counts: 'holders' }
}

/** A share of contracts. */
export function contractsShare(slug: string, said: Asked): LinesIndicator {
  return { ...lines(slug, said, 'contracts'), unit: 'contracts', counts: 'contracts' }
}

/** A share of consultations. */
export function consultationsShare(slug: string, said: Asked): LinesIndicator {
  return {
    ...lines(slug, said, 'consultations'),
    unit: 'consultations',
    counts: 'consultations',
  }
}

/** A share of training sessions. */
export function sessionsShare(slug: string, said: Asked): LinesIndicator {
  return {
    ...lines(slug, said, 'sessions'),
    unit: 'sessions',
    counts: 'sessions',
  }
}

/** What is asked of the lines of one kind, in their own unit. */
export function lines(
  slug: string,
  {
    axis = 'susciter',
    by,
    asked,
    known,
    counted,
    weights = null,
    spread = null,
    medians = null,
  }: Asked,
  of: LinesIndicator['of'],
): Omit<LinesIndicator, 'unit' | 'counts'> {
  return {
    slug,
    axis,
    spreadUnit: null,
    areLinesPublic: true,
    of,
    by,
    question: (method) => ({
      asked: typeof asked === 'function' ? asked(method) : (asked ?? sql`true`),
      known,
      counted: typeof counted === 'function' ? counted(method) : counted,
      weights,
      euros: of === 'holders',
      medians,
      spread,
    }),
    parts: null,
  }
}
