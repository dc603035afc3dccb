import { and, desc, eq, gt, lt, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { consultations } from '../../src/consultations/schema.ts'
import { isOf } from '../../src/posting/own-consultation.ts'
import { partners } from '../../src/partners/schema.ts'
import { expectClean, useDemonstrationBrowser, VIEWS } from '../support/demonstration-browser.ts'

const open = useDemonstrationBrowser()

/** A consultation of a partner's that is open, and one that has ended, with lots. */
async function ofPartner(isOpen: boolean): Promise<{ partner: string; path: string }> {
  const { db, now } = open.demonstration.deps
  for (const partner of await db.select().from(partners)) {
    const at = isOpen ? gt(consultations.closesAt, now()) : lt(consultations.closesAt, now())
    const [row] = await db
      .select({ reference: consultations.reference })
      .from(consultations)
      .where(
        and(
          isOf(partner.id),
          isOpen ? eq(consultations.status, 'active') : undefined,
          at,
          isOpen
            ? undefined
            : sql`${consultations.status} in ('active', 'awarded') and jsonb_array_length(${consultations.facts}->'lots') > 1`,
        ),
      )
      .orderBy(desc(consultations.id))
      .limit(1)
    if (row)
      return {
        partner: partner.slug,
        path: `${open.base}/espace/${partner.slug}/consultations/${row.reference}`,
      }
  }
  throw new Error('the demonstration has none')
}

describe.each(VIEWS)('what an agent does with a consultation, $name', (view) => {
  test('each page stands: while firms answer, and once they have', async () => {
    const running = await ofPartner(true)
    const as = (partner: string) => ({ role: 'publisher', partner }) as const
    const { page, context } = await open.page(view, as(running.partner))
    for (const word of [
      '',
      '/modifier',
      '/prolonger',
      '/reponses',
      '/documents',
      '/retirer',
      '/sans-suite',
      '/complement',
    ]) {
      const answer = await page.goto(running.path + word)
      expect([word, answer?.status()]).toEqual([word, 200])
      await expectClean(page, `vie${word.replace('/', '-')}`, view)
    }
    await context.close()
    const ended = await ofPartner(false)
    const later = await open.page(view, as(ended.partner))
    for (const word of ['', '/attribution', '/infructueux', '/relance']) {
      const answer = await later.page.goto(ended.path + word)
      expect([word, answer?.status()]).toEqual([word, 200])
      await expectClean(later.page, `fin${word.replace('/', '-')}`, view)
    }
    await later.context.close()
  }, 120_000)
})
