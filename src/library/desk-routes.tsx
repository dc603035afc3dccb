import { DeskItemPage } from '../../views/library/desk-item-page.tsx'
import { LibraryDeskPage, UsesDeskPage } from '../../views/library/desk-page.tsx'
import {
  detailsSheet,
  documentSheet,
  filesSheet,
  practiceSheet,
  withdrawalSheet,
} from '../../views/library/sheets.ts'
import { UsePage } from '../../views/library/use-page.tsx'
import { sheetWords, type Sheet } from '../../views/shared/form-sheet.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { LIBRARY_DONE, libraryErrors } from '../../views/words/library.ts'
import { actingPartner, agentOf } from '../auth/guard.ts'
import { doneIn } from '../http/commit.ts'
import { rowId } from '../http/ids.ts'
import { can } from '../auth/policy.ts'
import type { Cursor } from '../consultations/filter.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { ActingPartner, GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { readingFields } from '../forms/read-fields.ts'
import { sheetsFor, versionIn } from '../forms/sheet.ts'
import { parisDay } from '../rules/calendar.ts'
import { readLibraryFilter } from './filter.ts'
import { type ItemPage, listByPosition, listItems } from './list-items.ts'
import { moveItem } from './order.ts'
import type { LibraryProblem } from './problem.ts'
import { editItem, publishItem, publishVersion, type Publisher } from './publish-item.ts'
import { itemBySlug, type LibraryItem, ownItem } from './read-item.ts'
import { FILE_KINDS, personalIn, typedFiles, typedItem, typedPractice } from './typed-item.ts'
import { usePractice, usedBy } from './use-practice.ts'
import { withdrawItem, withdrawVersion } from './withdraw.ts'

const BASE = '/espace/:partner/bibliotheque'
const AT = `${BASE}/:item`

/** Who is at work for which partner. */
interface AtDesk {
  by: Publisher
  partner: ActingPartner
  /** `/espace/narbonne/bibliotheque` */
  base: string
  today: string
  /** What was just done, to go on from it. */
  made: { id: number; done: keyof typeof LIBRARY_DONE }
}

interface OnItem extends AtDesk {
  read: LibraryItem
  /** The item's address in the partners' area. */
  at: string
  /** The version that the address names; 0, which none has, where it names none. */
  number: number
}

const { page } = routesFor('edit-pact')
const agents = routesFor('own-account')
const { sheet, button } = sheetsFor('edit-pact', sheetWords(libraryErrors, 'aide'))

