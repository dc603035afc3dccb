import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Deps } from '../../src/deps.ts'
import { FIRMS_JOB, firmsJob } from '../../src/firms/look-up-job.ts'
import { firmsOf, firmsStand } from '../../src/firms/queries.ts'
import { establishments, firmLookups, firms, firmServices } from '../../src/firms/schema.ts'
import { wantFirms } from '../../src/firms/want.ts'
import { enqueue } from '../../src/jobs/queue.ts'
import { jobs } from '../../src/jobs/schema.ts'
import { type JobOutcome, tick } from '../../src/jobs/tick.ts'
import { backgroundJobs } from '../../src/runtime/background-jobs.ts'
import { createCheckedFetch } from '../../src/runtime/node/checked-fetch.ts'
import { fetchDocument } from '../../src/sources/fetch/fetch.ts'
import { enginesOfLongSuites } from '../support/databases.ts'
import {
  numbersOf,
  type RegisteredFirm,
  type RegisterServer,
  startRegister,
} from '../support/register-server.ts'
import { useProgram } from '../support/use-program.ts'

const AT = new Date('2026-11-23T09:00:00Z')
const DAY = 86_400_000

const pme = numbersOf('12345678', 2)
const big = numbersOf('55210055')
const gone = numbersOf('40483304')
const [SEAT = '', BRANCH = ''] = pme.sirets
const [BIG_SEAT = ''] = big.sirets
const [GONE = ''] = gone.sirets

const FIRMS: RegisteredFirm[] = [
  {
    siren: pme.siren,
    nom_raison_sociale: 'LES ÉLECTRICIENS DE LA CLAPE',
    categorie_entreprise: 'PME',
    annee_categorie_entreprise: '2023',
    tranche_effectif_salarie: '02',
    places: [
      { siret: SEAT, commune: '34172' },
      { siret: BRANCH, commune: '11262' },
    ],
  },
  {
    siren: big.siren,
    nom_raison_sociale: 'GRANDS TRAVAUX',
    categorie_entreprise: 'GE',
    annee_categorie_entreprise: '2023',
    places: [{ siret: BIG_SEAT, commune: '75056' }],
  },
]

