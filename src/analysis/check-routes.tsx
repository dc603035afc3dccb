import { OwnLinesPage } from '../../views/analysis/own-lines-page.tsx'
import { SheetPage } from '../../views/analysis/sheet-page.tsx'
import { correctionSheet } from '../../views/analysis/sheets.ts'
import { sheetWords } from '../../views/shared/form-sheet.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { analysisErrors, yearRefusalSentence } from '../../views/words/analysis-problems.ts'
import { actingPartner, agentOf, formOf } from '../auth/guard.ts'
import { can } from '../auth/policy.ts'
import { commit } from '../http/commit.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import type { PactProblem } from '../pact/problem.ts'
import { type FieldReading, readingFields } from '../forms/read-fields.ts'
import { sheetsFor } from '../forms/sheet.ts'
import { parisDay } from '../rules/calendar.ts'
import { INDICATORS } from './indicators/catalogue.ts'
import { buyerSheet } from './years/buyer-sheet.ts'
import {
  type Checker,
  confirmLines,
  correctLine,
  ownLine,
  SIZES,
  withdrawCorrection,
} from './years/correct-line.ts'
import { lineOfWord } from './years/line-word.ts'
import { ownCorrections, ownLines } from './years/own-lines.ts'
import type { YearRefusal, YearWritten } from './years/problem.ts'
import { listYears } from './years/read-year.ts'
import { type CorrectedField } from './years/schema.ts'
import { shareSheet } from './years/share-sheet.ts'
import { spreadUnits } from './years/shown.ts'
import { checkingBuyers } from './years/standing.ts'
import { isOpen } from './years/states.ts'

const AT = '/espace/:partner/analyses/:year'

type Problem = YearRefusal | PactProblem

const FIELDS: readonly [CorrectedField, ...CorrectedField[]] = [
  'amount',
  'size',
  'place',
  'notified',
  'not-ours',
]

const checkers = routesFor('check-own-contracts')
const speakers = routesFor('speak-in-analysis')
const { sheet } = sheetsFor('check-own-contracts', sheetWords<Problem>(analysisErrors))

/** How a buyer checks its own contracts, and decides who reads its own sheet. */
export const analysisCheckRoutes: Route[] = [
  checkers.page(`${AT}/lignes`, { example: '/espace/narbonne/analyses/2025/lignes' }, (c) =>
    showLines(c, null),
  ),
  ...sheet({
    path: `${AT}/lignes/:line`,
    async load(c) {
      const year = yearIn(c)
      const line = lineOfWord(c.req.param('line') ?? '')
      if (year === null || line === null) return missingPage(c)
      const partner = actingPartner(c)
      const at = { year, partnerId: partner.id, line }
      const row = await ownLine(c.var.deps.db, at)
      return row ? { row, year, base: baseOf(c), checker: checkerOf(c) } : missingPage(c)
    },
    sheet: ({ row, year, base }) => correctionSheet(base, year, row),
    async write(tx, { row, year, checker }, form) {
      const fields = readingFields(form)
      const field = fields.requiredChoice('field', FIELDS)
      const after = fields.problems.length > 0 ? null : readAfter(fields, field, year)
      const reason = fields.text('reason', true)
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      return correctLine(tx, checker, { year, line: row.line }, { field, after, reason })
    },
    next: ({ base, year }) => `${base}/${year}/lignes#corrections`,
  }),
  write(`${AT}/confirmer`, (tx, checker, { year }) => confirmLines(tx, checker, year)),
  write(`${AT}/corrections/:id/retirer`, (tx, checker, { year, c }) =>
    withdrawCorrection(tx, checker, { year, id: keyIn(c) }),
  ),
  checkers.page(`${AT}/fiche`, { example: '/espace/narbonne/analyses/2025/fiche' }, showOwnSheet),
  speakers.write(`${AT}/fiche`, chooseReaders),
]

/** A button beside the lines: what is refused is told above them. */
function write(
  path: string,
  act: (
    tx: Parameters<typeof confirmLines>[0],
    checker: Checker,
    on: { year: number; c: GuichetContext },
  ) => Promise<YearWritten | null>,
): Route {
  return checkers.write(path, async (c) => {
    const { db, versions } = c.var.deps
    const year = yearIn(c)
    if (year === null) return missingPage(c)
    const written = await db.transaction((tx) => act(tx, checkerOf(c), { year, c }))
    if (written === null) return missingPage(c)
    if (!written.ok) return showLines(c, written.problems.map(yearRefusalSentence).join(' '))
    await versions.refresh()
    return c.redirect(`${baseOf(c)}/${year}/lignes`, 303)
  })
}

