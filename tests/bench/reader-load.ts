/**
 * Seconds of one process for an answer 304, for one with a kept body, for rendering a feed first, and for finding out
 * first that nothing of a kept one has changed.
 */
export interface ServiceTimes {
  unchanged: number
  body: number
  rendering: number
  look: number
}

/** Feed readers that ask for their feed again and again, and the processes that answer them in turn. */
export interface ReaderLoad {
  readers: number
  /** Seconds between two looks of a reader. */
  every: number
  /** Share of the readers that look at the quarters of an hour, all within half a minute; the others whenever they were started. */
  punctual: number
  /** Different addresses of feeds: the first is read by most, as the harmonic series goes. */
  addresses: number
  /** How many of them a process has room to keep; the one read longest ago is dropped first. */
  kept: number
  /** Seconds between two changes of what anybody reads, after which every kept rendering is looked at again. */
  newsEvery: number
  /** Share of the feeds that a change has something new for, and which are rendered anew. */
  concerned: number
  processes: number
}

/** How an hour of that went. */
export interface LoadResult {
  requestsPerSecond: number
  /** In the busiest second. */
  peakPerSecond: number
  renderingsPerSecond: number
  looksPerSecond: number
  /** Share of the time that the processes work. */
  busy: number
  /** Seconds from a request to the end of its answer. */
  median: number
  p99: number
}

const HOUR = 3600
const HALF_A_MINUTE = 30

/**
 * An hour of readers, after one in which what they read has come to be kept. Each request is handed to the processes in
 * turn and answered in order; the same for the same seed.
 */
export function simulateReaders(load: ReaderLoad, times: ServiceTimes, seed = 1): LoadResult {
  const random = mulberry(seed)
  const looks = looksOf(load, random)
  const processes = Array.from({ length: load.processes }, () => ({
    free: 0,
    worked: 0,
    kept: new Map<number, number>(),
  }))
  const perSecond = new Uint32Array(2 * HOUR)
  const waits: number[] = []
  let renderings = 0
  let lookedAt = 0
  looks.forEach(({ at, address }, index) => {
    const process = processes[index % processes.length]
    if (!process) throw new RangeError('no process')
    const news = Math.floor(at / load.newsEvery)
    const before = process.kept.get(address)
    process.kept.delete(address)
    process.kept.set(address, news)
    if (process.kept.size > load.kept) dropOldest(process.kept)
    const isStale = before === undefined || isConcerned(address, before, news, load.concerned)
    const isLookedAt = before !== undefined && !isStale && before < news
    const first = isStale ? times.rendering : isLookedAt ? times.look : 0
    const lastTime = Math.floor((at - load.every) / load.newsEvery)
    const isNew = isConcerned(address, lastTime, news, load.concerned)
    const work = first + (isNew ? times.body : times.unchanged)
    process.free = Math.max(process.free, at) + work
    if (at < HOUR) return
    process.worked += work
    waits.push(process.free - at)
    perSecond[Math.floor(at)] = (perSecond[Math.floor(at)] ?? 0) + 1
    if (isStale) renderings += 1
    if (isLookedAt) lookedAt += 1
  })
  waits.sort((one, other) => one - other)
  return {
    requestsPerSecond: waits.length / HOUR,
    peakPerSecond: Math.max(...perSecond),
    renderingsPerSecond: renderings / HOUR,
    looksPerSecond: lookedAt / HOUR,
    busy: processes.reduce((sum, { worked }) => sum + worked, 0) / (HOUR * load.processes),
    median: waits[Math.floor(waits.length / 2)] ?? 0,
    p99: waits[Math.floor(waits.length * 0.99)] ?? 0,
  }
}

interface Look {
  at: number
  address: number
}

function looksOf(load: ReaderLoad, random: () => number): Look[] {
  const looks: Look[] = []
  for (let reader = 0; reader < load.readers; reader += 1) {
    const isPunctual = random() < load.punctual
    const first = random() * (isPunctual ? HALF_A_MINUTE : load.every)
    // The inverse of the harmonic series' sum, which grows as the logarithm.
    const address = Math.floor(load.addresses ** random())
    for (let at = first; at < 2 * HOUR; at += load.every) looks.push({ at, address })
  }
  return looks.toSorted((one, other) => one.at - other.at)
}

function dropOldest(kept: Map<number, number>): void {
  const [oldest] = kept.keys()
  if (oldest !== undefined) kept.delete(oldest)
}

/** Whether any change after one, up to and with another, has something new for a feed. */
function isConcerned(address: number, after: number, upTo: number, share: number): boolean {
  for (let change = after + 1; change <= upTo; change += 1)
    if (mulberry(address * 65_537 + change)() < share) return true
  return false
}

/** Mulberry32: numbers from 0 to 1 that are the same for the same seed. */
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