describe.each(enginesOfLongSuites)('asking the register of firms, on %s', (engine) => {
  const program = useProgram(AT.toISOString(), engine)
  let deps: Deps
  let register: RegisterServer
  let logged: [string, unknown][]

  beforeEach(async () => {
    program.clock.now = AT
    logged = []
    await program.deps.db.execute(
      sql`truncate firms, establishments, firm_lookups, firm_services, jobs restart identity`,
    )
    register = await startRegister(FIRMS)
    register.limit = Infinity
    deps = {
      ...program.deps,
      config: { ...program.deps.config, firmsUrl: register.url },
      fetch: createCheckedFetch({ allowPrivate: true }),
      log: (event, fields) => logged.push([event, fields]),
    }
  })
  afterEach(() => register.close())

  const want = (...numbers: string[]) =>
    program.deps.db.transaction((tx) => wantFirms(tx, numbers, program.clock.now))
  /** One run, without the pauses between calls. */
  const run = (): Promise<JobOutcome> =>
    firmsJob(
      deps,
      (url, signal) =>
        fetchDocument(deps, {
          url,
          etag: null,
          lastModified: null,
          allowPrivate: true,
          contact: 'https://guichet.example',
          signal,
        }),
      { pause: async () => {} },
    )({ kind: FIRMS_JOB, key: 'all', payload: {}, attempt: 1 })
  const secondsOf = (outcome: JobOutcome) => (outcome === 'done' ? -1 : outcome.againAfterSeconds)
  const pass = (ms: number) => {
    program.clock.now = new Date(program.clock.now.getTime() + ms)
  }
  const lookup = async (number: string) => {
    const [row] = await program.deps.db
      .select()
      .from(firmLookups)
      .where(eq(firmLookups.number, number))
    if (!row) throw new Error(`nobody wants ${number}`)
    return row
  }
  const service = async () => {
    const [row] = await program.deps.db.select().from(firmServices)
    return row
  }

  it('raises what is known, and dates it', async () => {
    await want(BRANCH, big.siren, GONE)
    expect(await firmsStand(program.deps.db)).toMatchObject({ wanted: 3, waiting: 3, found: 0 })
    await run()
    expect(await firmsStand(program.deps.db)).toMatchObject({
      wanted: 3,
      waiting: 0,
      found: 2,
      notFound: 1,
      firms: 2,
      withSize: 2,
      establishments: 3,
      withPlace: 3,
    })
    const known = await firmsOf(program.deps.db, [pme.siren, big.siren, gone.siren])
    expect([...known.keys()].toSorted()).toEqual([pme.siren, big.siren].toSorted())
    expect(known.get(pme.siren)).toEqual({
      siren: pme.siren,
      name: 'LES ÉLECTRICIENS DE LA CLAPE',
      size: 'micro',
      sizeYear: 2023,
      seat: SEAT,
      source: 'recherche-entreprises',
      readAt: AT,
    })
    expect(
      await program.deps.db.select().from(establishments).where(eq(establishments.siret, BRANCH)),
    ).toEqual([
      {
        siret: BRANCH,
        siren: pme.siren,
        commune: '11262',
        departement: '11',
        region: '76',
        source: 'recherche-entreprises',
        readAt: AT,
      },
    ])
    expect(await service()).toMatchObject({ lastAnswerAt: AT, failures: 0 })
  })

  it('asks again after a year, and after three months about what was not found', async () => {
    await want(BRANCH, GONE)
    await run()
    expect((await lookup(BRANCH)).dueAt).toEqual(new Date(AT.getTime() + 365 * DAY))
    expect((await lookup(GONE)).dueAt).toEqual(new Date(AT.getTime() + 90 * DAY))
    pass(91 * DAY)
    register.asked = []
    await run()
    expect(register.asked).toEqual([GONE])
    pass(275 * DAY)
    register.firms = FIRMS.map((firm) => ({
      ...firm,
      annee_categorie_entreprise: '2024',
      tranche_effectif_salarie: '12',
    }))
    await run()
    expect((await firmsOf(program.deps.db, [pme.siren])).get(pme.siren)).toMatchObject({
      size: 'sme',
      sizeYear: 2024,
      readAt: program.clock.now,
    })
  })

  it('leaves what was known where the register has become silent or older', async () => {
    await want(BRANCH)
    await run()
    const [firm] = FIRMS
    for (const changes of [
      { categorie_entreprise: null, annee_categorie_entreprise: null },
      { categorie_entreprise: 'GE', annee_categorie_entreprise: '2019' },
    ]) {
      if (firm)
        register.firms = [{ ...firm, ...changes, places: [{ siret: BRANCH, commune: null }] }]
      pass(366 * DAY)
      await run()
      expect((await firmsOf(program.deps.db, [pme.siren])).get(pme.siren)).toMatchObject({
        size: 'micro',
        sizeYear: 2023,
        readAt: program.clock.now,
      })
      const [place] = await program.deps.db
        .select()
        .from(establishments)
        .where(eq(establishments.siret, BRANCH))
      expect(place).toMatchObject({ commune: '11262', departement: '11' })
    }
  })

  it('forgets the name of who asked not to be shown', async () => {
    await want(BRANCH)
    await run()
    const [firm] = FIRMS
    if (firm) register.firms = [{ ...firm, statut_diffusion: 'P' }]
    pass(366 * DAY)
    await run()
    expect((await firmsOf(program.deps.db, [pme.siren])).get(pme.siren)?.name).toBeNull()
  })

  it('keeps Retry-After, whoever asks next', async () => {
    await want(BRANCH, BIG_SEAT)
    register.instead = (_, response) => {
      response.writeHead(429, { 'retry-after': '120' }).end()
      return true
    }
    expect(secondsOf(await run())).toBe(120)
    expect(register.asked).toHaveLength(1)
    register.instead = () => false
    pass(119_000)
    expect(secondsOf(await run())).toBe(1)
    expect(register.asked).toHaveLength(1)
    // No number is to blame.
    expect(await firmsStand(program.deps.db)).toMatchObject({ waiting: 2, failing: 0 })
    pass(1_000)
    await run()
    expect(await firmsStand(program.deps.db)).toMatchObject({ waiting: 0, found: 2 })
    expect(logged).toEqual([['firms.paused', { code: 'http-429', seconds: 120 }]])
  })

  it.each([
    [503, '30', 30],
    [429, 'Mon, 23 Nov 2026 09:10:00 GMT', 600],
    [429, '0', 1],
    [503, '99999999', 86_400],
  ])(
    'is left alone after %i with Retry-After %s for %i seconds',
    async (status, asked, seconds) => {
      await want(BRANCH)
      register.instead = (_, response) => {
        response.writeHead(status, { 'retry-after': asked }).end()
        return true
      }
      expect(secondsOf(await run())).toBe(seconds)
      expect((await service())?.pausedUntil).toEqual(new Date(AT.getTime() + seconds * 1000))
    },
  )

  it('is left alone a while too where it refuses without saying for how long, longer each time', async () => {
    await want(BRANCH)
    register.instead = (_, response) => {
      response.writeHead(429).end()
      return true
    }
    const pauses: number[] = []
    for (let time = 0; time < 4; time += 1) {
      pauses.push(secondsOf(await run()))
      pass(86_400_000)
    }
    expect(pauses[0]).toBeGreaterThanOrEqual(15)
    expect(pauses[3]).toBeGreaterThan(pauses[0] ?? 0)
    expect(register.asked).toHaveLength(4)
  })

  it.each([
    ['http-500', (r: Parts) => r.writeHead(500).end('{}')],
    ['http-400', (r: Parts) => r.writeHead(400).end('{}')],
    ['not-json', (r: Parts) => r.writeHead(200).end('<!doctype html><p>Maintenance</p>')],
    ['not-an-answer', (r: Parts) => r.writeHead(200).end('{"detail":"?"}')],
    ['too-large', (r: Parts) => r.writeHead(200).end('['.repeat(6_000_000))],
    ['redirect-loop', (r: Parts) => r.writeHead(302, { location: '/search' }).end()],
    ['network', (r: Parts) => r.destroy()],
  ])('tries a number again after %s', async (code, answer) => {
    await want(BRANCH)
    register.instead = (_, response) => {
      answer(response)
      return true
    }
    await run()
    const failed = await lookup(BRANCH)
    expect(failed).toMatchObject({ state: 'failing', attempts: 1, lastFailure: code, found: null })
    expect(failed.dueAt?.getTime()).toBeGreaterThan(AT.getTime())
    expect(await service()).toMatchObject({ failures: 1, lastFailure: code, lastFailureAt: AT })
    register.instead = () => false
    pass(60_000)
    await run()
    expect(await lookup(BRANCH)).toMatchObject({
      state: 'answered',
      attempts: 0,
      lastFailure: null,
    })
  })

  it('gives up a call that takes too long', async () => {
    await want(BRANCH)
    const job = firmsJob(
      deps,
      async () => ({ kind: 'failed', code: 'cancelled', status: null, retryAfter: null }),
      { pause: async () => {} },
    )
    await job({ kind: FIRMS_JOB, key: 'all', payload: {}, attempt: 1 })
    expect(await lookup(BRANCH)).toMatchObject({ state: 'failing', lastFailure: 'timeout' })
  })

  it('goes on with other numbers where one alone fails for ever', async () => {
    await want(...pme.sirets, BIG_SEAT)
    register.instead = (number, response) => {
      if (number !== SEAT) return false
      response.writeHead(500).end()
      return true
    }
    await run()
    expect(await firmsStand(program.deps.db)).toMatchObject({ found: 2, failing: 1 })
    expect((await service())?.pausedUntil).toBeNull()
    let last = 0
    for (let time = 1; time < 6; time += 1) {
      const { dueAt } = await lookup(SEAT)
      const wait = (dueAt?.getTime() ?? 0) - program.clock.now.getTime()
      expect(wait).toBeGreaterThan(last / 2)
      last = wait
      pass(wait)
      await run()
    }
    expect(last).toBeGreaterThan(200_000)
    expect((await firmsStand(program.deps.db)).failures).toMatchObject([
      { number: SEAT, attempts: 6, lastFailure: 'http-500' },
    ])
  })

  it('stops asking during an outage, and goes on after it', async () => {
    const many = Array.from({ length: 8 }, (_, rank) => numbersOf(`3000000${rank}`).siren)
    await want(...many)
    register.instead = (_, response) => {
      response.writeHead(502).end()
      return true
    }
    expect(secondsOf(await run())).toBeGreaterThan(10)
    expect(register.asked).toHaveLength(3)
    await run()
    expect(register.asked).toHaveLength(3)
    register.instead = () => false
    pass(3_600_000)
    await run()
    expect(await firmsStand(program.deps.db)).toMatchObject({ failing: 0, waiting: 0, notFound: 8 })
  })

  it('never asks about what can be no number', async () => {
    await want('12345678900013', '123456789', '00000000000000', BRANCH, 'NC', '', '1234')
    await run()
    expect(register.asked).toEqual([BRANCH])
    expect(await firmsStand(program.deps.db)).toMatchObject({ wanted: 4, impossible: 3, found: 1 })
    await run()
    expect(register.asked).toEqual([BRANCH])
  })

  it('knows La Poste by its own rule', async () => {
    await want('35600000049837')
    await run()
    expect(register.asked).toEqual(['35600000049837'])
  })

  it('asks once, whoever wants it and however often', async () => {
    await want(BRANCH, BRANCH)
    await run()
    // The head office was told of together with the branch.
    await want(BRANCH, SEAT, BIG_SEAT)
    await run()
    expect(register.asked).toEqual([BRANCH, BIG_SEAT])
    expect(await firmsStand(program.deps.db)).toMatchObject({ wanted: 3, found: 3 })
  })

  it('wants what a query finds, and does not ask for what an extract has told', async () => {
    await program.deps.db.insert(firms).values([
      {
        siren: pme.siren,
        size: 'sme',
        source: 'sirene',
        readAt: new Date(AT.getTime() - 30 * DAY),
      },
      { siren: big.siren, size: 'large', source: 'sirene', readAt: new Date('2024-01-01') },
    ])
    await program.deps.db.transaction((tx) =>
      wantFirms(
        tx,
        sql`select siren from firms union all select ${GONE} union all select null`,
        AT,
      ),
    )
    expect(await lookup(pme.siren)).toMatchObject({ state: 'answered', found: true })
    await run()
    // The older one again: it is more than a year old.
    expect(register.asked.toSorted()).toEqual([GONE, big.siren].toSorted())
  })

  it('says nothing of firms in the log', async () => {
    await want(BRANCH, GONE)
    register.instead = (_, response) => {
      response.writeHead(503).end()
      return true
    }
    await run()
    expect(logged).toHaveLength(1)
    expect(JSON.stringify(logged)).not.toMatch(/\d{9}|ÉLECTRICIENS/)
  })

  it('is not done by a process that does not poll', () => {
    const off = { ...deps, config: { ...deps.config, poll: false } }
    expect(Object.keys(backgroundJobs(deps))).toContain(FIRMS_JOB)
    expect(Object.keys(backgroundJobs(off))).not.toContain(FIRMS_JOB)
  })
})

