import type { SQL } from 'drizzle-orm'
import type { Breakdown } from '../figures.ts'
import type { Method } from '../method.ts'

/** What tells lines apart; for sessions, mediations and uses of the model there is nothing. */
export type Dimension = 'category' | 'buyer' | 'band' | 'procedure' | 'division'

/** What the numbers of an indicator are; a share has no unit of its own. */
export type Unit =
  | 'contracts'
  | 'holders'
  | 'firms'
  | 'bids'
  | 'consultations'
  | 'lots'
  | 'days'
  | 'pieces'
  | 'percent'
  | 'sessions'
  | 'people'
  | 'mediations'
  | 'uses'

/** A direction of the pact, by the word of its address. */
export type Axis = 'simplifier' | 'informer' | 'susciter' | 'accompagner'

/**
 * A question asked of lines, as conditions on the columns that base.ts gives (false and null are the same): those of
 * schema.ts and `band`; of holders only what tells them apart: `excluded`, `size`, `local`, `regional`, `band`, `division`.
 */
export interface Question {
  /** Which lines are its cases. */
  asked: SQL
  /** Of these, those that can be told. */
  known: SQL
  /** Of these, those that are counted; null: no share, a spread only. */
  counted: SQL | null
  /** What is added up of each line instead of counting it, in the numerator and in the denominator. */
  weights: { counted: SQL; of: SQL } | null
  /** Whether amounts are compared too, as those of holders can be: each contract's is its lead's. */
  euros: boolean
  /** Groups for which medians of the amounts are told, beside everything together; null: none. */
  medians: ('category' | 'buyer')[] | null
  /** A whole number of each known case, whose spread is told in so many parts of the unit; null: none. */
  spread: { value: SQL; parts: number } | null
}

/** Cases told apart by what they are, each part a share of all that are known. */
export interface Parts {
  breakdown: Breakdown & ('ground' | 'kind' | 'cross')
  /** Beside everything together, within each group of these. */
  within: ('category' | 'band' | 'division')[]
  groups: { group: string; is: SQL }[]
}

interface Told {
  /** French word in addresses and files. */
  slug: string
  axis: Axis
  /** Of its cases; what numerator and denominator count where that is something else. */
  unit: Unit
  counts: Unit
  /** Of its spread. */
  spreadUnit: Unit | null
  /** Whether anyone may see the lines behind it: no public reproach on a single consultation (users.md, decision 7). */
  areLinesPublic: boolean
  /** The version of the method that first measures it, where it is not the first; whether those before name it. */
  since?: { version: number; isNamedBefore: boolean }
}

/** What is asked of the lines of one kind. */
export interface LinesIndicator extends Told {
  of:
    | 'holders'
    | 'contracts'
    | 'everything'
    | 'consultations'
    | 'sessions'
    | 'mediations'
    | 'modelUses'
  /** Tables beside the one of everything together. */
  by: Dimension[]
  question: (method: Method) => Question
  parts: Parts | null
}

/** What is asked of the firms that hold contracts: by everything together and by buyer. */
export interface FirmsIndicator extends Told {
  of: 'firms'
  question: 'distinct' | 'first' | 'new'
}

export type Indicator = LinesIndicator | FirmsIndicator
