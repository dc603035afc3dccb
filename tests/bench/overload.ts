import { Agent, get } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { startGuichet } from './guichet.ts'
import { type Bench, compare } from './measure.ts'

const ROUNDS = 7
/** Times until the engine has compiled what is asked for again and again. */
const WARMING = 4
const SECONDS = 4
/** As many at a time as keep the process busy, and are let in without exception. */
const CONNECTIONS = 24
const TIMES = 10
const KEPT = '/consultations.rss'

/** Pages that must be made, asked for ten times as fast as they can be, beside as fast as they can be. */
export const overload: Bench = {
  name: 'overload',
  async run(server) {
    const guichet = await startGuichet(server)
    const client = createClient(guichet.origin)
    const rounds = []
    const kept: { ours: number; limit: number }[] = []
    for (let each = 0; each < WARMING; each += 1) await client.askInTurn()
    let before = await client.askInTurn()
    for (let round = 0; round < ROUNDS; round += 1) {
      const crowded = await client.askAtRate(before * TIMES)
      const after = await client.askInTurn()
      // What else the machine does comes and goes.
      rounds.push({ ours: crowded.answered, limit: (before + after) / 2 })
      kept.push(crowded.kept)
      before = after
    }
    client.close()
    await guichet.stop()
    return [
      compare(
        {
          name: 'overload',
          what: `pages answered while ${TIMES} times as many are asked for (pages/s)`,
          beside: 'as many as can be',
        },
        rounds,
        { atLeast: 0.7 },
      ),
      compare(
        {
          name: 'overload-kept',
          what: 'kept feed answered meanwhile (answers)',
          beside: 'asked for',
        },
        kept,
        { atLeast: 1 },
      ),
    ]
  },
}

interface Crowd {
  /** Pages a second. */
  answered: number
  /** Answers of the kept feed, beside how often it was asked for. */
  kept: { ours: number; limit: number }
}

function createClient(origin: string) {
  const agent = new Agent({ keepAlive: true })
  let number = 0
  /** The status; anything but 200 and 503 ends the measuring. */
  const ask = (path: string) =>
    new Promise<number>((resolve, reject) => {
      get(origin + path, { agent }, (response) => {
        const { statusCode = 0 } = response
        if (statusCode !== 200 && statusCode !== 503) reject(new Error(`${path}: ${statusCode}`))
        response.on('end', () => resolve(statusCode)).on('error', reject)
        response.resume()
      }).on('error', reject)
    })
  const askNewPage = () => ask(`/?q=travaux+${(number += 1)}`)
  return {
    close: () => agent.destroy(),
    /** Each connection asks again when it is answered: what the process can do, in pages a second. */
    async askInTurn(): Promise<number> {
      const end = performance.now() + SECONDS * 1000
      let answered = 0
      const connection = async () => {
        while (performance.now() < end) {
          if ((await askNewPage()) !== 200) throw new Error('turned away without a crowd')
          answered += 1
        }
      }
      const begun = performance.now()
      await Promise.all(Array.from({ length: CONNECTIONS }, connection))
      return (answered * 1000) / (performance.now() - begun)
    },
    /** So many a second, whether they are answered or not; the kept feed ten times a second beside. */
    async askAtRate(perSecond: number): Promise<Crowd> {
      const begun = performance.now()
      const asked: Promise<number>[] = []
      const keptAsked: Promise<number>[] = []
      for (let elapsed = 0; elapsed < SECONDS * 1000; elapsed = performance.now() - begun) {
        while (asked.length < (elapsed / 1000) * perSecond) asked.push(askNewPage())
        if (keptAsked.length < elapsed / 100) keptAsked.push(ask(KEPT))
        await pause(5)
      }
      const ok = (statuses: number[]) => statuses.filter((status) => status === 200).length
      const answered = ok(await Promise.all(asked))
      const seconds = (performance.now() - begun) / 1000
      return {
        answered: answered / seconds,
        kept: { ours: ok(await Promise.all(keptAsked)), limit: keptAsked.length },
      }
    },
  }
}
