import { apiDocument, type JsonSchema } from '../../api/document.ts'
import { API_ROOT } from '../../api/operations.ts'
import { isInOcds } from './tender.ts'

/** What tools ask of an extension of OCDS (extension.json). */
export function extensionOf(baseUrl: string) {
  return {
    name: { en: 'Guichet' },
    description: {
      en: 'What French notices tell and OCDS 1.1 has no field for, under the names that the API of Guichet has for them.',
    },
    documentationUrl: { en: `${baseUrl}/api` },
    compatibility: ['1.1'],
    schemas: ['release-schema.json'],
    contactPoint: { name: 'Guichet', url: baseUrl },
  }
}

/** The extension as a patch of the release schema (JSON merge patch), out of the schemas of the API. */
export function extensionSchema(baseUrl: string) {
  const { Consultation } = apiDocument(baseUrl).components.schemas
  const fields = Object.entries(Consultation?.properties ?? {}).filter(
    ([name]) => !isInOcds(name) && !ASKED_ONLY.has(name),
  )
  const doubt: JsonSchema = {
    description: 'Why the end of tenderPeriod must be checked with the buyer',
    type: 'string',
    enum: ['sources-disagree', 'no-hour', 'ambiguous-hour', 'clock-trap'],
  }
  const lotFields = {
    number: { type: 'string', description: 'Where several lots have the same number' },
    trades: { type: 'array', items: { type: 'string' }, description: 'Trades of the board' },
    reserved: { type: 'string', description: 'For whom the lot is reserved' },
  }
  const document = `${baseUrl}${API_ROOT}/openapi.json`
  return {
    definitions: {
      Tender: {
        properties: {
          guichet: {
            title: 'Guichet',
            description: 'What French notices tell beyond OCDS',
            type: 'object',
            properties: {
              ...Object.fromEntries(
                fields.map(([name, schema]) => [name, withReferencesInto(schema, document)]),
              ),
              deadlineDoubt: doubt,
            },
          },
        },
      },
      Lot: {
        properties: {
          guichet: {
            title: 'Guichet',
            description: 'What French notices tell of a lot beyond OCDS',
            type: 'object',
            properties: lotFields,
          },
        },
      },
    },
  }
}

/** What the API asks of those who publish, and never answers back. */
const ASKED_ONLY = new Set(['checks', 'kept', 'changeReason'])

function withReferencesInto(schema: JsonSchema, document: string): unknown {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? `${document}${value}` : value,
  )
}
