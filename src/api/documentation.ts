import type { ApiDocument, DescribedCall, JsonSchema } from './document.ts'
import { API_ROOT, type OperationId, OPERATIONS } from './operations.ts'
import type { ProblemKind } from './refusal.ts'

/** A call as its page shows it. */
export interface DocumentedOperation {
  id: OperationId
  method: string
  path: string
  /** Name of the schema of its body, and an example; null where it takes none. */
  body: { schema: string; example: unknown; most: number } | null
  answers: { status: string; schema: string }[]
  problems: readonly ProblemKind[]
}

export interface DocumentedSchema {
  name: string
  fields: { name: string; schema: JsonSchema; required: boolean }[]
}

/** The API as its page shows it, out of its OpenAPI document. Schemas of OCDS are left to OCDS. */
export function documentationOf(document: ApiDocument): {
  operations: DocumentedOperation[]
  schemas: DocumentedSchema[]
} {
  const { schemas } = document.components
  return {
    operations: Object.entries(document.paths).flatMap(([path, item]) =>
      (['get', 'put', 'post'] as const).flatMap((method) => {
        const operation = item[method]
        return operation ? [documented(method, path, operation)] : []
      }),
    ),
    schemas: Object.entries(schemas).flatMap(([name, each]) => {
      const schema = wholeOf(each)
      return name.startsWith('Ocds') || !schema.properties ? [] : [documentedSchema(name, schema)]
    }),
  }
}

/** One object for several forms of it: all their fields, and as required those of every form. */
function wholeOf(schema: JsonSchema): JsonSchema {
  const forms = schema.oneOf?.filter(({ properties }) => properties) ?? []
  const [first] = forms
  if (!first) return schema
  const properties: Record<string, JsonSchema> = {}
  for (const form of forms)
    for (const [name, field] of Object.entries(form.properties ?? {})) {
      const known = properties[name]
      properties[name] = known?.enum
        ? { ...known, enum: [...known.enum, ...(field.enum ?? [])] }
        : field
    }
  const required = (first.required ?? []).filter((name) =>
    forms.every((form) => form.required?.includes(name)),
  )
  return { ...schema, properties, required }
}

/** The name of a schema that stands for itself; empty for one that is told in place. */
export function schemaName({ $ref = '' }: JsonSchema): string {
  return $ref.slice($ref.lastIndexOf('/') + 1)
}

function documented(method: string, path: string, operation: DescribedCall): DocumentedOperation {
  const { operationId: id, requestBody, responses } = operation
  const known = OPERATIONS[id]
  const sent = requestBody?.content?.['application/json']
  return {
    id,
    method: method.toUpperCase(),
    path: `${API_ROOT}${path}`,
    body:
      sent && 'body' in known
        ? { schema: schemaName(sent.schema ?? {}), example: sent.example, most: known.body.most }
        : null,
    answers: Object.entries(responses).flatMap(([status, { content }]) => {
      const schema = content?.['application/json']?.schema
      return schema ? [{ status, schema: schemaName(schema) }] : []
    }),
    problems: known.problems,
  }
}

function documentedSchema(name: string, schema: JsonSchema): DocumentedSchema {
  const { properties = {}, required = [] } = schema
  return {
    name,
    fields: Object.entries(properties).map(([field, each]) => ({
      name: field,
      schema: each,
      required: required.includes(field),
    })),
  }
}
