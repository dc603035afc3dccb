import generated from './openapi.json' with { type: 'json' }
import { API_ROOT, type OperationId } from './operations.ts'

/** A JSON schema, as far as the document uses it. */
export interface JsonSchema {
  $ref?: string
  description?: string
  type?: string | string[]
  enum?: (string | number)[]
  format?: string
  items?: JsonSchema
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean | JsonSchema
  oneOf?: JsonSchema[]
  anyOf?: JsonSchema[]
  allOf?: JsonSchema[]
  minimum?: number
  maximum?: number
  maxLength?: number
  maxItems?: number
}

interface Content {
  content?: Record<string, { schema?: JsonSchema; example?: unknown }>
}

/** A call of the document. */
export interface DescribedCall {
  operationId: OperationId
  parameters?: { name: string; in: string }[]
  requestBody?: Content
  responses: Record<string, Content>
}

/** An OpenAPI 3.1 document, as far as this one goes. */
export interface ApiDocument {
  openapi: string
  servers: { url: string }[]
  components: { schemas: Record<string, JsonSchema> }
  paths: Record<string, Partial<Record<'get' | 'put' | 'post', DescribedCall>>>
}

/**
 * The OpenAPI 3.1 document of the API at this address. It was made beforehand of the schemas that check what is sent: a
 * test makes it again and compares, and what makes it is too large for a Worker.
 */
export function apiDocument(baseUrl: string): ApiDocument {
  const document: unknown = { ...generated, servers: [{ url: `${baseUrl}${API_ROOT}` }] }
  return document as ApiDocument
}

/** A path of Hono as OpenAPI has it. */
export function openApiPath(path: string): string {
  return path.replaceAll(/:(\w+)/g, '{$1}')
}
