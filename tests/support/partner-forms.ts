import type { TestProgram } from './application.ts'
import { signIn } from './sign-in.ts'

/** A publisher of one partner at its forms: what a browser does with them. */
export async function formsOf(program: TestProgram, partner: string) {
  return formsAs(program, { role: 'publisher', partner })
}

/** Somebody signed in at the forms of this site. */
export async function formsAs(
  program: Pick<TestProgram, 'deps' | 'app'>,
  as: Parameters<typeof signIn>[1],
) {
  const { headers, agentId } = await signIn(program, as)
  const get = async (path: string): Promise<Response> => program.app.request(path, { headers })
  const post = async (path: string, fields: Fields): Promise<Response> => {
    // Counting is tested elsewhere.
    await program.deps.db.execute('delete from rate_limits')
    return program.app.request(path, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(pairs(fields)).toString(),
    })
  }
  return {
    agentId,
    headers,
    get,
    post,
    /** Opens a page with a form and sends it with these fields, the hidden ones as they are. */
    async fill(path: string, fields: Fields, at = path): Promise<Response> {
      const opened = await get(path)
      const page = await opened.text()
      if (opened.status !== 200) throw new Error(`${path}: ${opened.status}`)
      const [, version = ''] = /name="version" value="([^"]*)"/.exec(page) ?? []
      return post(at, [['version', version], ...pairs(fields)])
    },
  }
}

export type Fields = Record<string, string | string[]> | [string, string][]

function pairs(fields: Fields): [string, string][] {
  if (Array.isArray(fields)) return fields
  return Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().map((each): [string, string] => [name, each]),
  )
}

/** What a page says, without marks and with ordinary spaces. */
export function wordsOf(html: string): string {
  return html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/&#39;/g, "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/[\s\u00A0]+/g, ' ')
}
