import { doublePrecision, pgTable, text } from 'drizzle-orm/pg-core'
import type { Rule } from './rule.ts'

/** The dated rules, some tens of rows that an administrator extends. Days are texts like 2026-04-01. */
export const rules = pgTable('rules', {
  /** What tells it from all others: its name, its case and its first day. */
  key: text('key').primaryKey(),
  name: text('name').$type<Rule['name']>().notNull(),
  category: text('category').$type<Rule['category']>(),
  buyer: text('buyer').$type<Rule['buyer']>(),
  procedure: text('procedure').$type<Rule['procedure']>(),
  circumstance: text('circumstance').$type<Rule['circumstance']>(),
  amountFrom: doublePrecision('amount_from'),
  period: text('period'),
  from: text('in_force_from').notNull(),
  until: text('in_force_until'),
  value: doublePrecision('value').notNull(),
  article: text('article'),
})
