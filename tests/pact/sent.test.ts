import ICAL from 'ical.js'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { Deps } from '../../src/deps.ts'
import { tick } from '../../src/jobs/tick.ts'
import { createAction } from '../../src/pact/actions/create-action.ts'
import { remindPilot } from '../../src/pact/actions/remind-pilot.ts'
import { createGroup } from '../../src/pact/groups/create-group.ts'
import { addMember } from '../../src/pact/groups/members.ts'
import { backgroundJobs, beginRecurring } from '../../src/runtime/background-jobs.ts'
import { createSmtpSender } from '../../src/runtime/node/mail.ts'
import { type MailServer, startMailServer } from '../support/mail-server.ts'
import { actionValues, authorOf, groupValues } from '../support/pact.ts'
import { ownForm, signIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'
import { openSession, person, registrationForm } from '../trainings/support.ts'

const program = useProgram()
let server: MailServer
let deps: Deps
let app: ReturnType<typeof createApp>

beforeAll(async () => {
  server = await startMailServer()
  const mailFrom = { name: 'Guichet', address: 'guichet@guichet.example' }
  const config = { ...program.deps.config, smtpUrl: server.url, mailFrom }
  const mail = createSmtpSender(config)
  if (!mail) throw new Error('there is a server')
  deps = { ...program.deps, config, mail }
  app = createApp(deps)
})
afterAll(async () => {
  await server.close()
})
beforeEach(() => {
  server.taken.length = 0
})

/** What a process does by itself: everything that is due, and the mail that comes of it. */
async function work(): Promise<void> {
  await beginRecurring(deps)
  await program.deps.db.execute('update jobs set run_at = now()')
  await tick(deps, backgroundJobs(deps))
  await tick(deps, backgroundJobs(deps))
}

async function post(path: string, headers: Record<string, string>, fields: [string, string][]) {
  await program.deps.db.execute('delete from rate_limits')
  return app.request(path, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })
}

/** The entry of the calendar that a message carries, as a mail program reads it. */
function invitationIn(raw: string): { method: string; event: ICAL.Event } {
  const component = ICAL.Component.fromString(partOf(raw, 'text/calendar'))
  const event = component.getFirstSubcomponent('vevent')
  if (!event) throw new Error('no event')
  return {
    method: String(component.getFirstPropertyValue('method')),
    event: new ICAL.Event(event),
  }
}

function wordsIn(raw: string): string {
  return partOf(raw, 'text/plain')
}

/** The text of a message's part (RFC 2045). */
function partOf(raw: string, type: string): string {
  const from = raw.indexOf(`Content-Type: ${type}`)
  const begin = raw.indexOf('\r\n\r\n', from)
  const end = raw.indexOf('\r\n--', begin)
  const body = raw.slice(begin + 4, end < 0 ? undefined : end)
  const head = raw.slice(Math.max(0, raw.lastIndexOf('\r\n\r\n', from)), begin)
  if (/Content-Transfer-Encoding: base64/i.test(head)) return Buffer.from(body, 'base64').toString()
  if (!/quoted-printable/i.test(head)) return body
  const plain = body
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
  return Buffer.from(plain, 'latin1').toString()
}

