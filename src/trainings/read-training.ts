import type { Outcome } from './problem.ts'
import { typedForm } from './typed-text.ts'

/** What the organisers say of a training. */
export interface TypedTraining {
  title: string
  stage: 'need' | 'design'
  need: string
  programme: string
  aims: string
  audience: string
  prerequisites: string
  length: string
  trainers: string
  cost: string
  price: string
  access: string
  axisId: number | null
  /** The working group that it came from. */
  groupId: number | null
  actionId: number | null
  /** Partners that organise it beside the one in whose name it is typed. */
  partnerIds: number[]
}

/** What a training may be tied to. */
export interface TrainingChoices {
  axes: { id: number; title: string }[]
  groups: { id: number; title: string }[]
  actions: { id: number; title: string }[]
  partners: { id: number; name: string }[]
}

/** Form fields of several lines, with the part of the training that each is. */
export const TEXT_FIELDS = {
  besoin: 'need',
  objectifs: 'aims',
  programme: 'programme',
  public: 'audience',
  prerequis: 'prerequisites',
  duree: 'length',
  formateurs: 'trainers',
  cout: 'cost',
  prix: 'price',
  accueil: 'access',
} as const satisfies Record<string, keyof TypedTraining>

const STAGES = { besoin: 'need', conception: 'design' } as const
const LONGEST = 4_000

/** Reads the form of a training. */
export function readTraining(
  form: URLSearchParams,
  choices: TrainingChoices,
): Outcome<{ typed: TypedTraining }> {
  const typed = typedForm(form)
  const title = typed.line('titre', 120)
  const stage = typed.word('etape', ['besoin', 'conception'])
  const texts = Object.fromEntries(
    Object.entries(TEXT_FIELDS).map(([field, part]) => [
      part,
      typed.text(field, LONGEST, field === 'besoin' ? undefined : 'optional'),
    ]),
  ) as Record<(typeof TEXT_FIELDS)[keyof typeof TEXT_FIELDS], string>
  const chosen = (field: string, among: { id: number }[]) => {
    const word = form.get(field) ?? ''
    const found = among.find(({ id }) => String(id) === word)
    if (word !== '' && !found) typed.refuse(field, 'choice')
    return found?.id ?? null
  }
  const axisId = chosen('axe', choices.axes)
  const groupId = chosen('groupe', choices.groups)
  const actionId = chosen('action', choices.actions)
  const partnerIds = [...new Set(form.getAll('avec'))].flatMap((word) => {
    const found = choices.partners.find(({ id }) => String(id) === word)
    if (!found) typed.refuse('avec', 'unknown-partner')
    return found?.id ?? []
  })
  if (typed.problems.length > 0 || stage === null) return { ok: false, problems: typed.problems }
  return {
    ok: true,
    typed: { title, stage: STAGES[stage], ...texts, axisId, groupId, actionId, partnerIds },
  }
}
