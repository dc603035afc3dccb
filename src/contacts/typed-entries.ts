import type { Gazetteer } from '../places/gazetteer.ts'
import type { BodyRow, ContactRow } from './list-bodies.ts'
import type { ListedRule } from './list-rules.ts'
import type { PracticeRow } from './practices.ts'
import type { SchemeRow } from './schemes.ts'
import { BODY_KIND_WORDS, PROBLEM_WORDS, TARGET_WORDS, THEME_WORDS } from './words.ts'

/** What a form does not ask: what is known already. */
export interface Known {
  identifiant: string
  /** Who answers for it; the source where none is typed. */
  source: string
  /** Who saves has just looked at it. */
  today: string
  demonstration: boolean
}

/** What a form says of a thing; `source` is empty where it does not tell where it comes from. */
export type Sourced = Record<string, unknown> & { source: string }

type Places = Pick<Gazetteer, 'byKey' | 'find'>

/** What the form of a body says, in the shape of a file. `partner`: address word of the partner that it is. */
export function typedBody(form: URLSearchParams, known: Known, partner: string | null): Sourced {
  return {
    partenaire: partner,
    nature: word(form, 'nature'),
    nom: word(form, 'nom'),
    role: word(form, 'role'),
    site: word(form, 'site'),
    ...reached(form),
    problemes: form.getAll('problemes'),
    ...checked(form, known),
  }
}

/** The form of a body as it stands. */
export function bodyFields(body: BodyRow, places: Places): URLSearchParams {
  const fields = new URLSearchParams({
    version: String(body.version),
    nature: BODY_KIND_WORDS[body.kind],
    nom: body.name,
    role: body.role,
    site: body.website ?? '',
    ...reachedFields(body, places),
    source: body.source,
    source_url: body.sourceUrl ?? '',
  })
  for (const problem of body.problems) fields.append('problemes', PROBLEM_WORDS[problem])
  return fields
}

/** What the form of a contact says, in the shape of a file. */
export function typedContact(form: URLSearchParams, known: Known, body: string): Sourced {
  return {
    organisme: body,
    fonction: word(form, 'fonction'),
    personne: word(form, 'personne'),
    ...reached(form),
    metiers: form.getAll('metiers'),
    problemes: form.getAll('problemes'),
    siege_dans: form.getAll('siege_dans'),
    ...checked(form, known),
  }
}

/** The form of a contact as it stands; `seats`: address words of the bodies in which it sits. */
export function contactFields(
  contact: ContactRow,
  seats: string[],
  places: Places,
): URLSearchParams {
  const fields = new URLSearchParams({
    version: String(contact.version),
    fonction: contact.function,
    personne: contact.person ?? '',
    ...reachedFields(contact, places),
    source: contact.source,
    source_url: contact.sourceUrl ?? '',
  })
  for (const trade of contact.trades) fields.append('metiers', trade)
  for (const problem of contact.problems) fields.append('problemes', PROBLEM_WORDS[problem])
  for (const seat of seats) fields.append('siege_dans', seat)
  return fields
}

/** What the form of a sheet says, in the shape of a file. */
export function typedScheme(form: URLSearchParams, known: Known): Sourced {
  return {
    theme: word(form, 'theme'),
    titre: word(form, 'titre'),
    objet: word(form, 'objet'),
    public: word(form, 'public'),
    montant: word(form, 'montant'),
    demarches: word(form, 'demarches'),
    droit: word(form, 'droit'),
    organisme: word(form, 'organisme'),
    partenaire: word(form, 'partenaire'),
    ...checked(form, known),
  }
}

/** The form of a sheet as it stands; `body` and `partner`: address words. */
export function schemeFields(
  scheme: SchemeRow,
  { body, partner }: { body: string | null; partner: string | null },
): URLSearchParams {
  return new URLSearchParams({
    version: String(scheme.version),
    theme: THEME_WORDS[scheme.theme],
    titre: scheme.title,
    objet: scheme.what,
    public: scheme.audience,
    montant: scheme.amount,
    demarches: scheme.steps,
    droit: scheme.law,
    organisme: body ?? '',
    partenaire: partner ?? '',
    source: scheme.source,
    source_url: scheme.sourceUrl ?? '',
  })
}

/** What the form of a rule says, in the shape of a file; its days (2027-01-01), or what was typed in their place. */
export function typedRule(
  form: URLSearchParams,
  known: Pick<Known, 'identifiant' | 'demonstration'>,
  days: { depuis: string; jusqu_au: string },
): object {
  return {
    identifiant: known.identifiant,
    probleme: word(form, 'probleme'),
    effectif_a_partir_de: number(form, 'effectif_a_partir_de'),
    effectif_moins_de: number(form, 'effectif_moins_de'),
    territoires: lines(form, 'territoires'),
    vers: word(form, 'vers'),
    rang: number(form, 'rang'),
    motif: word(form, 'motif'),
    source: word(form, 'source'),
    source_url: word(form, 'source_url'),
    ...days,
    demonstration: known.demonstration,
  }
}

