import { contacts } from './lists/contacts.ts'
import { library } from './lists/library.ts'
import { programme } from './lists/programme.ts'
import { templates } from './lists/templates.ts'
import type { ListBench } from './lists/list-bench.ts'
import { rencontres } from './lists/rencontres.ts'
import { requests } from './lists/requests.ts'
import type { Bench, Measure } from './measure.ts'
import { pagesGrown } from './pages-grown.ts'

const LISTS: ListBench[] = [requests, library, programme, contacts, templates, rencontres]
const FEW = 1000
const MANY = 100_000

/** Each public list with 100 000 rows beside itself with 1 000. */
export const lists: Bench = {
  name: 'lists',
  async run(server, { size = MANY }) {
    const measures: Measure[] = []
    for (const { rows, pages, fill } of LISTS)
      measures.push(
        ...(await pagesGrown(server, pages, {
          few: { told: `${FEW} ${rows}`, fill: (db) => fill(db, FEW) },
          many: { told: `${size} ${rows}`, fill: (db) => fill(db, size) },
        })),
      )
    return measures
  },
}
