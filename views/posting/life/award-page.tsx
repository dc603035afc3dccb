import type { LotChoice } from '../../../src/posting/lot-changes.ts'
import {
  awardField,
  type AwardPart,
  MOST_WINNERS,
  SIZES,
  winnerField,
  type WinnerPart,
  winnerRows,
} from '../../../src/posting/read-award.ts'
import type { TypedFields } from '../../../src/posting/schema.ts'
import {
  DateField,
  errorOf,
  FormActions,
  type FormError,
  SelectField,
  TextField,
} from '../../shared/form.tsx'
import { AWARD_LABELS } from '../../words/awards.ts'
import { upperFirst } from '../../format.ts'
import { DEED_TITLES } from '../../words/life.ts'
import { SIZE_LABELS } from '../../words/sizes.ts'
import { LotTicks, WHOLE } from './lot-ticks.tsx'
import { type LifeFrame, LifePage, VersionField } from './life-page.tsx'

interface AwardPageProps extends LifeFrame {
  lots: LotChoice[]
  /** What is awarded now; null: the whole. Empty: still to be chosen. */
  chosen: (LotChoice | null)[]
  whole: boolean
  typed: TypedFields
  errors: FormError[]
  /** Rows for winners that were asked for beside those that are there. */
  extraRows: number
  tooEarly: string | null
}

/** Who won: which lots first, then each of them. */
export function AwardPage(props: AwardPageProps) {
  const { base, consultation, lots, chosen, whole, typed, errors, extraRows, tooEarly } = props
  return (
    <LifePage
      {...props}
      title={DEED_TITLES.attribution}
      lead="Ce qui est publié ici paraît dans les attributions et dans les flux. Si vos données essentielles sont reliées au guichet, rien n’est à ressaisir."
    >
      {tooEarly ? (
        <p class="note">{tooEarly}</p>
      ) : chosen.length === 0 ? (
        <form method="get" action={`${base}/attribution`} class="entry" novalidate>
          <LotTicks lots={lots} ticked={[]} whole={whole} error={errorOf(errors, 'lot')} />
          <FormActions label="Continuer" back={base} />
        </form>
      ) : (
        <form method="post" action={`${base}/attribution`} class="entry" novalidate>
          <VersionField consultation={consultation} />
          <button type="submit" class="unseen" tabindex={-1}>
            Publier l’attribution
          </button>
          {chosen.map((choice, place) => (
            <Award
              choice={choice}
              place={place}
              typed={typed}
              errors={errors}
              extraRows={extraRows}
            />
          ))}
          <p>
            <button type="submit" class="button button-quiet" name="action" value="titulaires">
              Ajouter des titulaires
            </button>
          </p>
          <FormActions back={base} label="Publier l’attribution" />
        </form>
      )}
    </LifePage>
  )
}

interface AwardProps extends Pick<AwardPageProps, 'typed' | 'errors' | 'extraRows'> {
  choice: LotChoice | null
  place: number
}

function Award({ choice, place, typed, errors, extraRows }: AwardProps) {
  const heading = choice ? `Lot ${choice.lot.number} – ${choice.lot.title}` : 'La consultation'
  const rows = Math.min(MOST_WINNERS, winnerRows(typed, place) + extraRows)
  const text = (part: AwardPart, size: number) => {
    const name = awardField(place, part)
    const { label, hint } = AWARD_LABELS[part]
    return (
      <TextField
        name={name}
        label={label}
        {...(hint ? { hint } : {})}
        optional
        size={size}
        inputmode={part === 'montant' ? 'decimal' : 'numeric'}
        value={typed[name]?.[0] ?? ''}
        error={errorOf(errors, name)}
      />
    )
  }
  const notification = awardField(place, 'notification')
  const part = (key: string) => typed[`${notification}.${key}`]?.[0] ?? ''
  return (
    <section aria-labelledby={`attribution-${place}`} class="entry">
      <h2 id={`attribution-${place}`}>{heading}</h2>
      <input type="hidden" name="lot" value={choice?.value ?? WHOLE} />
      {Array.from({ length: rows }, (_, row) => (
        <WinnerRow place={place} row={row} typed={typed} errors={errors} />
      ))}
      {text('montant', 12)}
      {text('offres', 5)}
      {text('pme', 5)}
      {text('irregulieres', 5)}
      <DateField
        name={notification}
        label={AWARD_LABELS.notification.label}
        optional
        error={errorOf(errors, notification)}
        day={part('day')}
        month={part('month')}
        year={part('year')}
      />
    </section>
  )
}

interface WinnerRowProps extends Pick<AwardPageProps, 'typed' | 'errors'> {
  place: number
  row: number
}

function WinnerRow({ place, row, typed, errors }: WinnerRowProps) {
  const field = (part: WinnerPart) => {
    const name = winnerField(place, row, part)
    const { label, hint } = AWARD_LABELS[part]
    return {
      name,
      label: row === 0 ? label : `${label} (titulaire ${row + 1})`,
      ...(hint && row === 0 ? { hint } : {}),
      optional: part !== 'nom' || row > 0,
      value: typed[name]?.[0] ?? '',
      error: errorOf(errors, name),
    }
  }
  const options = SIZES.map((size) => ({ value: size, label: upperFirst(SIZE_LABELS[size]) }))
  return (
    <div class="lot-row" role="group" aria-label={`Titulaire ${row + 1}`}>
      <TextField {...field('nom')} size={24} />
      <TextField {...field('identifiant')} size={18} />
      <TextField {...field('commune')} size={20} />
      <SelectField {...field('taille')} options={options} none="Non précisée" />
    </div>
  )
}
