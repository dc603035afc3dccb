import { readFileSync } from 'node:fs'
import { and, eq, gt, isNull, ne } from 'drizzle-orm'
import { Parser } from 'htmlparser2'
import { describe, expect, test } from 'vitest'
import { ROUTES } from '../../src/app.ts'
import { helpBodies, supportSchemes } from '../../src/contacts/schema.ts'
import { libraryItems } from '../../src/library/schema.ts'
import { actions } from '../../src/pact/actions/schema.ts'
import { groups } from '../../src/pact/groups/schema.ts'
import { importPartners } from '../../src/partners/import-partners.ts'
import { readPartners } from '../../src/partners/read-partners.ts'
import { partners } from '../../src/partners/schema.ts'
import { rencontres } from '../../src/rencontres/schema.ts'
import { trainings } from '../../src/trainings/schema.ts'
import { useDemonstration } from '../support/demonstration.ts'
import { signIn, type SigningInAs } from '../support/sign-in.ts'

const demonstration = useDemonstration()

/** Something whose address is made of its name, and the form in which it is given another one. */
interface Named {
  shown: string
  form: string
  as: SigningInAs
  title: string
}

const NAMED: Record<string, () => Promise<Named | undefined>> = {
  '/pacte/groupes/:slug': async () => {
    const { db } = demonstration.deps
    const [found] = await db
      .select({ slug: groups.slug, title: groups.title, partner: partners.slug })
      .from(groups)
      .innerJoin(partners, eq(partners.id, groups.pilotId))
    return found && ofPact('groupes', found)
  },
  '/pacte/actions/:slug': async () => {
    const { db } = demonstration.deps
    const [found] = await db
      .select({ slug: actions.slug, title: actions.title, partner: partners.slug })
      .from(actions)
      .innerJoin(partners, eq(partners.id, actions.pilotId))
    return found && ofPact('actions', found)
  },
  '/pacte/formations/:slug': async () => {
    const { db } = demonstration.deps
    const [found] = await db
      .select({
        id: trainings.id,
        slug: trainings.slug,
        title: trainings.title,
        partner: partners.slug,
      })
      .from(trainings)
      .innerJoin(partners, eq(partners.id, trainings.organiserId))
    return found && ofDesk('/pacte/formations', 'formations', found)
  },
  '/rencontres/:slug': async () => {
    const { db, now } = demonstration.deps
    const [found] = await db
      .select({
        id: rencontres.id,
        slug: rencontres.slug,
        title: rencontres.title,
        partner: partners.slug,
      })
      .from(rencontres)
      .innerJoin(partners, eq(partners.id, rencontres.organiserId))
      .where(and(eq(rencontres.state, 'published'), gt(rencontres.startsAt, now())))
    return found && ofDesk('/rencontres', 'rencontres', found)
  },
  '/documents/:slug': async () => {
    const found = await itemOf('document')
    return found && ofDesk('/documents', 'bibliotheque', found)
  },
  '/documents/pratiques/:slug': async () => {
    const found = await itemOf('practice')
    const named = found && ofDesk('/documents/pratiques', 'bibliotheque', found)
    return named && { ...named, form: named.form.replace(/modifier$/, 'texte') }
  },
  '/contacts/aides/:slug': async () => {
    const { db } = demonstration.deps
    const [found] = await db
      .select()
      .from(supportSchemes)
      .where(and(isNull(supportSchemes.removedAt), isNull(supportSchemes.partnerId)))
    return found && ofAdministration('aides', found)
  },
  '/contacts/organismes/:slug{[a-z0-9-]+}': async () => {
    const { db } = demonstration.deps
    const [found] = await db
      .select({ id: helpBodies.id, slug: helpBodies.slug, title: helpBodies.name })
      .from(helpBodies)
      .where(and(isNull(helpBodies.removedAt), isNull(helpBodies.partnerId)))
    return found && ofAdministration('organismes', found)
  },
}

/** Addresses that tests below look at, or why they cannot change. */
const OTHERWISE: Record<string, string> = {
  '/acheteurs/:slug': 'the directory names them: below',
  '/analyses/:year/acheteurs/:slug': 'the word of a buyer',
  '/consultations/:name': 'led by its number: below',
  '/programmation/:name': 'led by its number: below',
}

async function itemOf(kind: 'document' | 'practice') {
  const { db } = demonstration.deps
  const isPractice = eq(libraryItems.kind, 'practice')
  const [found] = await db
    .select({
      id: libraryItems.id,
      slug: libraryItems.slug,
      title: libraryItems.title,
      partner: partners.slug,
    })
    .from(libraryItems)
    .innerJoin(partners, eq(partners.id, libraryItems.partnerId))
    .where(
      and(
        kind === 'practice' ? isPractice : ne(libraryItems.kind, 'practice'),
        isNull(libraryItems.withdrawnAt),
      ),
    )
  return found
}

function ofPact(word: string, { slug, title, partner }: Row): Named {
  const form = `/espace/${partner}/pacte/${word}/${slug}/modifier`
  return { shown: `/pacte/${word}/${slug}`, form, as: { role: 'pact-editor', partner }, title }
}

function ofDesk(at: string, word: string, { id, slug, title, partner }: Row & { id: number }) {
  const form = `/espace/${partner}/${word}/${id}/modifier`
  return { shown: `${at}/${slug}`, form, as: { role: 'pact-editor' as const, partner }, title }
}

