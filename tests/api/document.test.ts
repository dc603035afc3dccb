import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { format } from 'prettier'
import { apiDocument, type JsonSchema, openApiPath } from '../../src/api/document.ts'
import { documentationOf } from '../../src/api/documentation.ts'
import { API_ROOT, OPERATIONS } from '../../src/api/operations.ts'
import { consultationSchema } from '../../src/api/consultation-schema.ts'
import { PROBLEM_STATUS } from '../../src/api/refusal.ts'
import { ROUTES } from '../../src/app.ts'
import type { FactName } from '../../src/consultations/facts.ts'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import {
  API_FIELD_WORDS,
  OPERATION_WORDS,
  PROBLEM_WORDS,
  SCHEMA_WORDS,
} from '../../views/words/api.ts'
import { testProgram, type TestProgram } from '../support/application.ts'
import { openTestPostgres } from '../support/databases.ts'
import { documentOfSchemas } from '../support/openapi-document.ts'

const document = apiDocument('https://guichet.example')
const { operations, schemas } = documentationOf(document)

describe('the OpenAPI document', () => {
  // `vitest run tests/api/document.test.ts -u` writes it anew.
  it('is made of the schemas that check what is sent', async () => {
    const made = await format(JSON.stringify(documentOfSchemas()), {
      parser: 'json',
      printWidth: 100,
    })
    await expect(made).toMatchFileSnapshot('../../src/api/openapi.json')
  })

  it('describes every call that there is, and no other', () => {
    const called = ROUTES.filter(({ kind, path }) => kind === 'api' && path.startsWith(API_ROOT))
      .map(({ method, path }) => `${method.toUpperCase()} ${openApiPath(path)}`)
      .toSorted()
    const described = operations.map(({ method, path }) => `${method} ${path}`).toSorted()
    expect(described).toEqual(called)
    expect(called).toHaveLength(Object.keys(OPERATIONS).length)
  })

  it('is one of version 3.1, whose references all lead somewhere', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(document.servers).toEqual([{ url: `https://guichet.example${API_ROOT}` }])
    const text = JSON.stringify(document)
    const names = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    )
    expect(names.length).toBeGreaterThan(20)
    expect(names.filter((name) => !document.components.schemas[name ?? ''])).toEqual([])
    for (const [path, item] of Object.entries(document.paths))
      for (const operation of Object.values(item) as {
        parameters?: { name: string; in: string }[]
        responses: object
      }[]) {
        const inPath = (operation.parameters ?? []).filter((each) => each.in === 'path')
        expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? [])
        expect(Object.keys(operation.responses)).toContain('401')
      }
  })

  it('shows examples that its schemas allow', () => {
    for (const operation of Object.values(OPERATIONS)) {
      if (!('body' in operation)) continue
      const { schema, example } = operation.body
      expect(schema.safeParse(example).error?.issues).toBeUndefined()
      expect(schema.safeParse({ unheardOf: 1 }).success).toBe(false)
    }
  })

  it('forbids fields that it does not name', () => {
    const loose = schemas.filter(({ name }) => {
      const schema = document.components.schemas[name]
      const forms = schema?.oneOf ?? [schema]
      return forms.some((form) => form?.additionalProperties !== false)
    })
    expect(loose).toEqual([])
  })

  it('has a field for every fact', () => {
    const fields = Object.keys(consultationSchema.shape)
    expect(
      Object.values(FIELD_OF_FACT)
        .flat()
        .filter((field) => !fields.includes(field)),
    ).toEqual([])
  })

  it('describes every field of a consultation', () => {
    const undescribed = (schema: JsonSchema & { description?: string }) =>
      !schema.description && !schema.$ref && !schema.allOf
    const found = schemas
      .filter(({ name }) => ['Consultation', 'Cancellation', 'Award', 'Checks'].includes(name))
      .flatMap(({ name, fields }) =>
        fields.filter(({ schema }) => undescribed(schema)).map((field) => `${name}.${field.name}`),
      )
    expect(found).toEqual([])
  })
})

/** Where each fact is announced, or told by a call of its own. */
const FIELD_OF_FACT: Record<FactName, string[]> = {
  object: ['title'],
  description: ['description'],
  buyers: ['buyers'],
  reference: ['reference'],
  boampId: ['boampId'],
  category: ['category'],
  procedure: ['procedure'],
  contractForm: ['contractForm'],
  frameworkMaximum: ['frameworkMaximum'],
  cpv: ['cpv'],
  trades: ['trades'],
  place: ['place'],
  amount: ['amount'],
  lots: ['lots'],
  divided: ['divided'],
  lotCount: ['lotCount'],
  deadline: ['deadline'],
  deadlineStage: ['deadlineStage'],
  questionsUntil: ['questionsUntil'],
  siteVisit: ['siteVisit'],
  duration: ['duration'],
  expectedStart: ['expectedStart'],
  renewals: ['renewals'],
  variants: ['variants'],
  grouping: ['grouping'],
  reserved: ['reserved'],
  socialClauses: ['socialClauses'],
  environmentalClauses: ['environmentalClauses'],
  criteria: ['criteria'],
  qualifications: ['qualifications'],
  requiredDocuments: ['requiredDocuments'],
  minimumTurnover: ['minimumTurnover'],
  samples: ['samples'],
  advance: ['advance'],
  paymentDelayDays: ['paymentDelayDays'],
  response: ['response'],
  noticeUrl: ['noticeUrl'],
  documentsUrl: ['documentsUrl'],
  documentsVersion: ['documentsVersion'],
  documents: ['documents'],
  answers: ['answers'],
  contact: ['contact'],
  status: ['status'],
  statusReason: ['changeReason'],
  outcome: [],
  renews: ['renews'],
}

describe('the page of the API', () => {
  let database: OpenDatabase
  let program: TestProgram
  beforeAll(async () => {
    database = await openTestPostgres('ready')
    program = await testProgram(database, '2026-11-20T10:00:00+01:00')
  })
  afterAll(() => database.close())

  it('tells every call and every field in French', async () => {
    const page = await program.text('/api')
    for (const { id, method, path } of operations) {
      expect(page).toContain(OPERATION_WORDS[id].title)
      expect(page).toContain(`${method} ${path}`)
    }
    const unsaid = schemas.flatMap(({ name, fields }) => [
      ...(SCHEMA_WORDS[name] ? [] : [name]),
      ...fields
        .map((field) => field.name)
        .filter((field) => !API_FIELD_WORDS[`${name}.${field}`] && !API_FIELD_WORDS[field])
        .map((field) => `${name}.${field}`),
    ])
    expect(unsaid).toEqual([])
    expect(await program.text('/plan-du-site')).toContain('href="/api"')
  })

  it('explains every kind of problem at its own anchor', async () => {
    const page = await program.text('/api/v1/problemes')
    for (const kind of Object.keys(PROBLEM_STATUS)) expect(page).toContain(`id="${kind}"`)
    expect(Object.keys(PROBLEM_WORDS)).toEqual(Object.keys(PROBLEM_STATUS))
  })

  it('leads to the document, which is served as it is made', async () => {
    const served = JSON.parse(await program.text('/api/v1/openapi.json'))
    expect(served).toEqual(JSON.parse(JSON.stringify(document)))
  })
})
