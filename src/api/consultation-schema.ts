import * as z from 'zod'
import { CATEGORIES, PROCEDURES } from '../consultations/facts.ts'
import { lotKey } from '../consultations/lot-key.ts'
import { LOT_GROUNDS } from '../rules/check-lots.ts'
import { DEADLINE_REASONS } from '../rules/finding.ts'
import {
  cpv,
  day,
  email,
  euros,
  instant,
  instantOrDay,
  line,
  prose,
  siret,
  webAddress,
} from './fields.ts'

/** Lots of one consultation. */
export const LOT_LIMIT = 500

const category = z.enum(CATEGORIES)
const reserved = z.enum(['none', 'adapted-enterprises', 'integration', 'social-economy'])

const trades = z
  .array(line(100))
  .max(20)
  .meta({ description: 'Trades of the board, by the words that its addresses carry (`metier=`)' })

const place = z
  .strictObject({
    name: line(200).meta({
      description: 'Commune, intercommunality or département, recognised by its name',
    }),
    code: z
      .string()
      .regex(/^(?:\d[\dAB]\d{3}|\d{9}|\d[\dAB]\d?)$/)
      .optional()
      .meta({
        description:
          'INSEE code of the commune, SIREN of the intercommunality, or number of the département',
      }),
  })
  .meta({ id: 'Place', description: 'Where the contract is performed' })

const amount = z
  .strictObject({ min: euros.optional(), max: euros.optional() })
  .refine(({ min, max }) => min !== undefined || max !== undefined, 'min, max or both')
  .refine(({ min, max }) => (min ?? 0) <= (max ?? Infinity), 'min is above max')
  .meta({ id: 'Amount', description: 'A published estimate or band, in euros excluding VAT' })

/** How a lot is named in its consultation. */
export const lotNumber = line(20).meta({ description: 'Number of the lot, as firms read it' })

const lot = z
  .strictObject({
    number: lotNumber,
    title: line(500).meta({ description: 'What the lot is' }),
    description: prose(5_000).optional().meta({ description: 'More about it' }),
    category: category.optional().meta({ description: 'Where it differs' }),
    cpv: z.array(cpv).max(20).optional().meta({ description: 'CPV codes, the main one first' }),
    trades: trades.optional(),
    place: place.optional(),
    amount: amount.optional(),
    deadline: instant.optional().meta({ description: 'Where it differs' }),
    reserved: reserved.optional().meta({ description: 'Where it differs' }),
  })
  .meta({ id: 'Lot', description: 'A lot as it is announced' })

const buyer = z
  .strictObject({
    name: line(300).meta({ description: 'Name of the buyer' }),
    siret: siret.optional().meta({ description: 'Its SIRET' }),
  })
  .meta({ id: 'Buyer', description: 'A public buyer' })

const siteVisit = z
  .strictObject({
    obligation: z.enum(['compulsory', 'advised', 'none']),
    dates: z.array(instantOrDay).max(50).optional(),
    booking: line(500).optional().meta({ description: 'How to make an appointment' }),
  })
  .refine(
    ({ obligation, dates = [], booking }) =>
      obligation !== 'none' || (dates.length === 0 && booking === undefined),
    {
      message: 'a visit that is not held has neither dates nor booking',
    },
  )
  .meta({ id: 'SiteVisit', description: 'Visit of the site' })

const criteria = z
  .array(
    z.strictObject({
      name: line(300),
      weight: z.number().min(0).max(100).optional().meta({ description: 'Per cent' }),
    }),
  )
  .max(50)
  .refine((list) => {
    const total = list.reduce((sum, { weight = 0 }) => sum + weight, 0)
    return list.some(({ weight }) => weight === undefined)
      ? total <= 100.5
      : list.length === 0 || Math.abs(total - 100) < 0.5
  }, 'the weights make 100 together')
  .meta({ description: 'Award criteria' })

const response = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('platform'),
      address: webAddress,
      signature: z.boolean().optional(),
    }),
    z.strictObject({
      kind: z.literal('email'),
      address: email,
      signature: z.boolean().optional(),
    }),
    z.strictObject({
      kind: z.literal('paper'),
      address: prose(500).optional(),
      signature: z.boolean().optional(),
    }),
  ])
  .meta({ description: 'How bids are sent, where, and whether they must be signed electronically' })

