import { describe, expect, it } from 'vitest'
import { format } from 'prettier'
import { apiDocument, type JsonSchema, openApiPath } from '../../src/api/document.ts'
import { documentationOf } from '../../src/api/documentation.ts'
import { API_ROOT, OPERATIONS } from '../../src/api/operations.ts'
import { consultationSchema } from '../../src/api/consultation-schema.ts'
import { PROBLEM_STATUS } from '../../src/api/refusal.ts'
import { ROUTES } from '../../src/app.ts'
import {
  API_FIELD_WORDS,
  OPERATION_WORDS,
  PROBLEM_WORDS,
  SCHEMA_WORDS,
} from '../../views/words/api.ts'
import { FIELD_LABELS } from '../../views/words/fields.ts'
import { documentOfSchemas } from '../support/openapi-document.ts'
import { useProgram } from '../support/use-program.ts'

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

  it('has a field for every fact, and three that are none', () => {
    const fields = Object.keys(consultationSchema.shape)
    const named = Object.keys(FIELD_LABELS).flatMap((fact) => ELSEWHERE[fact] ?? [fact])
    expect(named.filter((field) => !fields.includes(field))).toEqual([])
    const others = fields.filter((field) => !named.includes(field))
    expect(others).toEqual(['publishedAt', 'checks', 'kept'])
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

/** Facts that are announced under another name, or told by a call of their own. */
const ELSEWHERE: Record<string, string[]> = {
  object: ['title'],
  statusReason: ['changeReason'],
  outcome: [],
}

describe('the page of the API', () => {
  const program = useProgram()

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
