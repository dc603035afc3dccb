import { eq } from 'drizzle-orm'
import {
  backTo,
  bodySheet,
  contactSheet,
  removalSheet,
  ruleSheet,
  schemeSheet,
} from '../../views/contacts/sheets.ts'
import { sheetWords } from '../../views/shared/form-sheet.tsx'
import { contactErrors } from '../../views/words/contact-problems.ts'
import { currentLists } from '../consultations/lists.ts'
import type { Tx } from '../db/db.ts'
import { missingPage } from '../http/errors.tsx'
import { rowId } from '../http/ids.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { readingFields } from '../forms/read-fields.ts'
import { sheetsFor, versionIn } from '../forms/sheet.ts'
import { partners } from '../partners/schema.ts'
import type { Author } from './author.ts'
import { bodyChoices, freeSlugFor, partnerChoices, seatsOf } from './choices.ts'
import {
  ADMINISTRATION,
  authorOf,
  contextOf,
  DESK,
  type Place,
  placeOf,
  whenSaved,
} from './desk.ts'
import type { BodyRow, ContactRow } from './list-bodies.ts'
import { findRule, type ListedRule } from './list-rules.ts'
import { makeOwnBody } from './own-body.ts'
import { type Outcome, refused } from './problem.ts'
import { type Entries, readEntry } from './read-entries.ts'
import { removeBody, removeContact, removeScheme } from './remove.ts'
import { saveBody } from './save-body.ts'
import { saveContact } from './save-contact.ts'
import { saveRule } from './save-rule.ts'
import { saveScheme } from './save-scheme.ts'
import { helpBodies, helpContacts, supportSchemes } from './schema.ts'
import type { SchemeRow } from './schemes.ts'
import {
  bodyFields,
  contactFields,
  ruleFields,
  schemeFields,
  type Sourced,
  typedBody,
  typedContact,
  typedRule,
  typedScheme,
} from './typed-entries.ts'

const WORDS = sheetWords(contactErrors, 'aide')
const administratorSheets = sheetsFor('administer', WORDS)
const managerSheets = sheetsFor('manage-partner', WORDS)

/** Entries of the contacts: kept by administrators where no partner answers for them, else by the partner. */
export const contactEntryRoutes: Route[] = [
  ...bodyForms(),
  ...contactForms(ADMINISTRATION),
  ...schemeForms(ADMINISTRATION),
  ...ruleForms(),
  ...contactForms(DESK),
  ...schemeForms(DESK),
]

async function placeIn(c: GuichetContext): Promise<Place> {
  return placeOf(c, await currentLists(c.var.deps))
}

function bodyForms(): Route[] {
  const load = async (c: GuichetContext) => {
    const id = rowId(c.req.param('body'))
    const [body] =
      id === null ? [] : await c.var.deps.db.select().from(helpBodies).where(eq(helpBodies.id, id))
    if (!body || body.removedAt !== null || body.partnerId !== null) return missingPage(c)
    return { ...(await placeIn(c)), body }
  }
  const save =
    (body: BodyRow | null) =>
    async (tx: Tx, place: Place, form: URLSearchParams, c: GuichetContext) => {
      const identifiant = body?.slug ?? (await freeSlugFor(tx, 'body', form.get('nom') ?? ''))
      const { today } = place
      const demonstration = body?.demonstration ?? false
      const typed = typedBody(form, { identifiant, source: '', today, demonstration }, null)
      const read = readSourced('organismes', typed, place)
      return read.ok
        ? saveBody(tx, read.entry, authorOf(c), body ? versionIn(form) : undefined)
        : read
    }
  return [
    ...administratorSheets.sheet({
      path: `${ADMINISTRATION}/organismes/nouveau`,
      load: placeIn,
      sheet: (place) => bodySheet('Nouvel organisme', backTo(place), false),
      write: (tx, place, form, _, c) => save(null)(tx, place, form, c),
      next: whenSaved,
    }),
    ...administratorSheets.sheet({
      path: `${ADMINISTRATION}/organismes/:body`,
      load,
      sheet: (place) => bodySheet(place.body.name, backTo(place), false),
      initial: ({ body, lists }) => bodyFields(body, lists.gazetteer),
      write: (tx, place, form, _, c) => save(place.body)(tx, place, form, c),
      next: whenSaved,
    }),
    ...removalForm(administratorSheets, `${ADMINISTRATION}/organismes/:body/retrait`, {
      load,
      nameOf: ({ body }) => body.name,
      remove: (tx, { body, today }, reason, author) =>
        removeBody(tx, body.id, reason, author, today),
    }),
  ]
}