/** The library in the partners' area: publishing, new versions, order, withdrawing, taking up others' practices. */
export const libraryDeskRoutes: Route[] = [
  page(BASE, { example: '/espace/narbonne/bibliotheque' }, showDesk),
  ...sheet<AtDesk>({
    path: `${BASE}/document`,
    upload: true,
    load: async (c) => atDesk(c),
    sheet: ({ base, partner }) => documentSheet(deskOf(base, partner), FILE_KINDS),
    initial: ({ today }) => new URLSearchParams({ datedOn: today }),
    async write(tx, { by, made }, form, documentIds) {
      const fields = readingFields(form)
      const values = typedItem(fields)
      const version = typedFiles(fields, documentIds, true)
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      const published = await publishItem(tx, by, values, version)
      if (published.ok) made.id = published.id
      return published
    },
    next: ({ base, made }) => `${base}/${made.id}?fait=publie`,
  }),
  ...sheet<AtDesk>({
    path: `${BASE}/pratique`,
    load: async (c) => atDesk(c),
    sheet: ({ base, partner }) => practiceSheet(deskOf(base, partner), true),
    initial: ({ partner }) => new URLSearchParams({ contactBody: partner.name }),
    async write(tx, { by, made, today }, form) {
      const typed = readPractice(form)
      if (!typed.ok) return typed
      const published = await publishItem(tx, by, typed.values, {
        datedOn: today,
        note: '',
        practice: typed.practice,
        documentIds: [],
      })
      if (published.ok) made.id = published.id
      return published
    },
    next: ({ base, made }) => `${base}/${made.id}?fait=publie`,
  }),
  page(`${BASE}/pratiques`, showUses),
  button<AtDesk>({
    path: `${BASE}/pratiques/:item/usage`,
    load: async (c) => atDesk(c),
    sheet: ({ base, partner }) => buttonSheet(deskOf(base, partner)),
    write(tx, { by, made }, form, _documents, c) {
      const uses = form.get('usage') !== 'non'
      made.done = uses ? 'repris' : 'laisse'
      return usePractice(tx, by, rowId(c.req.param('item')) ?? 0, uses)
    },
    next: ({ base, made }) => `${base}/pratiques?fait=${made.done}`,
  }),
  page(AT, showItem),
  ...sheet<OnItem>({
    path: `${AT}/modifier`,
    load: (c) => onItem(c, (read) => read.item.kind !== 'practice'),
    sheet: ({ at, read }) => detailsSheet(itemOf(at, read), FILE_KINDS),
    initial: ({ read: { item } }) =>
      new URLSearchParams({
        version: String(item.version),
        kind: item.kind,
        theme: item.theme,
        title: item.title,
        summary: item.summary,
      }),
    async write(tx, { by, read }, form) {
      const fields = readingFields(form)
      const values = typedItem(fields)
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      return editItem(tx, by, read.item.id, { version: versionIn(form), values })
    },
    next: ({ at }) => `${at}?fait=modifie`,
  }),
  // Files come in a form of another kind than words.
  ...sheet<OnItem>({
    path: `${AT}/version`,
    upload: true,
    load: (c) => onItem(c, (read) => read.item.kind !== 'practice', `texte`),
    sheet: ({ at, read }) => filesSheet(itemOf(at, read)),
    initial: ({ today }) => new URLSearchParams({ datedOn: today }),
    async write(tx, { by, read }, form, documentIds) {
      const fields = readingFields(form)
      const version = typedFiles(fields, documentIds, false)
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      return publishVersion(tx, by, read.item.id, version)
    },
    next: ({ at }) => `${at}?fait=version`,
  }),
  ...sheet<OnItem>({
    path: `${AT}/texte`,
    load: (c) => onItem(c, (read) => read.item.kind === 'practice'),
    sheet: ({ at, read }) => practiceSheet(itemOf(at, read), false),
    initial: ({ read }) => fieldsOfPractice(read),
    async write(tx, { by, read, today }, form) {
      const fields = readingFields(form)
      const note = fields.line('note', true)
      const typed = readPractice(form, fields.problems)
      if (!typed.ok) return typed
      return publishVersion(
        tx,
        by,
        read.item.id,
        { datedOn: today, note, practice: typed.practice, documentIds: [] },
        { version: versionIn(form), values: typed.values },
      )
    },
    next: ({ at }) => `${at}?fait=version`,
  }),
  ...sheet<OnItem>({
    path: `${AT}/retrait`,
    load: (c) => onItem(c),
    sheet: ({ at, read }) => withdrawalSheet(itemOf(at, read), null),
    async write(tx, { by, read }, form) {
      const fields = readingFields(form)
      const reason = fields.text('reason', true)
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      return withdrawItem(tx, by, read.item.id, reason)
    },
    next: ({ at }) => `${at}?fait=retire`,
  }),
  ...sheet<OnItem>({
    path: `${AT}/versions/:number/retrait`,
    load: (c) => onItem(c, (read) => read.versions.some(({ number }) => number === numberIn(c))),
    sheet: ({ at, read, number }) => withdrawalSheet(itemOf(at, read), number),
    async write(tx, { by, read, number }, form) {
      const fields = readingFields(form)
      const reason = fields.text('reason', true)
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      return withdrawVersion(tx, by, { itemId: read.item.id, number }, reason)
    },
    next: ({ at }) => `${at}?fait=retire`,
  }),
  button<OnItem>({
    path: `${AT}/ordre`,
    load: (c) => onItem(c),
    sheet: ({ base, partner }) => buttonSheet(deskOf(base, partner)),
    write: (tx, { by, read }, form) =>
      moveItem(tx, by, read.item.id, form.get('sens') === 'bas' ? 'down' : 'up'),
    next: ({ base }) => `${base}?fait=deplace`,
  }),
  agents.page(
    '/espace/pratiques/:slug',
    { example: '/espace/pratiques/repondre-aux-questions-en-deux-jours' },
    showUse,
  ),
]

function atDesk(c: GuichetContext): AtDesk {
  const partner = actingPartner(c)
  const now = c.var.deps.now()
  return {
    by: { partnerId: partner.id, actor: agentOf(c).actor, now },
    partner,
    base: `/espace/${partner.slug}/bibliotheque`,
    today: parisDay(now),
    made: { id: 0, done: 'publie' },
  }
}

