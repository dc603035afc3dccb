import { boolean, char, date, index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import type { PlaceKind } from '../places/schema.ts'

export type PartnerKind =
  'departement' | 'intercommunality' | 'commune' | 'public-body' | 'chamber' | 'professional-body'

/** Organisations of the pact: signatory councils, chambers, professional bodies. */
export const partners = pgTable('partners', {
  id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
  slug: text('slug').notNull().unique(),
  siret: char('siret', { length: 14 }).notNull().unique(),
  name: text('name').notNull(),
  shortName: text('short_name').notNull(),
  kind: text('kind').$type<PartnerKind>().notNull(),
  /** Null for a partner that has not signed, as a chamber may not. */
  signatorySince: date('signatory_since', { mode: 'string' }),
  signatoryUntil: date('signatory_until', { mode: 'string' }),
  /** French sentence: which of its consultations stand on the board. */
  coverage: text('coverage'),
  website: text('website'),
  buyerProfileUrl: text('buyer_profile_url'),
  territoryKind: text('territory_kind').$type<PlaceKind>(),
  territoryCode: text('territory_code'),
  demonstration: boolean('demonstration').notNull().default(false),
})

/** The SME correspondent (« correspondant PME ») of a partner; no row: « à désigner ». */
export const correspondents = pgTable('correspondents', {
  partnerId: integer('partner_id')
    .primaryKey()
    .references(() => partners.id, { onDelete: 'cascade' }),
  name: text('name').notNull(),
  function: text('function'),
  email: text('email'),
  phones: text('phones').array().notNull(),
})

/** Any body that buys, whether it signed or not. */
export const buyers = pgTable(
  'buyers',
  {
    id: integer('id').primaryKey().generatedByDefaultAsIdentity(),
    slug: text('slug').notNull().unique(),
    /** As best known: the directory's spelling, else the first one met. */
    name: text('name').notNull(),
    nameKey: text('name_key').notNull(),
    siret: char('siret', { length: 14 }).unique(),
    partnerId: integer('partner_id')
      .unique()
      .references(() => partners.id),
    territoryKind: text('territory_kind').$type<PlaceKind>(),
    territoryCode: text('territory_code'),
    /** Key of the commune, intercommunality or département that it is, and not only serves (`c:11262`). */
    place: text('place').unique(),
  },
  (table) => [index('buyers_name_key').on(table.nameKey)],
)

/** Address words that a buyer had before it was found to be another: they lead to that one. */
export const buyerFormerSlugs = pgTable(
  'buyer_former_slugs',
  {
    slug: text('slug').primaryKey(),
    buyerId: integer('buyer_id')
      .notNull()
      .references(() => buyers.id, { onDelete: 'cascade' }),
  },
  (table) => [index('buyer_former_slugs_buyer').on(table.buyerId)],
)

/** Other spellings of a buyer's name or number, as it types them on platforms; one spelling is one buyer's. */
export const buyerAliases = pgTable(
  'buyer_aliases',
  {
    nameKey: text('name_key').primaryKey(),
    name: text('name').notNull(),
    buyerId: integer('buyer_id')
      .notNull()
      .references(() => buyers.id, { onDelete: 'cascade' }),
    /** Recognised, or told by an administrator: it stays when the directory is imported again. */
    learned: boolean('learned').notNull().default(false),
  },
  (table) => [index('buyer_aliases_buyer').on(table.buyerId)],
)