const contact = z
  .strictObject({
    name: line(500).optional(),
    phone: line(60)
      .regex(/^\+?[\d .()-]{6,60}$/)
      .optional(),
    email: email.optional(),
  })
  .refine((given) => Object.keys(given).length > 0, 'name, phone or email')
  .meta({ id: 'Contact', description: 'Whom firms may ask' })

const document = z
  .strictObject({
    name: line(300),
    url: webAddress,
    addedOn: day.meta({ description: 'Day on which it was added' }),
  })
  .meta({ id: 'Document', description: 'A file of the consultation that stands elsewhere' })

const answer = z
  .strictObject({
    question: prose(5_000),
    answer: prose(10_000),
    answeredOn: day.meta({ description: 'Day on which it was given' }),
  })
  .meta({ id: 'Answer', description: 'An answer that is given to all firms' })

const checks = z
  .strictObject({
    estimate: euros
      .optional()
      .meta({ description: 'Exact estimate, where only a band is published' }),
    singleLot: z
      .strictObject({
        ground: z.enum(LOT_GROUNDS),
        reason: prose(2_000).meta({ description: 'The facts, in a sentence' }),
      })
      .optional()
      .meta({ description: 'Why there are no lots (CCP, L. 2113-10 and L. 2113-11)' }),
    urgencyGround: line(500)
      .optional()
      .meta({ description: 'Why the shorter time of urgency is used' }),
    priorNotice: z
      .boolean()
      .optional()
      .meta({ description: 'A prior information notice was published' }),
  })
  .meta({
    id: 'Checks',
    description:
      'What only the checks before publication ask: never published, never answered back',
  })

const kept = z
  .array(
    z
      .strictObject({
        finding: line(50).meta({ description: 'Code of the warning' }),
        ground: z.enum(DEADLINE_REASONS),
        words: prose(2_000)
          .optional()
          .meta({ description: 'Compulsory where the ground is `other`' }),
      })
      .refine(({ ground, words }) => ground !== 'other' || words !== undefined, {
        message: 'the ground `other` wants words',
        path: ['words'],
      }),
  )
  .max(20)
  .meta({
    description:
      'Warnings that are kept to, with the reason: for the partner’s own area, and counted without names',
  })

