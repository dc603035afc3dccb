import { buyerAliases, buyers, correspondents, partners } from '../../src/partners/schema.ts'
import { testProgram } from './application.ts'
import { openTestPostgres } from './databases.ts'
import type { SeenPage } from './every-page.ts'
import { PAGES } from './page-addresses.ts'
import { signIn } from './sign-in.ts'

/**
 * Every page that needs nothing to be named in its address, of an instance as `migrate` leaves it: nobody has written
 * anything yet, and no partner is known. Those that are not public as an administrator sees them.
 */
export async function pagesOfEmptyInstance(): Promise<SeenPage[]> {
  const database = await openTestPostgres('ready')
  const program = await testProgram(database, '2026-11-24T09:30:00Z')
  for (const table of [correspondents, buyerAliases, buyers, partners])
    await database.db.delete(table)
  const { headers } = await signIn(program, 'administrator')
  await program.deps.versions.refresh()
  const pages: SeenPage[] = []
  for (const { path, policy } of PAGES.filter((each) => !each.path.includes(':'))) {
    const answer = await program.app.request(path, policy === 'public' ? {} : { headers })
    const html = await answer.text()
    const isPage = answer.headers.get('content-type')?.startsWith('text/html')
    const name = `with nothing: ${path}`
    if (isPage || answer.status >= 500)
      pages.push({ route: name, path: name, status: answer.status, html })
  }
  await database.close()
  return pages
}
