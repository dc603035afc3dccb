import type { SignedIn } from '../support/sign-in.ts'
import type { TestProgram } from '../support/application.ts'

/** Sends a native form of the partners' area. */
export async function post(
  program: TestProgram,
  agent: SignedIn,
  path: string,
  fields: Record<string, string>,
): Promise<{ status: number; location: string; text: string }> {
  const answer = await program.app.request(path, {
    method: 'POST',
    headers: { ...agent.headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })
  await program.deps.versions.refresh()
  return {
    status: answer.status,
    location: answer.headers.get('location') ?? '',
    text: await answer.text(),
  }
}

/** The text of a page of the partners' area. */
export async function seen(
  program: TestProgram,
  agent: SignedIn,
  path: string,
  status = 200,
): Promise<string> {
  const answer = await program.app.request(path, { headers: agent.headers })
  const text = await answer.text()
  if (answer.status !== status) throw new Error(`${path}: ${answer.status}\n${text}`)
  return text
}

/** Announces a purchase as an agent types it; answers its number. */
export async function announce(
  program: TestProgram,
  agent: SignedIn,
  fields: Record<string, string>,
): Promise<number> {
  const path = '/espace/narbonne/programmation/nouvel-achat'
  const { status, location, text } = await post(program, agent, path, { year: '2027', ...fields })
  if (status !== 303) throw new Error(text)
  return Number(/\/(\d+)\?/.exec(location)?.[1])
}