describe('what the pact sends, through a mail server', () => {
  it('calls members to a meeting with its entry for the calendar, moves it, and calls it off', async () => {
    const { db } = program.deps
    const author = await authorOf(db, 'narbonne', program.clock.now)
    const group = await db.transaction(async (tx) => {
      const made = await createGroup(
        tx,
        author,
        groupValues(author.partnerId, 'Délais de paiement'),
      )
      if (!made.ok) throw new Error(JSON.stringify(made))
      await addMember(
        tx,
        author,
        made.id,
        {
          partnerId: author.partnerId,
          person: 'Camille',
          email: 'camille@narbonne.example',
          substitute: 'Dominique',
          substituteEmail: 'dominique@narbonne.example',
        },
        '2026-11-01',
      )
      return made
    })
    const { headers } = await signIn(program, { role: 'pact-editor', partner: 'narbonne' })
    const planned = await post(
      `/espace/narbonne/pacte/groupes/${group.slug}/reunions/nouvelle`,
      headers,
      [
        ['on.day', '1'],
        ['on.month', '12'],
        ['on.year', '2026'],
        ['starts', '9 h 30'],
        ['ends', '11 h'],
        ['place', 'Mairie de Narbonne, salle 2'],
        ['agenda', 'Les délais du trimestre'],
      ],
    )
    expect(planned.status).toBe(303)
    const desk = planned.headers.get('location') ?? ''
    await work()
    expect(server.taken).toEqual([])

    expect((await post(`${desk}/convocation`, headers, [])).status).toBe(303)
    await work()
    expect(server.taken.flatMap(({ to }) => to).toSorted()).toEqual([
      'camille@narbonne.example',
      'dominique@narbonne.example',
    ])
    const [called] = server.taken
    const { method, event } = invitationIn(called?.raw ?? '')
    expect(method).toBe('REQUEST')
    expect(event.summary).toBe('Délais de paiement')
    expect(event.startDate.toString()).toBe('2026-12-01T09:30:00')
    expect(event.duration.toString()).toBe('PT1H30M')
    expect(event.location).toBe('Mairie de Narbonne, salle 2')
    expect(event.attendees.map((each) => String(each.getFirstValue()))).toEqual([
      `MAILTO:${called?.to[0]}`,
    ])
    expect(wordsIn(called?.raw ?? '')).toContain('Ordre du jour :')

    server.taken.length = 0
    await post(`${desk}/modifier`, headers, [
      ['version', '1'],
      ['on', '2026-12-02'],
      ['starts', '14 h'],
      ['ends', '15 h 30'],
      ['place', 'Mairie de Narbonne, salle 2'],
      ['agenda', 'Les délais du trimestre'],
    ])
    await post(`${desk}/convocation`, headers, [])
    await work()
    const moved = invitationIn(server.taken[0]?.raw ?? '').event
    expect(moved.uid).toBe(event.uid)
    expect(moved.sequence).toBeGreaterThan(event.sequence)
    expect(moved.startDate.toString()).toBe('2026-12-02T14:00:00')

    server.taken.length = 0
    await post(`${desk}/annulation`, headers, [['reason', 'Neige annoncée']])
    await work()
    expect(server.taken).toHaveLength(2)
    const off = invitationIn(server.taken[0]?.raw ?? '')
    expect(off.method).toBe('CANCEL')
    expect(off.event.uid).toBe(event.uid)
    expect(wordsIn(server.taken[0]?.raw ?? '')).toContain('Neige annoncée')
  })

  it('reminds a pilot before and at the date, and shows lateness to all fourteen days later', async () => {
    const { db } = program.deps
    const author = await authorOf(db, 'narbonne', program.clock.now)
    const made = await db.transaction((tx) =>
      createAction(tx, author, {
        ...actionValues(author.partnerId, 'Modèle commun'),
        dueOn: '2026-12-10',
      }),
    )
    if (!made.ok) throw new Error(JSON.stringify(made))
    const told = async (day: string) => {
      program.clock.now = new Date(`${day}T08:00:00+01:00`)
      server.taken.length = 0
      await work()
      await work()
      return server.taken.map(({ raw }) => wordsIn(raw))
    }
    expect(await told('2026-11-25')).toEqual([])
    expect(await told('2026-11-26')).toEqual([expect.stringContaining('un autre rappel à la date')])
    expect(await told('2026-12-09')).toEqual([])
    expect(await told('2026-12-10')).toEqual([expect.stringContaining('Quatorze jours après')])
    const isLateForAll = async () =>
      (await (await app.request(`/pacte/actions/${made.slug}`)).text()).includes('En retard')
    expect(await told('2026-12-11')).toEqual([])
    expect(await isLateForAll()).toBe(false)
    // Who asks once more does not put it off.
    const asked = { ...author, now: program.clock.now }
    const mailOf = () => ({ subject: 'Rappel', text: '' })
    await db.transaction((tx) =>
      remindPilot(tx, asked, made.id, { by: 'CCI' }, { config: program.deps.config, mailOf }),
    )
    expect(await told('2026-12-23')).toEqual([])
    expect(await isLateForAll()).toBe(false)
    expect(await told('2026-12-24')).toEqual([])
    expect(await isLateForAll()).toBe(true)
    program.clock.now = new Date('2026-11-20T10:00:00+01:00')
  })

  it('confirms a registration with its entry for the calendar and a link of its own', async () => {
    const { slug, sessionId } = await openSession(program)
    const path = `/pacte/formations/${slug}/sessions/${sessionId}/inscription`
    const sent = await post(path, ownForm(deps.config.baseUrl), Object.entries(registrationForm(3)))
    expect(sent.headers.get('location')).toContain('/inscription-recue?etat=inscrit')
    await work()
    expect(server.taken.map(({ to }) => to)).toEqual([[person(3).email]])
    const raw = server.taken[0]?.raw ?? ''
    const { method, event } = invitationIn(raw)
    expect(method).toBe('REQUEST')
    expect(event.startDate.toString()).toBe('2027-02-04T09:30:00')
    const [, own = ''] =
      /https:\/\/guichet\.example(\/pacte\/formations\/inscriptions\/[\w-]{43})/.exec(
        wordsIn(raw),
      ) ?? []
    expect(await (await app.request(own)).text()).toContain('Votre place est réservée')
  })
})