/** Contacts of a partner's own body, or of one that is no partner's. */
function contactForms(at: typeof ADMINISTRATION | typeof DESK): Route[] {
  const sheets = at === ADMINISTRATION ? administratorSheets : managerSheets
  const isPartner = at === DESK
  const choicesOf = async (c: GuichetContext, { lists }: Place) => ({
    trades: lists.trades.map(({ slug, label }) => ({ value: slug, label })),
    instances: await bodyChoices(c.var.deps.db, 'instances'),
  })
  const load = async (c: GuichetContext) => {
    const { db } = c.var.deps
    const place = await placeIn(c)
    const id = rowId(c.req.param('contact'))
    const [row] =
      id === null
        ? []
        : await db
            .select({ contact: helpContacts, body: helpBodies })
            .from(helpContacts)
            .innerJoin(helpBodies, eq(helpBodies.id, helpContacts.bodyId))
            .where(eq(helpContacts.id, id))
    if (!row || row.contact.removedAt !== null) return missingPage(c)
    if (row.body.partnerId !== (place.partner?.id ?? null)) return missingPage(c)
    return {
      ...place,
      ...row,
      seats: await seatsOf(db, row.contact.id),
      choices: await choicesOf(c, place),
    }
  }
  const save = async (
    tx: Tx,
    place: Place,
    { contact, body }: { contact: ContactRow | null; body: BodyRow },
    form: URLSearchParams,
    c: GuichetContext,
  ) => {
    const source = place.partner?.name ?? ''
    const identifiant =
      contact?.slug ?? (await freeSlugFor(tx, 'contact', form.get('fonction') ?? ''))
    const { today } = place
    const demonstration = contact?.demonstration ?? false
    const typed = typedContact(form, { identifiant, source, today, demonstration }, body.slug)
    const read = readSourced('interlocuteurs', typed, place)
    return read.ok
      ? saveContact(tx, read.entry, authorOf(c), contact ? versionIn(form) : undefined)
      : read
  }
  return [
    ...sheets.sheet({
      path: isPartner
        ? `${DESK}/interlocuteurs/nouveau`
        : `${ADMINISTRATION}/organismes/:body/interlocuteurs/nouveau`,
      async load(c: GuichetContext) {
        const { db } = c.var.deps
        const place = await placeIn(c)
        const id = rowId(c.req.param('body'))
        const [body] =
          id === null ? [] : await db.select().from(helpBodies).where(eq(helpBodies.id, id))
        if (!isPartner && (!body || body.removedAt !== null || body.partnerId !== null))
          return missingPage(c)
        return { ...place, body: body ?? null, choices: await choicesOf(c, place) }
      },
      sheet: (place) =>
        contactSheet('Nouvel interlocuteur', backTo(place), isPartner, place.choices),
      async write(tx, place, form, _, c) {
        const { partner } = place
        const body =
          partner === null ? place.body : await makeOwnBody(tx, partner.id, c.var.deps.now())
        return body && save(tx, place, { contact: null, body }, form, c)
      },
      next: whenSaved,
    }),
    ...sheets.sheet({
      path: `${at}/interlocuteurs/:contact`,
      load,
      sheet: (place) =>
        contactSheet(place.contact.function, backTo(place), isPartner, place.choices),
      initial: ({ contact, seats, lists }) => contactFields(contact, seats, lists.gazetteer),
      write: (tx, place, form, _, c) => save(tx, place, place, form, c),
      next: whenSaved,
    }),
    ...removalForm(sheets, `${at}/interlocuteurs/:contact/retrait`, {
      load,
      nameOf: ({ contact }) => contact.function,
      remove: (tx, { contact }, reason, author) => removeContact(tx, contact.id, reason, author),
    }),
  ]
}

/** Sheets of support schemes: all that no partner answers for, or a partner's own. */
function schemeForms(at: typeof ADMINISTRATION | typeof DESK): Route[] {
  const sheets = at === ADMINISTRATION ? administratorSheets : managerSheets
  const choicesOf = async (c: GuichetContext) => ({
    bodies: await bodyChoices(c.var.deps.db, 'all'),
    partners: at === ADMINISTRATION ? await partnerChoices(c.var.deps.db) : [],
  })
  const load = async (c: GuichetContext) => {
    const { db } = c.var.deps
    const place = await placeIn(c)
    const id = rowId(c.req.param('scheme'))
    const [row] =
      id === null
        ? []
        : await db
            .select({ scheme: supportSchemes, body: helpBodies.slug, owner: partners.slug })
            .from(supportSchemes)
            .leftJoin(helpBodies, eq(helpBodies.id, supportSchemes.bodyId))
            .leftJoin(partners, eq(partners.id, supportSchemes.partnerId))
            .where(eq(supportSchemes.id, id))
    if (!row || row.scheme.removedAt !== null) return missingPage(c)
    if (row.scheme.partnerId !== (place.partner?.id ?? null)) return missingPage(c)
    return { ...place, ...row, choices: await choicesOf(c) }
  }
  const save = async (
    tx: Tx,
    place: Place,
    scheme: SchemeRow | null,
    form: URLSearchParams,
    c: GuichetContext,
  ) => {
    if (place.partner !== null) form.set('partenaire', place.partner.slug)
    const identifiant = scheme?.slug ?? (await freeSlugFor(tx, 'scheme', form.get('titre') ?? ''))
    const { today } = place
    const demonstration = scheme?.demonstration ?? false
    const typed = typedScheme(form, { identifiant, source: '', today, demonstration })
    const read = readSourced('aides', typed, place)
    return read.ok
      ? saveScheme(tx, read.entry, authorOf(c), scheme ? versionIn(form) : undefined)
      : read
  }
  return [
    ...sheets.sheet({
      path: `${at}/aides/nouvelle`,
      load: async (c: GuichetContext) => ({ ...(await placeIn(c)), choices: await choicesOf(c) }),
      sheet: (place) => schemeSheet('Nouvelle fiche d’aide', backTo(place), place.choices),
      write: (tx, place, form, _, c) => save(tx, place, null, form, c),
      next: whenSaved,
    }),
    ...sheets.sheet({
      path: `${at}/aides/:scheme`,
      load,
      sheet: (place) => schemeSheet(place.scheme.title, backTo(place), place.choices),
      initial: ({ scheme, body, owner }) => schemeFields(scheme, { body, partner: owner }),
      write: (tx, place, form, _, c) => save(tx, place, place.scheme, form, c),
      next: whenSaved,
    }),
    ...removalForm(sheets, `${at}/aides/:scheme/retrait`, {
      load,
      nameOf: ({ scheme }) => scheme.title,
      remove: (tx, { scheme }, reason, author) => removeScheme(tx, scheme.id, reason, author),
    }),
  ]
}

