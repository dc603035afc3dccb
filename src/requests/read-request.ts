import type { Gazetteer, KnownPlace } from '../places/gazetteer.ts'
import { OTHER_TRADE } from '../trainings/read-registration.ts'
import { type TypedFirm, typedFirm, type TypedForm, typedForm } from '../trainings/typed-text.ts'
import { type Theme, THEMES } from './choices.ts'
import type { Done, RequestProblem } from './problem.ts'
import type { RequestKind } from './schema.ts'

/** The three parts of a firm's diagnosis, and how many jobs it is about. */
export interface TypedDiagnosis {
  industrial: string
  financial: string
  social: string
  jobs: number | null
}

/** What a firm says when it asks. */
export interface TypedRequest extends TypedFirm {
  kind: RequestKind
  theme: Theme | null
  subject: string | null
  message: string
  /** The buyer that was chosen, by its address word, or its name as it was typed; null: none. */
  buyer: { slug: string } | { name: string } | null
  about: string | null
  phone: string | null
  commune: string
  /** The commune, where it was recognised. */
  place: KnownPlace | null
  trade: string | null
  headcount: number | null
  mayNameFirm: boolean
  /** For a firm in difficulty only. */
  diagnosis: TypedDiagnosis | null
}

const LONGEST_MESSAGE = 8_000
const MOST_PEOPLE = 500_000

/**
 * Reads the form of a request of this kind: only what its kind asks, whatever else is sent. A mediation names its buyer;
 * a firm in difficulty its head count, by which it is oriented.
 */
export function readRequest(
  form: URLSearchParams,
  kind: RequestKind,
  { trades, gazetteer }: { trades: readonly string[]; gazetteer: Pick<Gazetteer, 'find'> },
): Done<{ typed: TypedRequest }> {
  const typed = typedForm(form)
  const own: RequestProblem[] = []
  const isDifficulty = kind === 'difficulty'
  const theme = isDifficulty ? null : typed.word('theme', THEMES)
  const subject = isDifficulty ? null : typed.line('objet', 150)
  const message = typed.text('message', LONGEST_MESSAGE)
  const buyer = isDifficulty ? null : readBuyer(typed)
  if (!isDifficulty && buyer && 'slug' in buyer && (form.get('autre') ?? '').trim() !== '')
    own.push({ field: 'autre', code: 'one-buyer' })
  if (kind === 'mediation' && buyer === null) own.push({ field: 'acheteur', code: 'buyer-missing' })
  const about = isDifficulty ? '' : typed.line('reference', 100, 'optional')
  const headcount = isDifficulty ? typed.whole('effectif', 0, MOST_PEOPLE) : null
  const diagnosis = isDifficulty ? readDiagnosis(form) : null
  if (diagnosis && !diagnosis.ok) own.push(...diagnosis.problems)
  const who = typedFirm(typed)
  const phone = typed.line('telephone', 40, 'optional')
  if (phone !== '' && !/^[+\d][\d\s.()-]{5,}$/.test(phone))
    own.push({ field: 'telephone', code: 'phone' })
  const commune = typed.line('commune', 80)
  const asksTrade = kind === 'orientation' || kind === 'innovation'
  const trade =
    asksTrade && (form.get('metier') ?? '') !== ''
      ? typed.word('metier', [...trades, OTHER_TRADE])
      : null
  if (form.get('accord') !== 'oui') typed.refuse('accord', 'consent')
  const problems = inOrder([...typed.problems, ...own])
  if (problems.length > 0 || (!isDifficulty && theme === null)) return { ok: false, problems }
  return {
    ok: true,
    typed: {
      kind,
      theme,
      subject,
      message,
      buyer,
      about: about === '' ? null : about,
      ...who,
      phone: phone === '' ? null : phone,
      commune,
      place: gazetteer.find(commune),
      trade,
      headcount,
      mayNameFirm: kind === 'mediation' && form.get('nommer') === 'oui',
      diagnosis: diagnosis?.ok ? diagnosis.diagnosis : null,
    },
  }
}

function readBuyer(typed: TypedForm): TypedRequest['buyer'] {
  const name = typed.line('autre', 200, 'optional')
  const slug = typed.line('acheteur', 200, 'optional')
  if (slug !== '') return { slug }
  return name === '' ? null : { name }
}

/** Reads the confidential form: every part may be left out. */
export function readDiagnosis(form: URLSearchParams): Done<{ diagnosis: TypedDiagnosis }> {
  const typed = typedForm(form)
  const part = (field: string) => typed.text(field, LONGEST_MESSAGE, 'optional')
  const [industrial, financial, social] = [part('industriel'), part('financier'), part('social')]
  const jobs =
    (form.get('emplois') ?? '').trim() === '' ? null : typed.whole('emplois', 0, MOST_PEOPLE)
  if (typed.problems.length > 0) return { ok: false, problems: typed.problems }
  return { ok: true, diagnosis: { industrial, financial, social, jobs } }
}

/** The order in which the form asks. */
const FIELDS = [
  'acheteur',
  'autre',
  'reference',
  'theme',
  'objet',
  'effectif',
  'message',
  'emplois',
  'industriel',
  'financier',
  'social',
  'entreprise',
  'siret',
  'personne',
  'courriel',
  'telephone',
  'commune',
  'metier',
  'accord',
]

function inOrder(problems: RequestProblem[]): RequestProblem[] {
  const rank = ({ field }: RequestProblem) => FIELDS.indexOf(field ?? '')
  return problems.toSorted((one, other) => rank(one) - rank(other))
}