/** What a correction says is right, as it is kept. */
function readAfter(fields: FieldReading, field: CorrectedField, year: number): string | null {
  switch (field) {
    case 'amount': {
      const amount = fields.number('amount')
      if (fields.problems.length === 0 && (amount === null || amount <= 0 || amount > 1e11))
        fields.problems.push({ field: 'amount', code: amount === null ? 'missing' : 'number' })
      return amount === null ? null : String(Math.round(amount * 100) / 100)
    }
    case 'size': {
      const size = fields.choice('size', SIZES)
      if (size === null && fields.problems.length === 0)
        fields.problems.push({ field: 'size', code: 'missing' })
      return size
    }
    case 'place': {
      const place = fields.line('place', true).toUpperCase()
      if (place !== '' && !/^(?:0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-8]|98[678])$/.test(place))
        fields.problems.push({ field: 'place', code: 'choice' })
      return place
    }
    case 'notified': {
      const day = fields.requiredDay('notified')
      if (day < `${year - 5}-01-01` || day > `${year + 2}-12-31`)
        fields.problems.push({ field: 'notified', code: 'date' })
      return day
    }
    case 'not-ours':
      return null
  }
}

async function showLines(c: GuichetContext, refusal: string | null): Promise<Response> {
  const { db, now } = c.var.deps
  const year = yearIn(c)
  const row = (await listYears(db)).find((each) => each.year === year)
  if (year === null || !row) return missingPage(c)
  const partner = actingPartner(c)
  const after = lineOfWord(c.req.query('apres') ?? '')
  const listed = await ownLines(db, { year, partnerId: partner.id, after: after || null })
  const own = (await checkingBuyers(db, row)).find(({ id }) => id === partner.id)
  const props = {
    frame: await frameOf(c, `${baseOf(c)}/${year}/lignes`),
    partner,
    row,
    base: baseOf(c),
    ...listed,
    isFirst: after === null || after === '',
    corrections: await ownCorrections(db, year, partner.id),
    confirmedAt: own?.confirmedAt ?? null,
    mayCheck: row.state === 'frozen' && isOpen(row.checksEndOn, parisDay(now())),
    refusal,
  }
  return c.html(renderPage(<OwnLinesPage {...props} />), refusal === null ? 200 : 422)
}

async function showOwnSheet(c: GuichetContext): Promise<Response> {
  const { db } = c.var.deps
  const year = yearIn(c)
  const partner = actingPartner(c)
  const sheet = year === null ? null : await buyerSheet(db, year, partner.slug)
  if (!sheet) return missingPage(c)
  const frame = await frameOf(c, c.req.path)
  const own = {
    base: baseOf(c),
    mayShare: can(agentOf(c), 'speak-in-analysis', partner.id),
  }
  const units = spreadUnits(INDICATORS)
  return c.html(renderPage(<SheetPage frame={frame} sheet={sheet} units={units} own={own} />))
}

async function chooseReaders(c: GuichetContext): Promise<Response> {
  const { db } = c.var.deps
  const year = yearIn(c)
  const partner = actingPartner(c)
  if (year === null || (await buyerSheet(db, year, partner.slug)) === null) return missingPage(c)
  const isPublic = formOf(c).get('publique') === 'oui'
  await commit(c, (tx) => shareSheet(tx, checkerOf(c), year, isPublic))
  return c.redirect(`${baseOf(c)}/${year}/fiche`, 303)
}

function checkerOf(c: GuichetContext): Checker {
  return {
    partnerId: actingPartner(c).id,
    actor: agentOf(c).actor,
    now: c.var.deps.now(),
  }
}

function baseOf(c: GuichetContext): string {
  return `/espace/${actingPartner(c).slug}/analyses`
}

function yearIn(c: GuichetContext): number | null {
  const [year] = /^20\d\d$/.exec(c.req.param('year') ?? '') ?? []
  return year === undefined ? null : Number(year)
}

function keyIn(c: GuichetContext): number {
  const [id] = /^\d{1,9}$/.exec(c.req.param('id') ?? '') ?? []
  return id === undefined ? -1 : Number(id)
}
