import { type FormField, STEPS } from '../../../src/posting/form-steps.ts'
import type { TypedFields } from '../../../src/posting/schema.ts'
import type { Finding } from '../../../src/rules/finding.ts'
import { errorOf, FormActions, TextField } from '../../shared/form.tsx'
import { DEED_TITLES } from '../../words/life.ts'
import { FIELD_WORDS, STEP_TITLES } from '../../words/posting.ts'
import { FormFields, type FormFieldsProps } from '../form-fields.tsx'
import { Findings } from './findings.tsx'
import { type LifeFrame, LifePage, VersionField } from './life-page.tsx'
import { Theirs } from './theirs.tsx'

interface ChangePageProps extends LifeFrame, Omit<FormFieldsProps, 'fields' | 'prefilled'> {
  findings: Finding[]
  /** Whether publishing was tried before everything was answered. */
  refused: boolean
  theirs: { label: string; value: string }[]
  /** Sources that tell of it beside the partner's agents. */
  followed: string[]
}

/** Fields that serve the first publication only. */
const ONCE = new Set<string>(['estimate', 'lotGround', 'lotReason'])

/** Questions that need no answer and have none: a correction is seldom about them. */
function Unsaid({ fields, ...shown }: FormFieldsProps) {
  const asked = fields.filter((field) => !ONCE.has(field))
  if (asked.length === 0) return null
  return (
    <details open={asked.some((field) => errorOf(shown.errors, field) !== undefined)}>
      <summary>Ajouter ce qui n’est pas dit</summary>
      <div class="entry">
        <FormFields fields={asked} {...shown} />
      </div>
    </details>
  )
}

/** Whether a field says something, or must. */
function isStanding(field: FormField, typed: TypedFields): boolean {
  if (ONCE.has(field)) return false
  if (FIELD_WORDS[field]?.optional !== true || BESIDE.has(field)) return true
  return Object.entries(typed).some(
    ([name, values]) =>
      (name === field || name.startsWith(`${field}.`)) &&
      values.some((value) => value.trim() !== ''),
  )
}

/** They go with what is asked just before. */
const BESIDE = new Set<string>(['visitDates', 'visitBooking'])

/** Every field of a consultation that stands, to be corrected. */
export function ChangePage(props: ChangePageProps) {
  const { findings, refused, theirs, followed, typed, errors, trades, bands, lotRows } = props
  const shown = { typed, errors, trades, bands, lotRows, prefilled: [] }
  const { base, consultation } = props
  return (
    <LifePage
      {...props}
      title={DEED_TITLES.modifier}
      lead="Changez ce qui n’est plus juste : chaque champ changé paraît dans un avis rectificatif."
    >
      {followed.length > 0 && (
        <p class="note">
          Cette consultation suit aussi : {followed.join(', ')}. Un rectificatif y suffit : le
          guichet le reprendra. Une date officielle changée plus tard l’emporte sur la vôtre.
        </p>
      )}
      <Theirs theirs={theirs} />
      <form method="post" action={`${base}/modifier`} class="entry" novalidate>
        <VersionField consultation={consultation} />
        <button type="submit" class="unseen" tabindex={-1}>
          Publier la modification
        </button>
        <Findings findings={findings} fields={typed} refused={refused} />
        {STEPS.map(({ slug, fields }) => (
          <section aria-labelledby={slug} class="entry">
            <h2 id={slug}>{STEP_TITLES[slug]}</h2>
            <FormFields fields={fields.filter((field) => isStanding(field, typed))} {...shown} />
            <Unsaid fields={fields.filter((field) => !isStanding(field, typed))} {...shown} />
          </section>
        ))}
        <TextField
          name="motif"
          label="Motif de la modification"
          hint="Publié avec l’avis rectificatif. Par exemple « visite supplémentaire »."
          optional
          value={typed.motif?.[0] ?? ''}
        />
        <FormActions back={base} label="Publier la modification" />
      </form>
    </LifePage>
  )
}
