import type { TokenScope } from '../../src/auth/policy.ts'
import { makeToken } from '../../src/auth/tokens.ts'
import { idOfPartner } from './directory.ts'
import type { TestProgram } from './application.ts'

/** A partner's token, made as its administrator makes it. */
export async function tokenOf(
  { deps }: Pick<TestProgram, 'deps'>,
  slug: string,
  scopes: TokenScope[] = ['consultations'],
): Promise<string> {
  const { db, now } = deps
  const partnerId = await idOfPartner(db, slug)
  const token = { partnerId, name: 'Logiciel', scopes, madeBy: 'test' }
  return db.transaction((tx) => makeToken(tx, token, now()))
}

/** An answer of the API, read. */
export interface ApiAnswer {
  status: number
  headers: Headers
  // What a test looks for in it is what it says that it expects.
  body: Record<string, unknown> & {
    kind: string
    detail: string
    errors: { pointer: string; detail: string; row?: number }[]
  }
}

/** Calls the API with a token. */
export function apiClient({ app, deps }: Pick<TestProgram, 'app' | 'deps'>, token: string | null) {
  return async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiAnswer> => {
    await deps.versions.refresh()
    const answer = await app.request(`/api/v1${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    const read = text === '' ? {} : JSON.parse(text)
    return {
      status: answer.status,
      headers: answer.headers,
      body: { ...read, kind: String(read.type ?? '').replace(/^.*#/, '') },
    }
  }
}
