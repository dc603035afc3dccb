import { eq } from 'drizzle-orm'
import { ContactAdministrationPage } from '../../views/contacts/administration-page.tsx'
import { ContactDeskPage } from '../../views/contacts/desk-page.tsx'
import {
  bodySheet,
  contactSheet,
  correspondentSheet,
  practiceSheet,
  removalSheet,
  ruleSheet,
  schemeSheet,
} from '../../views/contacts/sheets.ts'
import { renderPage } from '../../views/layout/render-page.ts'
import { FormSheet } from '../../views/pact/form-sheet.tsx'
import { contactErrors } from '../../views/words/contact-problems.ts'
import { CONTACTS_DONE } from '../../views/words/contacts.ts'
import { partnerProblemText } from '../../views/words/partner-problems.ts'
import { uploadProblemTexts } from '../../views/words/upload-problems.ts'
import { actingPartner, agentOf, formOf } from '../auth/guard.ts'
import { rowId } from '../auth/ids.ts'
import { currentLists } from '../consultations/lists.ts'
import type { Lists } from '../consultations/columns.ts'
import type { Tx } from '../db/db.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { readingFields } from '../pact/read-fields.ts'
import { formRoutes, type SheetWords, versionIn } from '../pact/sheet.ts'
import { editPartner, findTypedPartner } from '../partners/edit-partner.ts'
import type { PartnerProblem } from '../partners/read-partners.ts'
import { buyers, partners } from '../partners/schema.ts'
import { parisDay } from '../posting/typing-context.ts'
import { checkCorrespondent, checkEntry } from './check.ts'
import { bodyChoices, freeSlugFor, partnerChoices, seatsOf } from './choices.ts'
import { authorOf, entryNamed, lastChanges } from './desk.ts'
import { findRule, listRules, type ListedRule } from './list-rules.ts'
import type { BodyRow, ContactRow } from './list-bodies.ts'
import { makeOwnBody, ownBody } from './own-body.ts'
import { practicesOf } from './practices.ts'
import type { ContactProblem, Outcome } from './problem.ts'
import { refused } from './problem.ts'
import { type Entries, readEntry, type ReadingContext } from './read-entries.ts'
import { removeBody, removeContact, removeScheme } from './remove.ts'
import { saveBody } from './save-body.ts'
import { saveContact } from './save-contact.ts'
import { savePractice } from './save-practice.ts'
import { saveRule } from './save-rule.ts'
import { saveScheme } from './save-scheme.ts'
import { helpBodies, helpContacts, supportSchemes } from './schema.ts'
import type { SchemeRow } from './schemes.ts'
import { answeredForBy, answeredForByNobody } from './to-check.ts'
import {
  bodyFields,
  contactFields,
  practiceFields,
  ruleFields,
  schemeFields,
  type Sourced,
  typedBody,
  typedContact,
  typedPractice,
  typedRule,
  typedScheme,
} from './typed-entries.ts'

const ADMIN = '/espace/administration/contacts'
const DESK = '/espace/:partner/contacts'

const WORDS: SheetWords<ContactProblem> = {
  page: (page) => renderPage(<FormSheet {...page} current="aide" />),
  errors: contactErrors,
  uploadError: (code) => uploadProblemTexts[code],
}

const PARTNER_WORDS: SheetWords<PartnerProblem> = {
  page: WORDS.page,
  uploadError: WORDS.uploadError,
  errors: (problems) =>
    problems.map((problem) => ({
      name: problem.field?.startsWith('correspondant_') ? problem.field : null,
      text: partnerProblemText(problem),
    })),
}

/** Contacts as they are kept: by administrators where no partner answers for them, else by the partner. */
export const contactDeskRoutes: Route[] = [
  { method: 'get', path: ADMIN, kind: 'page', policy: 'administer', handler: administrationPage },
  {
    method: 'post',
    path: `${ADMIN}/verification`,
    kind: 'write',
    policy: 'administer',
    handler: check,
  },
  ...bodyForms(),
  ...contactForms(ADMIN),
  ...schemeForms(ADMIN),
  ...ruleForms(),
  {
    method: 'get',
    path: DESK,
    kind: 'page',
    policy: 'manage-partner',
    example: '/espace/narbonne/contacts',
    handler: deskPage,
  },
  {
    method: 'post',
    path: `${DESK}/verification`,
    kind: 'write',
    policy: 'manage-partner',
    handler: check,
  },
  ...ownBodyForm(),
  ...correspondentForm(),
  ...practiceForm(),
  ...contactForms(DESK),
  ...schemeForms(DESK),
]

/** Where the one who asks works: the partner's desk, or the administration. */
interface Place {
  base: string
  policy: 'administer' | 'manage-partner'
  /** Null for an administrator of the instance. */
  partner: { id: number; slug: string; name: string } | null
  lists: Lists
  today: string
}

