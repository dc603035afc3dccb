import * as z from 'zod'
import { consultationSchema } from './consultation-schema.ts'
import { externalIdSchema } from './external-id.ts'
import { awardSchema, cancellationSchema } from './outcome-schema.ts'

/** Operations of one batch. */
const BATCH_LIMIT = 1_000

const operation = z
  .discriminatedUnion('operation', [
    z.strictObject({
      operation: z.literal('put'),
      externalId: externalIdSchema,
      consultation: consultationSchema,
    }),
    z.strictObject({
      operation: z.literal('cancel'),
      externalId: externalIdSchema,
      cancellation: cancellationSchema,
    }),
    z.strictObject({
      operation: z.literal('award'),
      externalId: externalIdSchema,
      award: awardSchema,
    }),
  ])
  .meta({ id: 'Operation', description: 'One write, as the call of the same name does it' })

/** Many writes, all of them or none. */
export const batchSchema = z
  .strictObject({
    operations: z
      .array(operation)
      .min(1)
      .max(BATCH_LIMIT)
      .meta({ description: 'In their order; several may be about one consultation' }),
  })
  .meta({ id: 'Batch', description: 'Many writes, all of them or none' })

export type PushedBatch = z.output<typeof batchSchema>
