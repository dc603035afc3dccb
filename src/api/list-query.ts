import * as z from 'zod'

/** How a page of the list is asked for. */
export const listQuery = z.object({
  after: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional()
    .meta({ description: 'As `next` has it' }),
  limit: z
    .string()
    .regex(/^(?:[1-9]\d?|100)$/)
    .optional()
    .meta({ description: 'From 1 to 100; 50 by default' }),
})
