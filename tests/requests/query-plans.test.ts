import { sql } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { eraseOldRequests } from '../../src/requests/erase.ts'
import { inventRequests, ONE_REQUEST } from '../support/many-requests.ts'
import { planned, type Planned } from '../support/query-plans.ts'
import { signIn, type SignedIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'
import { agentOf } from './support.ts'

/** Tables that grow with what firms ask. */
const GROWING =
  /Seq Scan on (request(?:s|_messages|_files|_events|_relays|_links|_steps)|documents)\b/g

const program = useProgram(new Date().toISOString())
let handler: SignedIn
let administrator: SignedIn
let requests: Planned

beforeAll(async () => {
  await inventRequests(program.deps.db, 20_000)
  await program.deps.db.execute(
    sql`update requests set partner_id = (select id from partners where slug = 'narbonne')
      where partner_id is not null`,
  )
  await program.deps.db.execute(sql`vacuum analyze requests`)
  handler = await agentOf(
    program,
    { role: 'publisher', partner: 'narbonne' },
    { difficulties: true },
  )
  administrator = await signIn(program, 'administrator')
  requests = planned(program, { heard: /^(?:select|delete).*"request/is })
}, 120_000)

const scanned = (shown: string[]) => shown.flatMap((plan) => plan.match(GROWING) ?? [])

it('no page reads all requests, whoever asks and however far the list goes', async () => {
  const at = Date.now() - 5_000 * 60_000
  for (const [path, who] of [
    [`/saisines/suivi/${ONE_REQUEST}`, null],
    ['/espace/narbonne/saisines', handler],
    [`/espace/narbonne/saisines?apres=${at}_5000`, handler],
    [`/espace/narbonne/saisines?etat=closes`, handler],
    [`/espace/narbonne/saisines?etat=closes&avant=${at}_5000`, handler],
    ['/espace', handler],
    ['/espace/administration/saisines', administrator],
  ] as const) {
    const shown = await requests.plansOf(path, who?.headers)
    expect([path, scanned(shown)]).toEqual([path, []])
  }
})

it('the job finds what is to be erased without reading what is not', async () => {
  await eraseOldRequests(requests.db, new Date())
  // The few files of three days are looked up in what came with requests: whichever way costs less.
  const plans = await requests.plans()
  expect(plans.length).toBeGreaterThan(0)
  expect(scanned(plans).filter((scan) => !scan.endsWith('request_files'))).toEqual([])
})

it('the list shows each request once, forwards and back', async () => {
  const seen: string[] = []
  let path: string | undefined = '/espace/narbonne/saisines'
  let last = ''
  for (let page = 0; path && page < 4; page += 1) {
    const text: string = await (
      await program.app.request(path, { headers: handler.headers })
    ).text()
    const shown = [...text.matchAll(/saisines\/(S-[0-9A-F]{7})"/g)].flatMap(
      ([, word]) => word ?? [],
    )
    expect([path, shown.length]).toEqual([path, 25])
    seen.push(...shown)
    last = text
    const next: string | undefined = /href="(\?apres=[^"]+)"/.exec(text)?.[1]
    path = next && `/espace/narbonne/saisines${next}`
  }
  expect(new Set(seen).size).toBe(100)
  const back = /href="(\?avant=[^"]+)"/.exec(last)?.[1]
  const before = await (
    await program.app.request(`/espace/narbonne/saisines${back}`, { headers: handler.headers })
  ).text()
  expect([...before.matchAll(/saisines\/(S-[0-9A-F]{7})"/g)].map(([, word]) => word)).toEqual(
    seen.slice(50, 75),
  )
})