function ruleForms(): Route[] {
  const save = async (
    tx: Tx,
    place: Place,
    listed: ListedRule | null,
    form: URLSearchParams,
    c: GuichetContext,
  ) => {
    const identifiant =
      listed?.rule.slug ??
      (await freeSlugFor(tx, 'rule', `${form.get('probleme') ?? ''} ${form.get('vers') ?? ''}`))
    const fields = readingFields(form)
    const day = (name: string) => {
      const read = fields.day(name)
      return read ?? (fields.problems.some(({ field }) => field === name) ? '?' : '')
    }
    const days = { depuis: day('depuis'), jusqu_au: day('jusqu_au') }
    const demonstration = listed?.rule.demonstration ?? false
    const typed = typedRule(form, { identifiant, demonstration }, days)
    const read = readEntry('regles', typed, 1, contextOf(place))
    return read.ok
      ? saveRule(tx, read.entry, authorOf(c), listed ? versionIn(form) : undefined)
      : read
  }
  const bodiesFor = (c: GuichetContext) => bodyChoices(c.var.deps.db, 'all')
  return [
    ...administratorSheets.sheet({
      path: `${ADMINISTRATION}/regles/nouvelle`,
      load: async (c: GuichetContext) => ({ ...(await placeIn(c)), bodies: await bodiesFor(c) }),
      sheet: (place) => ruleSheet('Nouvelle règle', backTo(place), place.bodies),
      write: (tx, place, form, _, c) => save(tx, place, null, form, c),
      next: whenSaved,
    }),
    ...administratorSheets.sheet({
      path: `${ADMINISTRATION}/regles/:rule`,
      async load(c: GuichetContext) {
        const id = rowId(c.req.param('rule'))
        const listed = id === null ? null : await findRule(c.var.deps.db, id)
        return listed
          ? { ...(await placeIn(c)), listed, bodies: await bodiesFor(c) }
          : missingPage(c)
      },
      sheet: (place) => ruleSheet('Règle', backTo(place), place.bodies),
      initial: ({ listed, lists }) => ruleFields(listed, lists.gazetteer),
      write: (tx, place, form, _, c) => save(tx, place, place.listed, form, c),
      next: whenSaved,
    }),
  ]
}

/** Reads what a form says, which must tell where it comes from; every problem at once. */
function readSourced<K extends 'organismes' | 'interlocuteurs' | 'aides'>(
  list: K,
  typed: Sourced,
  place: Place,
): Outcome<{ entry: Entries[K] }> {
  const read = readEntry(list, typed, 1, contextOf(place))
  if (typed.source !== '') return read
  const { problems } = refused('missing', 'source')
  return { ok: false, problems: [...(read.ok ? [] : read.problems), ...problems] }
}

interface Removal<T> {
  load: (c: GuichetContext) => Promise<T | Response>
  nameOf: (place: T) => string
  remove: (tx: Tx, place: T, reason: string, author: Author) => Promise<Outcome>
}

/** The form that takes an entry out of the list, with the reason. */
function removalForm<T extends Place>(
  { sheet }: typeof administratorSheets,
  path: string,
  { load, nameOf, remove }: Removal<T>,
): Route[] {
  return sheet<T>({
    path,
    load,
    sheet: (place) => removalSheet(`Retirer : ${nameOf(place)}`, backTo(place)),
    async write(tx, place, form, _, c) {
      const reason = reasonIn(form)
      return reason.ok ? remove(tx, place, reason.text, authorOf(c)) : reason
    },
    next: ({ base }) => `${base}?fait=retire`,
  })
}

function reasonIn(form: URLSearchParams): { ok: true; text: string } | ReturnType<typeof refused> {
  const text = (form.get('motif') ?? '').replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  if (text === '') return refused('missing', 'motif')
  return text.length > 300 ? refused('too-long', 'motif') : { ok: true, text }
}
