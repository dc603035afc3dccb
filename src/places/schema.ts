import { doublePrecision, index, integer, pgTable, text } from 'drizzle-orm/pg-core'

/** The kinds of places with a code: INSEE code, SIREN of the intercommunality, number of the département. */
export type PlaceKind = 'commune' | 'epci' | 'departement'

/** The Aude and its neighbours. */
export const departements = pgTable('departements', {
  code: text('code').primaryKey(),
  name: text('name').notNull(),
  slug: text('slug').notNull().unique(),
})

/** Intercommunalities (EPCI à fiscalité propre) with at least one known commune. */
export const intercommunalities = pgTable(
  'intercommunalities',
  {
    siren: text('siren').primaryKey(),
    /** As the State writes it: « CC du Limouxin ». */
    name: text('name').notNull(),
    /** As readers are shown it: « CC Limouxin », « Grand Narbonne ». */
    shortName: text('short_name').notNull(),
    nameKey: text('name_key').notNull(),
    slug: text('slug').notNull().unique(),
    /** The one with most of its communes. */
    departement: text('departement')
      .notNull()
      .references(() => departements.code),
  },
  (table) => [index('intercommunalities_name_key').on(table.nameKey)],
)

export const communes = pgTable(
  'communes',
  {
    /** Five characters, « 11262 ». */
    insee: text('insee').primaryKey(),
    /** Of the commune as a body; null until the official lists are loaded again. */
    siren: text('siren').unique(),
    name: text('name').notNull(),
    nameKey: text('name_key').notNull(),
    /** Homonyms among the known communes carry their INSEE code: « bages-11024 ». */
    slug: text('slug').notNull().unique(),
    postcodes: text('postcodes').array().notNull(),
    departement: text('departement')
      .notNull()
      .references(() => departements.code),
    epciSiren: text('epci_siren').references(() => intercommunalities.siren),
    /** Centre in degrees (WGS 84); null until imported. */
    latitude: doublePrecision('latitude'),
    longitude: doublePrecision('longitude'),
    population: integer('population').notNull(),
  },
  (table) => [
    index('communes_name_key').on(table.nameKey),
    index('communes_postcodes').using('gin', table.postcodes),
    index('communes_epci').on(table.epciSiren),
  ],
)
