import { customType, numeric, timestamp } from 'drizzle-orm/pg-core'

/** An instant, to the millisecond, as JavaScript has them. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })

/** Euros and cents. */
export const euros = (name: string) => numeric(name, { precision: 20, scale: 2, mode: 'number' })

/** The bytes of a file. */
export const bytea = customType<{
  data: Uint8Array<ArrayBuffer>
  driverData: Uint8Array<ArrayBuffer>
}>({ dataType: () => 'bytea' })

/** Words to search in, as PostgreSQL makes them of a text. */
export const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })
