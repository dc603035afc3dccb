import { globSync } from 'node:fs'
import { resolve } from 'node:path'
import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import { describe, expect, test } from 'vitest'
import { REGISTER } from '../../views/site/register.tsx'

/** Every table of the program, by the name that the database knows. */
const TABLES = new Map<string, PgTable>()
for (const file of globSync('src/**/*schema.ts')) {
  const module: unknown = await import(resolve(file))
  for (const value of Object.values(Object(module)))
    if (is(value, PgTable)) TABLES.set(getTableName(value), value)
}

/** Columns that tell who somebody is, or where to reach them. */
const OF_PEOPLE =
  /^(email|.*_email|email_key|recipient|person|person_.*|substitute|phone|phones|agent_id|browser|subject_id|callback|sirets?|supplier_siret|supplier_name|firm|firm_name|actor|(?!answer_|acknowledge_).*_by|id_token|contact|correspondent.*|office)$/

/** Which line of the register tells of each table that has any. */
const TOLD: Record<string, string[]> = {
  comptes: [
    'agents',
    'identities',
    'memberships',
    'access_requests',
    'api_tokens',
    'consultation_drafts',
    'programme_uploads',
    'complement_links',
    'complement_opt_outs',
    'complement_refusals',
    'request_handlers',
  ],
  sessions: ['sessions', 'sign_in_links'],
  ecritures: [
    'audit_log',
    'analysis_corrections',
    'analysis_comments',
    'analysis_signatures',
    'possible_duplicates',
    'documents',
    'pact_group_steps',
    'pact_versions',
    'kept_reasons',
  ],
  abus: ['rate_limits'],
  courriels: ['outbox'],
  alertes: ['alert_subscriptions', 'alert_blocks'],
  'flux-pousses': ['hub_subscribers'],
  formations: ['training_registrations', 'training_interests'],
  rencontres: ['rencontre_firms', 'rencontre_bookings', 'rencontre_interests'],
  demandes: ['requests', 'request_messages', 'request_relays'],
  modele: ['template_uses'],
  signalements: ['pact_error_reports', 'pact_uses'],
  pacte: ['pact_comments', 'pact_group_members'],
  contacts: ['help_bodies', 'help_contacts', 'correspondents'],
  avis: ['planned_purchases', 'rencontres'],
  titulaires: ['awards', 'contract_suppliers', 'establishments', 'analysis_contract_lines'],
}

/** Public bodies, which are nobody. */
const BODIES = ['partners', 'buyers']

describe('the register of processing', () => {
  test('tells of every table that knows a person', () => {
    const told = new Set(Object.values(TOLD).flat())
    const untold = [...TABLES].flatMap(([name, table]) => {
      const columns = Object.values(getTableColumns(table)).map((column) => column.name)
      const found = columns.filter((column) => OF_PEOPLE.test(column))
      return found.length > 0 && !told.has(name) && !BODIES.includes(name)
        ? [`${name}: ${found.join(', ')}`]
        : []
    })
    expect(untold).toEqual([])
  })

  test('names only lines and tables that are there', () => {
    const lines = REGISTER.map(({ id }) => id)
    expect(Object.keys(TOLD).filter((id) => !lines.includes(id))).toEqual([])
    expect(
      Object.values(TOLD)
        .flat()
        .filter((name) => !TABLES.has(name)),
    ).toEqual([])
  })
})