/** An item of the partner; where `fits` says no, its other form (`elsewhere`), or a missing page. */
async function onItem(
  c: GuichetContext,
  fits: (read: LibraryItem) => boolean = () => true,
  elsewhere?: string,
): Promise<OnItem | Response> {
  const desk = atDesk(c)
  const read = await ownItem(c.var.deps.db, rowId(c.req.param('item')), desk.partner.id)
  if (read === null) return missingPage(c)
  const at = `${desk.base}/${read.item.id}`
  if (fits(read)) return { ...desk, read, at, number: numberIn(c) }
  return elsewhere === undefined ? missingPage(c) : c.redirect(`${at}/${elsewhere}`, 303)
}

function numberIn(c: GuichetContext): number {
  return rowId(c.req.param('number')) ?? 0
}

function deskOf(base: string, partner: ActingPartner) {
  return { href: base, label: `Bibliothèque – ${partner.name}` }
}

function itemOf(at: string, { item }: LibraryItem) {
  return { href: at, label: item.title }
}

/** What is shown where a button's write is refused. */
function buttonSheet(back: { href: string; label: string }): Sheet {
  return { title: back.label, back, fields: [], submit: 'Réessayer' }
}

function readPractice(form: URLSearchParams, earlier: LibraryProblem[] = []) {
  const fields = readingFields(form)
  const values = typedItem(fields, 'practice')
  const practice = typedPractice(fields)
  const problems = [...earlier, ...fields.problems, ...personalIn(practice)]
  return problems.length > 0
    ? { ok: false as const, problems }
    : { ok: true as const, values, practice }
}

function fieldsOfPractice({ item, versions }: LibraryItem): URLSearchParams {
  const practice = versions[0]?.practice
  return new URLSearchParams({
    version: String(item.version),
    theme: item.theme,
    title: item.title,
    summary: item.summary,
    ...practice,
  })
}

async function showDesk(c: GuichetContext): Promise<Response> {
  const { base, partner } = atDesk(c)
  const asked = { q: null, kind: null, theme: null, partner }
  const page = await listByPosition(c.var.deps.db, asked, cursorIn(c), 'all')
  const shown = {
    ...(await shownIn(c, base, page)),
    partner,
    base,
  }
  return c.html(renderPage(<LibraryDeskPage {...shown} />))
}

async function showItem(c: GuichetContext): Promise<Response> {
  const on = await onItem(c)
  if (on instanceof Response) return on
  const shown = {
    frame: await frameOf(c, c.req.path),
    read: on.read,
    base: on.base,
    done: doneIn(c, LIBRARY_DONE),
  }
  return c.html(renderPage(<DeskItemPage {...shown} />))
}

async function showUses(c: GuichetContext): Promise<Response> {
  const { db } = c.var.deps
  const { base, partner } = atDesk(c)
  const asked = { q: null, kind: 'practice' as const, theme: null, partner: null }
  const page = await listItems(db, asked, cursorIn(c))
  const used = await usedBy(
    db,
    partner.id,
    page.items.map(({ id }) => id),
  )
  const { items: _, ...shown } = await shownIn(c, `${base}/pratiques`, page)
  const practices = page.items
    .filter((item) => item.partner.id !== partner.id)
    .map((item) => ({ ...item, isUsed: used.has(item.id) }))
  return c.html(
    renderPage(<UsesDeskPage {...shown} base={base} partner={partner} practices={practices} />),
  )
}

async function showUse(c: GuichetContext): Promise<Response> {
  const read = await itemBySlug(c.var.deps.db, c.req.param('slug') ?? '')
  if (read?.item.kind !== 'practice' || read.item.withdrawnAt !== null) return missingPage(c)
  const agent = agentOf(c)
  const partners = new Map(
    agent.memberships
      .filter(({ partnerId }) => can(agent, 'edit-pact', partnerId))
      .map(({ slug, partnerName }) => [slug, { slug, name: partnerName }]),
  )
  const frame = await frameOf(c, c.req.path)
  return c.html(renderPage(<UsePage frame={frame} read={read} partners={[...partners.values()]} />))
}

/** What a page of a list at the desk is given. */
async function shownIn(c: GuichetContext, path: string, { items, previous, next }: ItemPage) {
  const at = (word: string, key: string | null) =>
    key === null ? null : `${path}?${new URLSearchParams({ [word]: key })}`
  return {
    frame: await frameOf(c, c.req.path),
    items,
    previous: at('avant', previous),
    next: at('apres', next),
    done: doneIn(c, LIBRARY_DONE),
  }
}

function cursorIn(c: GuichetContext): Cursor | null {
  const words = new URLSearchParams(
    ['avant', 'apres'].flatMap((word) => {
      const key = c.req.query(word)
      return key === undefined ? [] : [[word, key]]
    }),
  )
  const read = readLibraryFilter(words, [])
  return read.ok ? read.cursor : null
}
