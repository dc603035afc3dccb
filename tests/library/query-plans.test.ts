import { beforeAll, describe, expect, it } from 'vitest'
import { inventItems, ONE_DOCUMENT, ONE_PRACTICE } from '../support/many-items.ts'
import { planned, type Planned } from '../support/query-plans.ts'
import { signIn, type SignedIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'

const GROWING = /Seq Scan on (library_\w+|documents)/g

const program = useProgram(new Date().toISOString())
let documents: Planned
let agent: SignedIn

beforeAll(async () => {
  await inventItems(program.deps.db, 6_000)
  agent = await signIn(program, { role: 'pact-editor', partner: 'editeur-3' })
  documents = planned(program, { heard: /^select.*library_/is })
}, 60_000)

const PAGES = [
  '/documents',
  '/documents?nature=guide',
  '/documents?theme=lots',
  '/documents?nature=guide&theme=lots',
  '/documents?partenaire=editeur-3',
  '/documents?nature=charte&partenaire=editeur-3',
  '/documents?q=avance',
  '/documents?q=document',
  '/documents/pratiques',
  `/documents/${ONE_DOCUMENT}`,
  `/documents/pratiques/${ONE_PRACTICE}`,
  '/documents.rss',
  '/documents.rss?partenaire=editeur-3',
]

describe('among six thousand documents', () => {
  it.each(PAGES)('%s reads no growing table from end to end', async (path) => {
    for (const plan of await documents.plansOf(path)) expect(plan.match(GROWING), plan).toBeNull()
  })

  it.each(['', '/pratiques'])('nor does the desk%s', async (at) => {
    for (const plan of await documents.plansOf(
      `/espace/editeur-3/bibliotheque${at}`,
      agent.headers,
    ))
      expect(plan.match(GROWING), plan).toBeNull()
  })

  it('pages go on and back without a gap', async () => {
    for (const start of ['/documents', '/documents?partenaire=editeur-3']) {
      const first = await (await documents.ask(start)).text()
      const next = linkIn(first, 'next')
      const second = await (await documents.ask(next)).text()
      expect(titlesIn(second).filter((title) => titlesIn(first).includes(title))).toEqual([])
      expect(titlesIn(await (await documents.ask(linkIn(second, 'prev'))).text())).toEqual(
        titlesIn(first),
      )
    }
  })
})

function linkIn(page: string, rel: string): string {
  const [, href = ''] = new RegExp(`<a href="([^"]+)" rel="${rel}"`).exec(page) ?? []
  return href.replaceAll('&amp;', '&')
}

function titlesIn(page: string): string[] {
  return [...page.matchAll(/class="card-title"><a[^>]+>([^<]+)/g)].map(([, title = '']) => title)
}
