import { type SQL, sql } from 'drizzle-orm'
import type { Method } from '../method.ts'
import type { Axis, Dimension, LinesIndicator, Question } from './indicator.ts'

/** Lines of contracts that are in figures. */
export const COUNTED = sql`excluded is null`
/** One line for each contract. */
export const CONTRACT = sql`excluded is null and lead`

interface Asked {
  axis?: Axis
  by: Dimension[]
  asked?: SQL | ((method: Method) => SQL)
  known: SQL
  counted: SQL | ((method: Method) => SQL) | null
  weights?: Question['weights']
  spread?: Question['spread']
}

/** A share of those that hold contracts, by number and by amount. */
export function holdersShare(slug: string, said: Asked): LinesIndicator {
  return { ...lines(slug, said, COUNTED, true), unit: 'holders', counts: 'holders' }
}

/** A share of contracts. */
export function contractsShare(slug: string, said: Asked): LinesIndicator {
  return { ...lines(slug, said, CONTRACT, false), unit: 'contracts', counts: 'contracts' }
}

/** A share of consultations. */
export function consultationsShare(slug: string, said: Asked): LinesIndicator {
  return {
    ...lines(slug, said, sql`true`, false),
    of: 'consultations',
    unit: 'consultations',
    counts: 'consultations',
  }
}

/** A share of training sessions. */
export function sessionsShare(slug: string, said: Asked): LinesIndicator {
  return {
    ...lines(slug, said, sql`true`, false),
    of: 'sessions',
    unit: 'sessions',
    counts: 'sessions',
  }
}

function lines(
  slug: string,
  { axis = 'susciter', by, asked, known, counted, weights = null, spread = null }: Asked,
  all: SQL,
  euros: boolean,
): Omit<LinesIndicator, 'unit' | 'counts'> {
  return {
    slug,
    axis,
    spreadUnit: null,
    areLinesPublic: true,
    of: 'contracts',
    by,
    question: (method) => ({
      asked: typeof asked === 'function' ? asked(method) : (asked ?? all),
      known,
      counted: typeof counted === 'function' ? counted(method) : counted,
      weights,
      euros,
      spread,
    }),
    parts: null,
  }
}
