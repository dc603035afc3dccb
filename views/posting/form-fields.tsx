import type { TypedFields } from '../../src/posting/schema.ts'
import type { FormField } from '../../src/posting/form-steps.ts'
import { LOT_GROUNDS } from '../../src/rules/check-lots.ts'
import {
  ChoiceField,
  DateField,
  errorOf,
  FieldGroup,
  type FormError,
  type FormOption,
  SelectField,
  TextArea,
  TextField,
} from '../shared/form.tsx'
import { FIELD_CHOICES, FIELD_WORDS } from '../words/posting.ts'
import { LOT_GROUND_LABELS } from '../words/rules.ts'
import { LotFields } from './lot-fields.tsx'

/** What the fields of a form are shown with. */
export interface FormFieldsProps {
  fields: FormField[]
  typed: TypedFields
  errors: FormError[]
  /** Fields that were read somewhere and not typed. */
  prefilled: string[]
  trades: FormOption[]
  bands: FormOption[]
  /** Rows for lots, one at least. */
  lotRows: number
  /** The only ones that must be answered, where that is not what the form of a consultation asks. */
  compulsory?: FormField[]
}

/** These questions, with what was typed and what is wrong with it. */
export function FormFields({ fields, ...shown }: FormFieldsProps) {
  return (
    <>
      {fields.map((field) => (
        <Question field={field} {...shown} />
      ))}
    </>
  )
}

type Shown = Omit<FormFieldsProps, 'fields'>

const LONG = new Set<FormField>(['description', 'socialClauses', 'environmentalClauses', 'samples'])
const LISTS = new Set<FormField>([
  'cpv',
  'visitDates',
  'criteria',
  'requiredDocuments',
  'qualifications',
  'otherBuyers',
])
const DATES = new Set<FormField>(['deadline', 'questionsUntil'])

function Question({ field, ...shown }: Shown & { field: FormField }) {
  const { typed, errors, prefilled } = shown
  const words = FIELD_WORDS[field]
  if (!words) throw new Error(`no words for ${field}`)
  const common = {
    name: field,
    ...words,
    ...(shown.compulsory ? { optional: !shown.compulsory.includes(field) } : {}),
    error: errorOf(errors, field),
    unchecked: prefilled.some((name) => name === field || name.startsWith(`${field}.`)),
  }
  const value = (typed[field] ?? []).join('\n')
  if (field === 'lots') return <LotFields {...shown} />
  if (field === 'trades')
    return (
      <FieldGroup {...common}>
        <details open={(typed.trades ?? []).length > 0}>
          <summary>Choisir des métiers</summary>
          <div class="ticks">
            {shown.trades.map(({ value: slug, label }, index) => {
              const id = index === 0 ? 'champ-trades' : `champ-trades-${slug}`
              return (
                <p class="tick">
                  <input
                    id={id}
                    type="checkbox"
                    name="trades"
                    value={slug}
                    checked={(typed.trades ?? []).includes(slug)}
                  />
                  <label for={id}>{label}</label>
                </p>
              )
            })}
          </div>
        </details>
      </FieldGroup>
    )
  if (field === 'amountBand')
    return <SelectField {...common} value={value} options={shown.bands} none="Non communiquée" />
  if (field === 'lotGround') {
    const options = LOT_GROUNDS.map((ground) => ({
      value: ground,
      label: LOT_GROUND_LABELS[ground],
    }))
    return <SelectField {...common} value={value} options={options} none="Sans objet" />
  }
  if (DATES.has(field)) return <DateField {...common} {...datePartsOf(typed, field)} />
  const options = FIELD_CHOICES[field]
  if (options) return <ChoiceField {...common} options={options} values={typed[field] ?? []} />
  if (LONG.has(field) || LISTS.has(field) || field === 'object' || field === 'lotReason')
    return <TextArea {...common} value={value} rows={field === 'description' ? 6 : 3} />
  return (
    <TextField
      {...common}
      value={value}
      type={
        field === 'contactEmail'
          ? 'email'
          : field === 'contactPhone'
            ? 'tel'
            : field === 'documentsUrl'
              ? 'url'
              : 'text'
      }
    />
  )
}

function datePartsOf(typed: TypedFields, field: FormField) {
  const part = (key: string) => typed[`${field}.${key}`]?.[0] ?? ''
  return { day: part('day'), month: part('month'), year: part('year'), time: part('time') }
}
