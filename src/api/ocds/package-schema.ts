import * as z from 'zod'

/** Releases of one package. */
const RELEASE_LIMIT = 1_000

const text = z.string()
const value = z.looseObject({ amount: z.number().optional(), currency: text.optional() })
const period = z.looseObject({ startDate: text.optional(), endDate: text.optional() })
const identifier = z.looseObject({
  scheme: text.optional(),
  id: z.union([text, z.number()]).optional(),
})
const reference = z.looseObject({
  id: z.union([text, z.number()]).optional(),
  name: text.optional(),
  identifier: identifier.optional(),
})
const classification = z.looseObject({
  scheme: text.optional(),
  id: z.union([text, z.number()]).optional(),
})
const place = z.looseObject({ locality: text.optional() })
const location = z.looseObject({
  gazetteer: z
    .looseObject({ scheme: text.optional(), identifiers: z.array(text).optional() })
    .optional(),
})
/** What OCDS has no field for, under the names of this API: Guichet's own extension. */
const guichet = z.record(z.string(), z.unknown())

const item = z.looseObject({
  classification: classification.optional(),
  additionalClassifications: z.array(classification).optional(),
  deliveryAddress: place.optional(),
  deliveryLocation: location.optional(),
  relatedLot: z.union([text, z.number()]).optional(),
})

const document = z.looseObject({
  documentType: text.optional(),
  title: text.optional(),
  url: text.optional(),
  datePublished: text.optional(),
})

const lot = z.looseObject({
  id: z.union([text, z.number()]),
  title: text.optional(),
  description: text.optional(),
  value: value.optional(),
  minValue: value.optional(),
  status: text.optional(),
  mainProcurementCategory: text.optional(),
  tenderPeriod: period.optional(),
  guichet: guichet.optional(),
})

const tender = z.looseObject({
  id: z.union([text, z.number()]).optional(),
  title: text.optional(),
  description: text.optional(),
  status: text.optional(),
  statusDetails: text.optional(),
  items: z.array(item).optional(),
  value: value.optional(),
  minValue: value.optional(),
  procurementMethod: text.optional(),
  procurementMethodDetails: text.optional(),
  mainProcurementCategory: text.optional(),
  submissionMethod: z.array(text).optional(),
  submissionMethodDetails: text.optional(),
  tenderPeriod: period.optional(),
  enquiryPeriod: period.optional(),
  numberOfTenderers: z.number().optional(),
  contractPeriod: period.optional(),
  documents: z.array(document).optional(),
  amendments: z
    .array(
      z.looseObject({
        rationale: text.optional(),
        date: text.optional(),
        releaseID: text.optional(),
      }),
    )
    .optional(),
  lots: z.array(lot).optional(),
  guichet: guichet.optional(),
})

const award = z.looseObject({
  id: z.union([text, z.number()]).optional(),
  title: text.optional(),
  status: text.optional(),
  date: text.optional(),
  value: value.optional(),
  suppliers: z.array(reference).optional(),
  relatedLots: z.array(z.union([text, z.number()])).optional(),
  description: text.optional(),
})

/** Of the extension for bids: how many there were, of each kind. */
const bids = z.looseObject({
  statistics: z
    .array(
      z.looseObject({
        measure: text.optional(),
        value: z.number().optional(),
        relatedLot: z.union([text, z.number()]).optional(),
      }),
    )
    .optional(),
})

const contract = z.looseObject({
  id: z.union([text, z.number()]).optional(),
  awardID: z.union([text, z.number()]).optional(),
  dateSigned: text.optional(),
})

const party = z.looseObject({
  id: z.union([text, z.number()]).optional(),
  name: text.optional(),
  roles: z.array(text).optional(),
  identifier: identifier.optional(),
  address: z.looseObject({ locality: text.optional(), countryName: text.optional() }).optional(),
  contactPoint: z
    .looseObject({ name: text.optional(), email: text.optional(), telephone: text.optional() })
    .optional(),
  details: z
    .looseObject({ scale: text.optional(), categorieEntreprise: text.optional() })
    .optional(),
})

/** The fields of a release that are read; others stay unread, and are told. */
export const releaseSchema = z
  .looseObject({
    ocid: text.min(1).max(100),
    id: z.union([text, z.number()]).optional(),
    date: text.optional(),
    tag: z.union([text, z.array(text)]).optional(),
    initiationType: text.optional(),
    language: text.optional(),
    parties: z.array(party).max(1_000).optional(),
    buyer: reference.optional(),
    planning: z
      .looseObject({
        rationale: text.optional(),
        budget: z.looseObject({ amount: value.optional(), project: text.optional() }).optional(),
      })
      .optional(),
    tender: tender.optional(),
    bids: bids.optional(),
    awards: z.array(award).max(500).optional(),
    contracts: z.array(contract).max(500).optional(),
  })
  .meta({ id: 'OcdsRelease', description: 'A release of OCDS 1.1, the fields that are read' })

/** A release package or a record package of OCDS 1.1. */
export const packageSchema = z
  .looseObject({
    uri: text.optional(),
    version: text.optional(),
    publishedDate: text.optional(),
    releases: z.array(releaseSchema).min(1).max(RELEASE_LIMIT).optional(),
    records: z
      .array(
        z.looseObject({
          ocid: text.optional(),
          releases: z.array(z.unknown()).optional(),
          compiledRelease: releaseSchema.optional(),
        }),
      )
      .min(1)
      .max(RELEASE_LIMIT)
      .optional(),
  })
  .refine(({ releases, records }) => (releases === undefined) !== (records === undefined), {
    message: 'a release package has releases, a record package has records',
  })
  .meta({ id: 'OcdsPackage', description: 'A release package or a record package of OCDS 1.1' })

export type Release = z.output<typeof releaseSchema>
export type OcdsPackage = z.output<typeof packageSchema>
export type OcdsAward = z.output<typeof award>
