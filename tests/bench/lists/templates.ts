import { sql } from 'drizzle-orm'
import { seedTemplate } from '../../../src/templates/versions.ts'
import { FIRST_VERSION } from '../../../views/templates/first-version.ts'
import type { ListBench } from './list-bench.ts'

/** The page of the model with so many uses, by a hundred buyers that declared it: buyers do not grow as uses do. */
export const templates: ListBench = {
  rows: 'uses of the template',
  pages: [{ name: 'template', path: '/modele', what: 'shared template' }],
  async fill(db, rows) {
    await db.transaction((tx) => seedTemplate(tx, FIRST_VERSION, new Date('2026-01-02T09:00:00Z')))
    await db.execute(sql`
      insert into template_uses (at, kind, template_number, organisation, confirmed_at)
      select timestamptz '2026-01-02 09:00Z' + n * interval '1 second',
        case when n <= 100 then 'declaration' else 'documents' end, 1,
        'Commune ' || n % 100, case when n <= 100 then now() end
      from generate_series(1, ${rows}::int) n`)
    await db.execute(sql`analyze template_uses`)
  },
}