async function placeOf(c: GuichetContext): Promise<Place> {
  const partner = c.var.partner ?? null
  return {
    base: partner ? `/espace/${partner.slug}/contacts` : ADMIN,
    policy: partner ? 'manage-partner' : 'administer',
    partner,
    lists: await currentLists(c.var.deps),
    today: parisDay(c.var.deps.now()),
  }
}

function contextOf({ lists, today }: Place): ReadingContext {
  return { gazetteer: lists.gazetteer, trades: lists.trades.map(({ slug }) => slug), today }
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

function backTo({ base, partner }: Place) {
  return { href: base, label: partner ? 'Nos contacts' : 'Contacts, aides et règles' }
}

async function administrationPage(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const shown = {
    frame: await frameOf(c, ADMIN),
    entries: await answeredForByNobody(db, parisDay(now())),
    rules: await listRules(db, null),
    done: doneOf(c),
  }
  return c.html(renderPage(<ContactAdministrationPage {...shown} />))
}

async function deskPage(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const partner = actingPartner(c)
  const [buyer] = await db
    .select({ slug: buyers.slug })
    .from(buyers)
    .where(eq(buyers.partnerId, partner.id))
  const shown = {
    frame: await frameOf(c, c.req.path),
    partner,
    entries: await answeredForBy(db, partner.id, parisDay(now())),
    buyer: buyer?.slug ?? null,
    changes: await lastChanges(db, partner.id),
    done: doneOf(c),
  }
  return c.html(renderPage(<ContactDeskPage {...shown} />))
}

function doneOf(c: GuichetContext): string | null {
  return new Map(Object.entries(CONTACTS_DONE)).get(c.req.query('fait') ?? '') ?? null
}

/** « Encore exact »: one click for one entry of those that the one who asks answers for. */
async function check(c: GuichetContext): Promise<Response> {
  const { db, versions } = c.var.deps
  const { base, partner, today } = await placeOf(c)
  const entries = partner
    ? await answeredForBy(db, partner.id, today)
    : await answeredForByNobody(db, today)
  const entry = entryNamed(entries, formOf(c).get('quoi') ?? '')
  if (!entry) return missingPage(c)
  await db.transaction((tx) => checkEntry(tx, entry, today, authorOf(c)))
  await versions.refresh()
  return c.redirect(`${base}?fait=verifie`, 303)
}

function bodyForms(): Route[] {
  const load = async (c: GuichetContext) => {
    const id = rowId(c.req.param('body'))
    const [body] =
      id === null ? [] : await c.var.deps.db.select().from(helpBodies).where(eq(helpBodies.id, id))
    if (!body || body.removedAt !== null || body.partnerId !== null) return missingPage(c)
    return { ...(await placeOf(c)), body }
  }
  const save =
    (body: BodyRow | null) =>
    async (tx: Tx, place: Place, form: URLSearchParams, c: GuichetContext) => {
      const identifiant = body?.slug ?? (await freeSlugFor(tx, 'body', form.get('nom') ?? ''))
      const typed = typedBody(
        form,
        {
          identifiant,
          source: '',
          today: place.today,
          demonstration: body?.demonstration ?? false,
        },
        null,
      )
      const read = readSourced('organismes', typed, place)
      return read.ok
        ? saveBody(tx, read.entry, authorOf(c), body ? versionIn(form) : undefined)
        : read
    }
  return [
    ...formRoutes(WORDS, {
      path: `${ADMIN}/organismes/nouveau`,
      policy: 'administer',
      load: placeOf,
      sheet: (place) => bodySheet('Nouvel organisme', backTo(place), false),
      write: (tx, place, form, _, c) => save(null)(tx, place, form, c),
      next: ({ base }) => `${base}?fait=enregistre`,
    }),
    ...formRoutes(WORDS, {
      path: `${ADMIN}/organismes/:body`,
      policy: 'administer',
      load,
      sheet: (place) => bodySheet(place.body.name, backTo(place), false),
      initial: ({ body, lists }) => bodyFields(body, lists.gazetteer),
      write: (tx, place, form, _, c) => save(place.body)(tx, place, form, c),
      next: ({ base }) => `${base}?fait=enregistre`,
    }),
    ...formRoutes(WORDS, {
      path: `${ADMIN}/organismes/:body/retrait`,
      policy: 'administer',
      load,
      sheet: (place) => removalSheet(`Retirer : ${place.body.name}`, backTo(place)),
      async write(tx, { body, today }, form, _, c) {
        const reason = reasonIn(form)
        return reason.ok ? removeBody(tx, body.id, reason.text, authorOf(c), today) : reason
      },
      next: ({ base }) => `${base}?fait=retire`,
    }),
  ]
}

/** Contacts of a partner's own body, or of one that is no partner's. */
function contactForms(at: typeof ADMIN | typeof DESK): Route[] {
  const policy = at === ADMIN ? 'administer' : 'manage-partner'
  const isPartner = at === DESK
  const choicesOf = async (c: GuichetContext, { lists }: Place) => ({
    trades: lists.trades.map(({ slug, label }) => ({ value: slug, label })),
    instances: await bodyChoices(c.var.deps.db, 'instances'),
  })
  const load = async (c: GuichetContext) => {
    const { db } = c.var.deps
    const place = await placeOf(c)
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
    ...formRoutes(WORDS, {
      path: isPartner
        ? `${DESK}/interlocuteurs/nouveau`
        : `${ADMIN}/organismes/:body/interlocuteurs/nouveau`,
      policy,
      async load(c: GuichetContext) {
        const { db } = c.var.deps
        const place = await placeOf(c)
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
      next: ({ base }) => `${base}?fait=enregistre`,
    }),
    ...formRoutes(WORDS, {
      path: `${at}/interlocuteurs/:contact`,
      policy,
      load,
      sheet: (place) =>
        contactSheet(place.contact.function, backTo(place), isPartner, place.choices),
      initial: ({ contact, seats, lists }) => contactFields(contact, seats, lists.gazetteer),
      write: (tx, place, form, _, c) => save(tx, place, place, form, c),
      next: ({ base }) => `${base}?fait=enregistre`,
    }),
    ...formRoutes(WORDS, {
      path: `${at}/interlocuteurs/:contact/retrait`,
      policy,
      load,
      sheet: (place) => removalSheet(`Retirer : ${place.contact.function}`, backTo(place)),
      async write(tx, { contact }, form, _, c) {
        const reason = reasonIn(form)
        if (!reason.ok) return reason
        return (await removeContact(tx, contact.id, reason.text, authorOf(c)))
          ? { ok: true }
          : refused('stale')
      },
      next: ({ base }) => `${base}?fait=retire`,
    }),
  ]
}

/** Sheets of support schemes: all that no partner answers for, or a partner's own. */
function schemeForms(at: typeof ADMIN | typeof DESK): Route[] {
  const policy = at === ADMIN ? 'administer' : 'manage-partner'
  const choicesOf = async (c: GuichetContext) => ({
    bodies: await bodyChoices(c.var.deps.db, 'all'),
    partners: at === ADMIN ? await partnerChoices(c.var.deps.db) : [],
  })
  const load = async (c: GuichetContext) => {
    const { db } = c.var.deps
    const place = await placeOf(c)
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
    ...formRoutes(WORDS, {
      path: `${at}/aides/nouvelle`,
      policy,
      load: async (c: GuichetContext) => ({ ...(await placeOf(c)), choices: await choicesOf(c) }),
      sheet: (place) => schemeSheet('Nouvelle fiche d’aide', backTo(place), place.choices),
      write: (tx, place, form, _, c) => save(tx, place, null, form, c),
      next: ({ base }) => `${base}?fait=enregistre`,
    }),
    ...formRoutes(WORDS, {
      path: `${at}/aides/:scheme`,
      policy,
      load,
      sheet: (place) => schemeSheet(place.scheme.title, backTo(place), place.choices),
      initial: ({ scheme, body, owner }) => schemeFields(scheme, { body, partner: owner }),
      write: (tx, place, form, _, c) => save(tx, place, place.scheme, form, c),
      next: ({ base }) => `${base}?fait=enregistre`,
    }),
    ...formRoutes(WORDS, {
      path: `${at}/aides/:scheme/retrait`,
      policy,
      load,
      sheet: (place) => removalSheet(`Retirer : ${place.scheme.title}`, backTo(place)),
      async write(tx, { scheme }, form, _, c) {
        const reason = reasonIn(form)
        if (!reason.ok) return reason
        return (await removeScheme(tx, scheme.id, reason.text, authorOf(c)))
          ? { ok: true }
          : refused('stale')
      },
      next: ({ base }) => `${base}?fait=retire`,
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
    ...formRoutes(WORDS, {
      path: `${ADMIN}/regles/nouvelle`,
      policy: 'administer',
      load: async (c: GuichetContext) => ({ ...(await placeOf(c)), bodies: await bodiesFor(c) }),
      sheet: (place) => ruleSheet('Nouvelle règle', backTo(place), place.bodies),
      write: (tx, place, form, _, c) => save(tx, place, null, form, c),
      next: ({ base }) => `${base}?fait=enregistre`,
    }),
    ...formRoutes(WORDS, {
      path: `${ADMIN}/regles/:rule`,
      policy: 'administer',
      async load(c: GuichetContext) {
        const id = rowId(c.req.param('rule'))
        const listed = id === null ? null : await findRule(c.var.deps.db, id)
        return listed
          ? { ...(await placeOf(c)), listed, bodies: await bodiesFor(c) }
          : missingPage(c)
      },
      sheet: (place) => ruleSheet('Règle', backTo(place), place.bodies),
      initial: ({ listed, lists }) => ruleFields(listed, lists.gazetteer),
      write: (tx, place, form, _, c) => save(tx, place, place.listed, form, c),
      next: ({ base }) => `${base}?fait=enregistre`,
    }),
  ]
}

/** What a partner is and does for firms; its name and kind are the directory's. */
function ownBodyForm(): Route[] {
  return formRoutes(WORDS, {
    path: `${DESK}/organisme`,
    policy: 'manage-partner',
    async load(c: GuichetContext) {
      const partner = actingPartner(c)
      return { ...(await placeOf(c)), partner, body: await ownBody(c.var.deps.db, partner.id) }
    },
    sheet: (place) => bodySheet('Ce que nous faisons pour les entreprises', backTo(place), true),
    initial: ({ body, lists }) =>
      body ? bodyFields(body, lists.gazetteer) : new URLSearchParams({ version: '0' }),
    async write(tx, place, form, _, c) {
      const { partner, today } = place
      const version = versionIn(form)
      if ((place.body?.version ?? 0) !== version) return refused('stale')
      const body = await makeOwnBody(tx, partner.id, c.var.deps.now())
      const fields = bodyFields(body, place.lists.gazetteer)
      for (const kept of ['nom', 'nature']) form.set(kept, fields.get(kept) ?? '')
      const { slug: identifiant, demonstration } = body
      const known = { identifiant, source: partner.name, today, demonstration }
      const typed = typedBody(form, known, partner.slug)
      const read = readEntry('organismes', typed, 1, contextOf(place))
      return read.ok
        ? saveBody(tx, read.entry, authorOf(c), place.body?.version ?? body.version)
        : read
    },
    next: ({ base }) => `${base}?fait=enregistre`,
  })
}

/** A partner's one SME correspondent, under the same rules as the directory's file. */
function correspondentForm(): Route[] {
  return formRoutes(PARTNER_WORDS, {
    path: `${DESK}/correspondant`,
    policy: 'manage-partner',
    async load(c: GuichetContext) {
      const partner = actingPartner(c)
      const known = await findTypedPartner(c.var.deps.db, partner.id)
      return known ? { ...(await placeOf(c)), partner, known } : missingPage(c)
    },
    sheet: (place) => correspondentSheet(backTo(place)),
    initial: ({ known }) => {
      const { name, function: does, email, phones } = known.typed.correspondent
      return new URLSearchParams({
        correspondant_nom: name,
        correspondant_fonction: does,
        correspondant_courriel: email,
        correspondant_telephones: phones,
      })
    },
    async write(tx, { partner, known, today }, form, _, c) {
      const field = (name: string) => (form.get(`correspondant_${name}`) ?? '').trim()
      const correspondent = {
        name: field('nom'),
        function: field('fonction'),
        email: field('courriel'),
        phones: field('telephones'),
      }
      const edit = {
        partnerId: partner.id,
        typed: { ...known.typed, correspondent },
        by: agentOf(c).actor,
      }
      const edited = await editPartner(tx, edit, c.var.deps.now())
      if (edited.ok) await checkCorrespondent(tx, partner.id, today)
      return edited
    },
    next: ({ base }) => `${base}?fait=enregistre`,
  })
}

function practiceForm(): Route[] {
  return formRoutes(WORDS, {
    path: `${DESK}/pratiques`,
    policy: 'manage-partner',
    async load(c: GuichetContext) {
      const partner = actingPartner(c)
      const practice = await practicesOf(c.var.deps.db, partner.slug)
      return { ...(await placeOf(c)), partner, practice }
    },
    sheet: (place) => practiceSheet(backTo(place)),
    initial: ({ practice }) => practiceFields(practice),
    async write(tx, place, form, _, c) {
      const { partner, practice, today } = place
      const known = {
        identifiant: partner.slug,
        source: partner.name,
        today,
        demonstration: practice?.demonstration ?? false,
      }
      const read = readEntry('pratiques', typedPractice(form, known), 1, contextOf(place))
      return read.ok ? savePractice(tx, read.entry, authorOf(c), versionIn(form)) : read
    },
    next: ({ base }) => `${base}?fait=enregistre`,
  })
}

function reasonIn(form: URLSearchParams): { ok: true; text: string } | ReturnType<typeof refused> {
  const text = (form.get('motif') ?? '').replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  if (text === '') return refused('missing', 'motif')
  return text.length > 300 ? refused('too-long', 'motif') : { ok: true, text }
}