/** A consultation as a partner's program announces it. What has become of it is told by its own calls. */
export const consultationSchema = z
  .strictObject({
    title: line(2_000)
      .refine((text) => /\p{L}/u.test(text), 'a letter at least')
      .meta({
        description: 'Subject of the contract, in a sentence',
        example: 'Réfection de la cour de l’école',
      }),
    description: prose(20_000).optional().meta({ description: 'More about it' }),
    buyers: z.array(buyer).min(1).max(50).optional().meta({
      description:
        'The first one buys, for the others too where there are several. Absent: the partner itself, which must be the first where it buys',
    }),
    reference: line(100)
      .optional()
      .meta({ description: 'The buyer’s own reference, as firms read it' }),
    boampId: z
      .string()
      .regex(/^\d{2}-\d{1,7}$/)
      .optional()
      .meta({ description: 'Number of its BOAMP notice', example: '26-12345' }),
    category: category.meta({ description: 'Main nature of the contract' }),
    procedure: z
      .enum(PROCEDURES)
      .optional()
      .meta({ description: 'Procedure; `formal` where which one is not known' }),
    contractForm: z
      .enum(['ordinary', 'framework-orders', 'framework-subsequent'])
      .optional()
      .meta({ description: 'Ordinary contract or framework agreement' }),
    frameworkMaximum: euros.optional().meta({ description: 'Maximum of the framework agreement' }),
    cpv: z.array(cpv).max(50).optional().meta({ description: 'CPV codes, the main one first' }),
    trades: trades.optional(),
    place: place.optional(),
    amount: amount.optional(),
    lots: z.array(lot).max(LOT_LIMIT).optional().meta({ description: 'Its lots' }),
    divided: z
      .boolean()
      .optional()
      .meta({ description: 'Divided into lots, where they are not listed' }),
    lotCount: z
      .int()
      .min(1)
      .max(999)
      .optional()
      .meta({ description: 'How many lots, where they are not listed' }),
    deadline: instant.optional().meta({
      description: 'When bids or candidacies are due; compulsory but for a planned consultation',
    }),
    deadlineStage: z
      .enum(['tender', 'candidacy'])
      .optional()
      .meta({ description: 'What is due then: `tender` by default' }),
    questionsUntil: instant.optional().meta({ description: 'When questions end' }),
    siteVisit: siteVisit.optional(),
    duration: line(500)
      .optional()
      .meta({ description: 'How long, in French words', example: '5 mois' }),
    expectedStart: line(500)
      .optional()
      .meta({ description: 'When it begins, in French words or a day' }),
    renewals: line(500).optional().meta({ description: 'How it may be renewed' }),
    variants: z
      .enum(['allowed', 'refused', 'required'])
      .optional()
      .meta({ description: 'Variants' }),
    grouping: line(500).optional().meta({ description: 'Form of a group of firms' }),
    reserved: reserved.optional().meta({ description: 'For whom it is reserved' }),
    socialClauses: prose(20_000).optional().meta({ description: 'Social clauses' }),
    environmentalClauses: prose(20_000).optional().meta({ description: 'Environmental clauses' }),
    criteria: criteria.optional(),
    qualifications: z
      .array(line(500))
      .max(50)
      .optional()
      .meta({ description: 'Qualifications asked for' }),
    requiredDocuments: z
      .array(line(500))
      .max(100)
      .optional()
      .meta({ description: 'Papers asked for' }),
    minimumTurnover: euros.optional().meta({ description: 'Yearly turnover asked for' }),
    samples: prose(20_000).optional().meta({ description: 'Samples asked for' }),
    advance: line(500).optional().meta({ description: 'Advance payment' }),
    paymentDelayDays: z
      .int()
      .min(1)
      .max(365)
      .optional()
      .meta({ description: 'Days until payment' }),
    response: response.optional(),
    noticeUrl: webAddress.optional().meta({ description: 'Where the notice stands officially' }),
    documentsUrl: webAddress
      .optional()
      .meta({ description: 'Where the file of the consultation is' }),
    documentsVersion: line(500)
      .optional()
      .meta({ description: 'A word that changes with that file' }),
    documents: z
      .array(document)
      .max(200)
      .optional()
      .meta({ description: 'Single files, by address' }),
    answers: z.array(answer).max(200).optional().meta({ description: 'Answers given to all' }),
    contact: contact.optional(),
    status: z
      .enum(['planned', 'active'])
      .optional()
      .meta({ description: '`planned`: firms cannot bid yet; `active` by default' }),
    changeReason: prose(2_000)
      .optional()
      .meta({ description: 'Why it is changed, told in its history' }),
    renews: line(100)
      .optional()
      .meta({ description: 'Reference of the consultation that it starts again' }),
    publishedAt: instantOrDay
      .optional()
      .meta({ description: 'When firms could first see it, here or elsewhere; absent: now' }),
    checks: checks.optional(),
    kept: kept.optional(),
  })
  .superRefine((given, context) => {
    const refuse = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message })
    const { lots = [], divided, deadline, status, amount: band, frameworkMaximum } = given
    if (status !== 'planned' && deadline === undefined) refuse(['deadline'], 'missing')
    if (divided === false && lots.length > 1) refuse(['divided'], 'there are several lots')
    if (band?.min !== undefined && frameworkMaximum !== undefined && band.min > frameworkMaximum)
      refuse(['frameworkMaximum'], 'below the amount')
    const seen = new Set<string>()
    for (const [index, { number }] of lots.entries()) {
      if (seen.has(lotKey(number))) refuse(['lots', index, 'number'], 'another lot has this number')
      seen.add(lotKey(number))
    }
  })
  .meta({
    id: 'Consultation',
    description: 'A consultation as it is announced; leave out what is not known',
  })

export type PushedConsultation = z.output<typeof consultationSchema>
export type PushedLot = z.output<typeof lot>
