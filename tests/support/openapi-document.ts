import { OpenAPIHono } from '@hono/zod-openapi'
import * as z from 'zod'
import { problemSchema } from '../../src/api/answer-schema.ts'
import { externalIdSchema } from '../../src/api/external-id.ts'
import { openApiPath } from '../../src/api/document.ts'
import { listQuery } from '../../src/api/list-query.ts'
import { type OperationId, OPERATIONS } from '../../src/api/operations.ts'
import { PROBLEM_STATUS, type ProblemKind } from '../../src/api/refusal.ts'

type Registry = OpenAPIHono['openAPIRegistry']
type Described = Parameters<Registry['registerPath']>[0]

/** The OpenAPI 3.1 document of the API, but its address, out of the schemas that check what is sent. */
export function documentOfSchemas() {
  const described = new OpenAPIHono()
  const registry = described.openAPIRegistry
  registry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: 'A token of the partner, made by one of its administrators: guichet_…',
  })
  for (const id of Object.keys(OPERATIONS) as OperationId[]) registry.registerPath(describe(id))
  return described.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Guichet',
      version: '1',
      description:
        'Partners announce, change, cancel and award their consultations under identifiers of their own; saying the same twice changes nothing, so that a call without answer may simply be sent again. Amounts are euros excluding VAT; instants are RFC 3339, or wall times of Paris.',
      license: { name: 'AGPL-3.0-or-later' },
    },
    security: [{ token: [] }],
  })
}

function describe(id: OperationId): Described {
  const operation = OPERATIONS[id]
  const { method, path, summary, description, answers, problems } = operation
  const isConditional = 'conditional' in operation
  const isWrite = 'body' in operation
  return {
    method,
    path: openApiPath(path),
    operationId: id,
    summary,
    description,
    request: {
      ...(path.includes(':externalId')
        ? { params: z.object({ externalId: externalIdSchema }) }
        : {}),
      ...(id === 'listConsultations' ? { query: listQuery } : {}),
      ...(isConditional && isWrite ? { headers: conditions } : {}),
      ...(isWrite
        ? {
            body: {
              required: true,
              content: {
                'application/json': {
                  schema: operation.body.schema,
                  example: operation.body.example,
                },
              },
            },
          }
        : {}),
    },
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, schema]) => [
          status,
          {
            description: status === '201' ? 'Created' : 'Done',
            ...(isConditional
              ? {
                  headers: {
                    ETag: { description: 'For If-Match', schema: { type: 'string' as const } },
                  },
                }
              : {}),
            content: { 'application/json': { schema } },
          },
        ]),
      ),
      ...problemResponses(problems),
    },
  }
}

const conditions = z.object({
  'if-match': z.string().optional().meta({
    description: 'ETag of what is to be changed: refused where it is something else by now',
  }),
  'if-none-match': z
    .literal('*')
    .optional()
    .meta({ description: 'Refused where the consultation exists already' }),
})

/** Problems by their status: several kinds may share one. */
function problemResponses(kinds: readonly ProblemKind[]): Described['responses'] {
  const byStatus = Map.groupBy(kinds, (kind) => PROBLEM_STATUS[kind])
  return Object.fromEntries(
    [...byStatus].map(([status, those]) => [
      status,
      {
        description: `Problem of the kind ${those.map((kind) => `#${kind}`).join(', ')}`,
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  )
}
