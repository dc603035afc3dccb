import * as z from 'zod'
import { lotKey } from '../consultations/lot-key.ts'
import { LOT_LIMIT, lotNumber } from './consultation-schema.ts'
import { day, euros, line, siret } from './fields.ts'

const count = z.int().min(0).max(9_999)

/** Why a call ends without a contract, for the whole or for some lots. */
export const cancellationSchema = z
  .strictObject({
    kind: z.enum(['withdrawn', 'abandoned', 'unsuccessful']).meta({
      description:
        '`withdrawn`: the notice is cancelled (avis annulé), the whole only; `abandoned`: the procedure (sans suite); `unsuccessful`: no suitable bid (infructueux)',
    }),
    ground: line(500)
      .optional()
      .meta({ description: 'Why, in French; compulsory where it is abandoned' }),
    lots: z
      .array(lotNumber)
      .min(1)
      .max(LOT_LIMIT)
      .optional()
      .meta({ description: 'Numbers of the lots; absent: the whole' }),
    bids: count.optional().meta({ description: 'Bids received' }),
    irregularBids: count.optional().meta({ description: 'Of those, irregular ones' }),
  })
  .superRefine(({ kind, ground, lots, bids, irregularBids }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (kind === 'abandoned' && ground === undefined) refuse('ground', 'missing')
    if (kind === 'withdrawn' && lots !== undefined)
      refuse('lots', 'a notice is withdrawn as a whole')
    if (kind === 'withdrawn' && bids !== undefined) refuse('bids', 'only with another kind')
    if ((irregularBids ?? 0) > (bids ?? Infinity)) refuse('irregularBids', 'more than bids')
  })
  .meta({ id: 'Cancellation', description: 'The end of a call without a contract' })

const winner = z
  .strictObject({
    name: line(300),
    siret: siret.optional(),
    foreign: z
      .strictObject({
        country: z
          .string()
          .regex(/^[A-Z]{2}$/)
          .refine((country) => country !== 'FR', 'a French firm has a SIRET')
          .meta({ description: 'ISO 3166-1 alpha-2', example: 'ES' }),
        id: line(60).meta({ description: 'Its number in a register there', example: 'B12345678' }),
      })
      .optional()
      .meta({ description: 'For a firm without SIRET' }),
    commune: line(200).optional().meta({ description: 'Where it is' }),
    size: z
      .enum(['micro', 'sme', 'mid-size', 'large'])
      .optional()
      .meta({ description: 'Size as the law counts it (loi 2008-776, art. 51)' }),
  })
  .refine(({ siret: number, foreign }) => number === undefined || foreign === undefined, {
    message: 'a SIRET or a foreign number, not both',
    path: ['foreign'],
  })
  .meta({ id: 'Winner', description: 'A firm that has obtained the contract' })

const award = z
  .strictObject({
    lot: lotNumber.optional().meta({ description: 'Number of the lot; absent: the whole' }),
    winners: z
      .array(winner)
      .min(1)
      .max(10)
      .meta({ description: 'Several where a group, or several firms, have obtained it' }),
    amount: euros
      .optional()
      .meta({ description: 'Amount of the contract, in euros excluding VAT' }),
    bids: count.optional().meta({ description: 'Bids received' }),
    irregularBids: count.optional().meta({ description: 'Of those, irregular ones' }),
    smeBids: count.optional().meta({ description: 'Of those, from small and medium enterprises' }),
    notifiedOn: day.optional().meta({ description: 'Day on which the contract was notified' }),
  })
  .superRefine(({ bids = Infinity, irregularBids = 0, smeBids = 0 }, context) => {
    const refuse = (path: string) =>
      context.addIssue({ code: 'custom', path: [path], message: 'more than bids' })
    if (irregularBids > bids) refuse('irregularBids')
    if (smeBids > bids) refuse('smeBids')
  })
  .meta({ id: 'LotAward', description: 'Who has obtained a lot, or the whole' })

/** Who has obtained what. */
export const awardSchema = z
  .strictObject({
    awards: z.array(award).min(1).max(LOT_LIMIT).meta({
      description:
        'One for the whole, or one for each lot; lots that are not named stay as they are',
    }),
  })
  .superRefine(({ awards }, context) => {
    const keys = awards.map(({ lot }) => (lot === undefined ? '' : lotKey(lot)))
    for (const [index, key] of keys.entries())
      if (keys.indexOf(key) < index || (key === '' && keys.length > 1))
        context.addIssue({
          code: 'custom',
          path: ['awards', index, 'lot'],
          message: 'one award for the whole, or one for each lot',
        })
  })
  .meta({ id: 'Award', description: 'The result of a consultation' })

export type PushedCancellation = z.output<typeof cancellationSchema>
export type PushedAward = z.output<typeof awardSchema>
