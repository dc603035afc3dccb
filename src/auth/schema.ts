import { sql } from 'drizzle-orm'
import {
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant } from '../db/columns.ts'
import { partners } from '../partners/schema.ts'
import type { Role, TokenScope } from './policy.ts'

/** People who write: agents of partners, and the administrators of the instance. */
export const agents = pgTable('agents', {
  id: uuid('id').primaryKey(),
  /** In lower case. */
  email: text('email').notNull().unique(),
  name: text('name').notNull(),
  administrator: boolean('administrator').notNull().default(false),
  createdAt: instant('created_at').notNull(),
  /** When it was shut out; null: it may sign in. */
  disabledAt: instant('disabled_at'),
})

/** How an identity provider knows an agent: by issuer and subject, never by e-mail address. */
export const identities = pgTable(
  'identities',
  {
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    agentId: uuid('agent_id')
      .notNull()
      .references(() => agents.id, { onDelete: 'cascade' }),
    /** The provider behind the issuer (ProConnect's `idp_id`), where it is told. */
    providerId: text('provider_id'),
    linkedAt: instant('linked_at').notNull(),
    seenAt: instant('seen_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.issuer, table.subject] }),
    index('identities_agent').on(table.agentId),
  ],
)

/** What an agent may do for a partner; rows that ended stay. */
export const memberships = pgTable(
  'memberships',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    agentId: uuid('agent_id')
      .notNull()
      .references(() => agents.id, { onDelete: 'cascade' }),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
    role: text('role').$type<Role>().notNull(),
    /** Who gave it, as the audit log names it. */
    givenBy: text('given_by').notNull(),
    givenAt: instant('given_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (table) => [
    uniqueIndex('memberships_held')
      .on(table.agentId, table.partnerId, table.role)
      .where(sql`ended_at is null`),
    index('memberships_partner').on(table.partnerId),
  ],
)

/** Agents whom the identity provider says to belong to a partner, and who wait for a role there. */
export const accessRequests = pgTable(
  'access_requests',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    agentId: uuid('agent_id')
      .notNull()
      .references(() => agents.id, { onDelete: 'cascade' }),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
    askedAt: instant('asked_at').notNull(),
    answeredAt: instant('answered_at'),
    /** Whether a role was given; null: nobody has answered yet. */
    granted: boolean('granted'),
  },
  (table) => [
    uniqueIndex('access_requests_asked').on(table.agentId, table.partnerId),
    index('access_requests_waiting')
      .on(table.partnerId)
      .where(sql`answered_at is null`),
  ],
)

/** Sessions by the hash of what the cookie holds. */
export const sessions = pgTable(
  'sessions',
  {
    tokenHash: text('token_hash').primaryKey(),
    /** What pages call it by: the hash stays in here. */
    id: uuid('id').notNull().unique(),
    agentId: uuid('agent_id')
      .notNull()
      .references(() => agents.id, { onDelete: 'cascade' }),
    startedAt: instant('started_at').notNull(),
    seenAt: instant('seen_at').notNull(),
    /** The browser as it names itself, shortened. */
    browser: text('browser').notNull(),
    how: text('how').$type<'link' | 'oidc'>().notNull(),
    /** Kept only to sign out at the identity provider. */
    idToken: text('id_token'),
  },
  (table) => [index('sessions_agent').on(table.agentId)],
)

/** Links that sign in once, by the hash of what they carry. */
export const signInLinks = pgTable('sign_in_links', {
  tokenHash: text('token_hash').primaryKey(),
  agentId: uuid('agent_id')
    .notNull()
    .references(() => agents.id, { onDelete: 'cascade' }),
  madeBy: text('made_by').notNull(),
  madeAt: instant('made_at').notNull(),
  endsAt: instant('ends_at').notNull(),
  usedAt: instant('used_at'),
})

/** What partners' programs sign with, by the hash of the secret. A revoked one stays. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: uuid('id').primaryKey(),
    tokenHash: text('token_hash').notNull().unique(),
    partnerId: integer('partner_id')
      .notNull()
      .references(() => partners.id),
    /** What it is for, in the words of who made it. */
    name: text('name').notNull(),
    scopes: text('scopes').array().$type<TokenScope[]>().notNull(),
    madeBy: text('made_by').notNull(),
    madeAt: instant('made_at').notNull(),
    usedAt: instant('used_at'),
    revokedAt: instant('revoked_at'),
    revokedBy: text('revoked_by'),
  },
  (table) => [index('api_tokens_partner').on(table.partnerId)],
)