type Parts = Parameters<RegisterServer['instead']>[1]

describe('the job as a process does it', () => {
  const program = useProgram(AT.toISOString())
  let register: RegisterServer
  let deps: Deps

  beforeEach(async () => {
    await program.deps.db.execute(sql`truncate firm_lookups, firm_services, jobs restart identity`)
    register = await startRegister()
    deps = {
      ...program.deps,
      config: { ...program.deps.config, firmsUrl: register.url },
      fetch: createCheckedFetch({ allowPrivate: true }),
    }
  })
  afterEach(() => register.close())

  const wantMany = (count: number) =>
    program.deps.db.transaction(async (tx) => {
      const many = Array.from(
        { length: count },
        (_, rank) => numbersOf(String(30000000 + rank)).siren,
      )
      await wantFirms(tx, many, AT)
      await enqueue(tx, { kind: FIRMS_JOB, key: 'all' })
    })
  const work = () => {
    const handler = backgroundJobs(deps)[FIRMS_JOB]
    if (!handler) throw new Error('the job is off')
    return tick(deps, { [FIRMS_JOB]: handler })
  }

  it('keeps the rate, two processes at once too, and is never refused', async () => {
    await wantMany(32)
    await Promise.all([work(), work()])
    expect(register.asked).toHaveLength(32)
    expect(new Set(register.asked).size).toBe(32)
    expect(register.refused).toBe(0)
    const busiest = Math.max(
      ...register.arrivals.map(
        (from) => register.arrivals.filter((at) => at >= from && at < from + 1000).length,
      ),
    )
    expect(busiest).toBeLessThanOrEqual(6)
    expect(await firmsStand(program.deps.db)).toMatchObject({ notFound: 32, waiting: 0 })
  })

  it('goes on where a process died in the middle of a run', async () => {
    await wantMany(3)
    // What a process that was killed leaves: a lease, and an answer that it had kept.
    const [first] = await program.deps.db.select().from(firmLookups).orderBy(firmLookups.number)
    await program.deps.db
      .update(firmLookups)
      .set({ state: 'answered', found: false, dueAt: new Date('2027-01-01') })
      .where(eq(firmLookups.number, first?.number ?? ''))
    await program.deps.db
      .update(jobs)
      .set({ lease: crypto.randomUUID(), leasedUntil: sql`now() + interval '1 minute'` })
    await work()
    expect(register.asked).toHaveLength(0)
    await program.deps.db.update(jobs).set({ leasedUntil: sql`now() - interval '1 second'` })
    await work()
    expect(register.asked).toHaveLength(2)
    expect(register.asked).not.toContain(first?.number)
    expect(await firmsStand(program.deps.db)).toMatchObject({ notFound: 3 })
  })

  it('ends its run at once where the process stops', async () => {
    await wantMany(5)
    const stopping = new AbortController()
    register.instead = (_, response) => {
      stopping.abort()
      response.writeHead(200)
      response.flushHeaders()
      return true
    }
    const handler = backgroundJobs(deps, stopping.signal)[FIRMS_JOB]
    const outcome = await handler?.({ kind: FIRMS_JOB, key: 'all', payload: {}, attempt: 1 })
    expect(outcome).toEqual({ againAfterSeconds: 1 })
    expect(register.asked).toHaveLength(1)
    expect(await firmsStand(program.deps.db)).toMatchObject({ waiting: 5, failing: 0 })
  })
})
