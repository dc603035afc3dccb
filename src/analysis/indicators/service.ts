import { sql } from 'drizzle-orm'
import { consultationsShare, lines } from './questions.ts'
import type { LinesIndicator } from './indicator.ts'

/** How much the shared model is used. */
export const MODEL_USE: LinesIndicator[] = [
  {
    ...consultationsShare('usage-du-modele', {
      axis: 'simplifier',
      by: ['buyer'],
      asked: sql`model_below is not null and not (coalesce(amount_min, 0) >= model_below)`,
      known: sql`amount_max < model_below
      or (amount_max = model_below and coalesce(amount_min, 0) < model_below)`,
      counted: sql`model_used`,
    }),
    since: { version: 2, isNamedBefore: true },
  },
  {
    ...lines(
      'utilisations-du-modele',
      { axis: 'simplifier', by: [], known: sql`true`, counted: sql`partner is null` },
      'modelUses',
    ),
    unit: 'uses',
    counts: 'uses',
    since: { version: 2, isNamedBefore: false },
  },
]

/** What mediations come to: never by buyer, whose few cases would tell of a firm. */
export const MEDIATIONS: LinesIndicator[] = [
  {
    ...lines(
      'mediations',
      { axis: 'accompagner', by: [], known: sql`true`, counted: sql`outcome <> 'open'` },
      'mediations',
    ),
    unit: 'mediations',
    counts: 'mediations',
    areLinesPublic: false,
    since: { version: 2, isNamedBefore: true },
    parts: {
      breakdown: 'kind',
      within: [],
      groups: (['agreement', 'partial', 'none', 'withdrawn', 'open'] as const).map((group) => ({
        group: `mediation-${group}`,
        is: sql`outcome = ${group}::text`,
      })),
    },
  },
  {
    ...lines(
      'delai-des-mediations',
      {
        axis: 'accompagner',
        by: [],
        asked: sql`outcome in ('agreement', 'partial', 'none')`,
        known: sql`days is not null`,
        counted: null,
        spread: { value: sql`days`, parts: 1 },
      },
      'mediations',
    ),
    unit: 'mediations',
    counts: 'mediations',
    spreadUnit: 'days',
    areLinesPublic: false,
    since: { version: 2, isNamedBefore: false },
  },
]