/** The form of a rule as it stands. */
export function ruleFields({ rule, body }: ListedRule, places: Places): URLSearchParams {
  return new URLSearchParams({
    version: String(rule.version),
    probleme: PROBLEM_WORDS[rule.problem],
    effectif_a_partir_de: rule.employeesFrom === null ? '' : String(rule.employeesFrom),
    effectif_moins_de: rule.employeesBelow === null ? '' : String(rule.employeesBelow),
    territoires: placeLines(rule.territories, places),
    vers: rule.target === 'body' ? (body?.slug ?? '') : TARGET_WORDS[rule.target],
    rang: String(rule.rank),
    motif: rule.reason,
    source: rule.source,
    source_url: rule.sourceUrl ?? '',
    depuis: rule.inForceFrom,
    jusqu_au: rule.inForceUntil ?? '',
  })
}

/** What the form of « Comment nous achetons » says, in the shape of a file; one service or threshold a line. */
export function typedPractice(form: URLSearchParams, known: Known): object {
  return {
    partenaire: known.identifiant,
    services: lines(form, 'services').map((line) => {
      const [nom, achete] = parted(line)
      return { nom, achete }
    }),
    seuils: lines(form, 'seuils').map((line) => {
      const [amount, pratique] = parted(line)
      return { a_partir_de: amountOf(amount), pratique }
    }),
    allotissement: word(form, 'allotissement'),
    paiement: word(form, 'paiement'),
    plateforme: word(form, 'plateforme'),
    petits_marches: word(form, 'petits_marches'),
    verifie_le: known.today,
    source: word(form, 'source') || known.source,
    source_url: word(form, 'source_url'),
    demonstration: known.demonstration,
  }
}

/** The form of « Comment nous achetons » as it stands; null: nothing was said yet. */
export function practiceFields(practice: PracticeRow | null): URLSearchParams {
  if (practice === null) return new URLSearchParams({ version: '0' })
  return new URLSearchParams({
    version: String(practice.version),
    services: practice.services
      .map(({ name, buys }) => (buys === '' ? name : `${name} : ${buys}`))
      .join('\n'),
    seuils: practice.thresholds.map(({ from, practice: does }) => `${from} : ${does}`).join('\n'),
    allotissement: practice.lots,
    paiement: practice.payment,
    plateforme: practice.platform,
    petits_marches: practice.smallContracts,
    source: practice.source,
    source_url: practice.sourceUrl ?? '',
  })
}

function reached(form: URLSearchParams) {
  return {
    bureau: word(form, 'bureau'),
    telephones: lines(form, 'telephones'),
    courriel: word(form, 'courriel'),
    territoires: lines(form, 'territoires'),
  }
}

function reachedFields(
  row: { office: string; phones: string[]; email: string | null; territories: string[] },
  places: Places,
) {
  return {
    bureau: row.office,
    telephones: row.phones.join('\n'),
    courriel: row.email ?? '',
    territoires: placeLines(row.territories, places),
  }
}

function checked(form: URLSearchParams, known: Known) {
  return {
    identifiant: known.identifiant,
    verifie_le: known.today,
    source: word(form, 'source') || known.source,
    source_url: word(form, 'source_url'),
    demonstration: known.demonstration,
  }
}

/** Names where they are understood again, else address words. */
function placeLines(keys: string[], places: Places): string {
  return keys
    .flatMap((key) => {
      const place = places.byKey(key)
      if (!place) return []
      const again = places.find(place.name)
      return again?.kind === place.kind && again.code === place.code ? place.name : place.slug
    })
    .join('\n')
}

function word(form: URLSearchParams, name: string): string {
  return (form.get(name) ?? '').trim()
}

function lines(form: URLSearchParams, name: string): string[] {
  return (form.get(name) ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** Null where nothing was typed; what is no number as it was typed, to be refused. */
function number(form: URLSearchParams, name: string): number | string | null {
  const typed = word(form, name).replaceAll(/[\s\u00A0\u202F]/g, '')
  return typed === '' ? null : /^\d{1,9}$/.test(typed) ? Number(typed) : typed
}

/** « à partir de 5 000 € HT »; what is no amount as it was typed, to be refused. */
function amountOf(text: string): number | string {
  const plain = text
    .replace(/^(?:à partir de|dès)/i, '')
    .replace(/HT\s*$/i, '')
    .replaceAll(/[\s\u00A0\u202F€]/g, '')
    .replace(',', '.')
  return /^\d{1,9}(?:\.\d{1,2})?$/.test(plain) ? Number(plain) : text
}

/** What stands before the first colon, and after it. */
function parted(line: string): [string, string] {
  const at = line.indexOf(':')
  return at === -1 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]
}
