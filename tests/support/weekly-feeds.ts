import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { described, type PublishedItem, rssOf } from './source-server.ts'

/** What must be known of a consultation once its feeds are read. */
export interface KnownConsultation {
  /** The buyer's. */
  reference: string
  /** Wall time in Paris. */
  deadline: string
  /** Kinds of its notices, first to last. */
  notices: string[]
}

const WEEKS = 12
const NEW_EACH_WEEK = 4
const DAY_MS = 86_400_000
/** A Monday; the weeks that follow lead into the next year. */
const FIRST_DAY = Date.parse('2025-11-17T08:00:00Z')

/**
 * Writes twelve weekly feeds into a folder, as a buyer's profile publishes them: what is new, and once more what the
 * two weeks before brought, where deadlines have moved meanwhile. Answers what must be known in the end.
 */
export function writeWeeklyFeeds(folder: string): KnownConsultation[] {
  for (let week = 0; week < WEEKS; week++) {
    const items = [week, week - 1, week - 2]
      .filter((published) => published >= 0)
      .flatMap((published) => consultationsOf(published).map((each) => itemOf(each, week)))
    const name = `2025-S${String(week + 47)}.xml`
    writeFileSync(join(folder, name), rssOf(items))
  }
  return Array.from({ length: WEEKS }, (_, week) => consultationsOf(week))
    .flat()
    .map((each) => ({
      reference: each.reference,
      deadline: deadlineAt(each, WEEKS - 1).wall,
      notices: ['tender', ...movesUntil(each, WEEKS - 1).map(() => 'extension')],
    }))
}

interface Planned {
  reference: string
  /** Of its first publication. */
  week: number
  /** Weeks in which its deadline moves by seven days. */
  moves: number[]
}

function consultationsOf(week: number): Planned[] {
  const moves = [[week + 1], [week + 2], [week + 1, week + 2], []]
  return Array.from({ length: NEW_EACH_WEEK }, (_, position) => ({
    reference: `25TX${String(week * NEW_EACH_WEEK + position + 1).padStart(3, '0')}`,
    week,
    moves: moves[position] ?? [],
  }))
}

function itemOf(planned: Planned, week: number): PublishedItem {
  return {
    guid: planned.reference,
    title: `Travaux d’entretien numéro ${planned.reference}`,
    link: `https://marches.example/avis/${planned.reference}`,
    pubDate: new Date(FIRST_DAY + planned.week * 7 * DAY_MS).toUTCString(),
    text: described({
      buyer: planned.moves.length > 1 ? 'Ville de Narbonne' : 'Commune de Trèbes',
      reference: planned.reference,
      deadline: deadlineAt(planned, week).written,
    }),
  }
}

/** Noon, thirty days after publication, and seven more for each move. */
function deadlineAt(planned: Planned, week: number) {
  const days = planned.week * 7 + 30 + movesUntil(planned, week).length * 7
  const day = new Date(FIRST_DAY + days * DAY_MS).toISOString().slice(0, 10)
  return {
    wall: `${day}T12:00`,
    written: `${day.split('-').toReversed().join('/')} à 12h00`,
  }
}

/** Those that the feeds up to that week tell of. */
function movesUntil({ moves }: Planned, week: number): number[] {
  return moves.filter((move) => move <= week)
}
