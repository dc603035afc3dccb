import * as z from 'zod'
import { consultationSchema, type PushedConsultation } from './consultation-schema.ts'
import { externalIdSchema } from './external-id.ts'

const outcome = z
  .strictObject({
    lot: z.string().nullable().meta({ description: 'Number of the lot; null: the whole' }),
    kind: z.enum(['awarded', 'unsuccessful', 'abandoned']),
    winners: z.array(
      z.strictObject({
        name: z.string(),
        siret: z.string().nullable(),
        foreignId: z.string().optional(),
        commune: z.string().nullable(),
        size: z.enum(['micro', 'sme', 'mid-size', 'large']).optional(),
      }),
    ),
    amount: z.number().nullable(),
    bids: z.number().nullable(),
    irregularBids: z.number().nullable(),
    smeBids: z.number().optional(),
    notifiedOn: z.string().nullable(),
    ground: z.string().nullable(),
  })
  .meta({ id: 'Outcome', description: 'What has become of a lot, or of the whole' })

/** A consultation as this partner's program has stated it. */
export const statedSchema = z
  .strictObject({
    externalId: externalIdSchema,
    reference: z
      .string()
      .meta({ description: 'Public reference of the board', example: '2026-0042' }),
    ocid: z.string().meta({ description: 'Open Contracting identifier' }),
    url: z.string().meta({ format: 'uri', description: 'Its public page' }),
    status: z.enum(['planned', 'active', 'withdrawn', 'abandoned', 'unsuccessful', 'awarded']),
    statusReason: z
      .string()
      .nullable()
      .meta({ description: 'Ground given for its end or for a change' }),
    publishedAt: z.string().meta({ format: 'date-time' }),
    changedAt: z.string().meta({ format: 'date-time' }),
    consultation: consultationSchema,
    outcomes: z.array(outcome).meta({ description: 'What has become of it' }),
  })
  .meta({ id: 'Stated', description: 'A consultation as this partner’s program has stated it' })

const warning = z
  .strictObject({
    code: z.string().meta({ description: 'Code of the finding: what `kept` names' }),
    severity: z.enum(['error', 'warning', 'question']),
    pointer: z.string().meta({ description: 'JSON pointer (RFC 6901) into the body' }),
    title: z.string().meta({ description: 'In French' }),
    detail: z.string().meta({ description: 'In French' }),
    article: z
      .string()
      .nullable()
      .meta({ description: 'Article of the code de la commande publique' }),
    proposal: z
      .string()
      .nullable()
      .meta({ description: 'A deadline that none of the checks would find fault with' }),
    kept: z.boolean().meta({ description: 'Kept to, with a reason' }),
  })
  .meta({ id: 'Warning', description: 'What the checks before publication have found' })

const result = z
  .enum(['created', 'changed', 'unchanged'])
  .meta({ description: '`unchanged`: nothing was written, no notice was made' })

/** What a write came to. */
export const writtenSchema = z
  .strictObject({ result, warnings: z.array(warning), stated: statedSchema })
  .meta({ id: 'Written', description: 'What a write came to' })

/** What a batch came to. */
export const batchWrittenSchema = z
  .strictObject({
    results: z.array(
      z.strictObject({
        row: z.int().meta({ description: 'Place of the operation, or of the release, from 0' }),
        externalId: externalIdSchema,
        reference: z.string(),
        url: z.string().meta({ format: 'uri' }),
        result,
        warnings: z.array(warning),
      }),
    ),
    unread: z
      .array(z.strictObject({ pointer: z.string(), row: z.int(), detail: z.string() }))
      .optional()
      .meta({ description: 'OCDS: what stands in the package and was not understood' }),
  })
  .meta({ id: 'BatchWritten', description: 'What a batch, or a package, came to' })

export const listSchema = z
  .strictObject({
    consultations: z.array(statedSchema),
    next: z.string().nullable().meta({ description: 'Address of the next page; null on the last' }),
  })
  .meta({ id: 'Page', description: 'A page of the partner’s own consultations, the oldest first' })

/** Problem details (RFC 9457). */
export const problemSchema = z
  .strictObject({
    type: z
      .string()
      .meta({ format: 'uri', description: 'Which kind of problem: an anchor of its explanation' }),
    status: z.int(),
    title: z.string().meta({ description: 'In French' }),
    detail: z.string().meta({ description: 'In English' }),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string().meta({ description: 'JSON pointer (RFC 6901) into the body' }),
          detail: z.string(),
          row: z
            .int()
            .optional()
            .meta({ description: 'Place of the operation, or of the release, from 0' }),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem', description: 'Problem details (RFC 9457)' })

/** What was announced has no more than what is stated of it. */
export type StatedAnswer = Omit<z.output<typeof statedSchema>, 'consultation'> & {
  consultation: Partial<PushedConsultation>
}
export type WarningAnswer = z.output<typeof warning>