function ofAdministration(
  word: string,
  { id, slug, title }: { id: number; slug: string; title: string },
): Named {
  const form = `/espace/administration/contacts/${word}/${id}`
  return { shown: `/contacts/${word}/${slug}`, form, as: 'administrator', title }
}

interface Row {
  slug: string
  title: string
  partner: string
}

describe('the address of', () => {
  test('every public page that is made of a name is looked at here', () => {
    const made = ROUTES.filter(
      ({ method, kind, policy, path }) =>
        method === 'get' && kind === 'page' && policy === 'public' && /:(slug|name)\b/.test(path),
    ).map(({ path }) => path)
    const known = [...Object.keys(NAMED), ...Object.keys(OTHERWISE)]
    const isBelow = (path: string) => known.some((each) => path.startsWith(`${each}/`))
    const isPrivate = (path: string) => path.includes(':token')
    expect(
      made.filter((path) => !known.includes(path) && !isBelow(path) && !isPrivate(path)),
    ).toEqual([])
    expect(known.filter((path) => !made.includes(path))).toEqual([])
  })

  test.each(Object.keys(NAMED))('%s stays when it is given another name', async (pattern) => {
    const named = await NAMED[pattern]?.()
    if (!named) throw new Error(`nothing at ${pattern}`)
    const { shown, form, as, title } = named
    const { headers } = await signIn(demonstration, as)
    const page = await (await demonstration.app.request(form, { headers })).text()
    const body = typedIn(page, title)
    const [field] = [...body].find(([, value]) => value === title) ?? []
    expect([form, field]).toEqual([form, expect.any(String)])
    body.set(field ?? '', 'Un tout autre nom')
    // Some ask why.
    for (const why of ['reason', 'note']) if (body.has(why)) body.set(why, 'Un meilleur nom.')
    const answer = await demonstration.app.request(form, { method: 'POST', headers, body })
    expect([form, answer.status, await faultOf(answer)]).toEqual([form, 303, ''])
    expect(await read(shown)).toContain('Un tout autre nom')
  })

  test('a buyer stays when the directory calls it otherwise', async () => {
    const file = new URL('../../src/commands/demo/partners.json', import.meta.url)
    const all: { identifiant: string }[] = JSON.parse(readFileSync(file, 'utf8'))
    const narbonne = all.find(({ identifiant }) => identifiant === 'narbonne')
    const written = readPartners(
      JSON.stringify([{ ...narbonne, nom: 'Un tout autre nom' }]),
      'json',
    )
    if (!written.ok) throw new Error(JSON.stringify(written.problems))
    const { db, versions } = demonstration.deps
    await db.transaction((tx) => importPartners(tx, written.entries))
    await versions.refresh()
    expect(await read('/acheteurs/narbonne')).toContain('Un tout autre nom')
  })

  test.each(['consultations', 'programmation'])(
    'what stands in /%s leads on by its number, whatever the name behind it was',
    async (family) => {
      const list = await read(family === 'consultations' ? '/' : `/${family}`)
      const [, number = ''] =
        new RegExp(`href="/${family}/(\\d+(?:-\\d{4,})?)-[a-z]`).exec(list) ?? []
      const answer = await demonstration.app.request(`/${family}/${number}-un-ancien-nom`)
      expect([number, answer.status]).toEqual([number, 301])
      await read(answer.headers.get('location') ?? '')
    },
  )
})

async function read(path: string): Promise<string> {
  const answer = await demonstration.app.request(path)
  expect([path, answer.status]).toEqual([path, 200])
  return answer.text()
}

/** What a browser sends of the form in which this is typed, nothing changed. */
function typedIn(html: string, typed: string): URLSearchParams {
  const forms: URLSearchParams[] = []
  let form: URLSearchParams | null = null
  let area: { name: string; text: string } | null = null
  let select: { name: string; first: boolean } | null = null
  const parser = new Parser({
    onopentag(tag, { name = '', value = '', type = 'text', checked, selected, method }) {
      if (tag === 'form' && method === 'post') forms.push((form = new URLSearchParams()))
      if (!form) return
      if (tag === 'textarea') area = { name, text: '' }
      if (tag === 'select') select = { name, first: true }
      if (tag === 'option' && select && (select.first || selected !== undefined)) {
        form.set(select.name, value)
        select.first = false
      }
      const isTicked = !/^(checkbox|radio)$/.test(type) || checked !== undefined
      if (tag === 'input' && name !== '' && type !== 'file' && isTicked) form.append(name, value)
    },
    ontext(text) {
      if (area) area.text += text
    },
    onclosetag(tag) {
      if (tag === 'textarea' && area) {
        form?.append(area.name, area.text.replace(/^\n/, ''))
        area = null
      }
      if (tag === 'select') select = null
      if (tag === 'form') form = null
    },
  })
  parser.end(html)
  return forms.find((each) => [...each.values()].includes(typed)) ?? new URLSearchParams()
}

/** What a refused form says first. */
async function faultOf(answer: Response): Promise<string> {
  const text = await answer.text()
  return /class="errors"[^]*?<\/(?:ul|div)>/.exec(text)?.[0] ?? ''
}
