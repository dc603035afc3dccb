import type { LotChoice } from '../../../src/posting/lot-changes.ts'
import { lowerFirst } from '../../format.ts'
import { fieldId, FieldGroup } from '../../shared/form.tsx'
import { OUTCOME_LABELS } from '../../words/outcomes.ts'

/** Word of the form for the consultation as a whole. */
export const WHOLE = 'tout'

interface LotTicksProps {
  lots: LotChoice[]
  ticked: string[]
  /** Whether the consultation as a whole may be meant. */
  whole: boolean
  error: string | undefined
}

/** Which lots are meant; nothing to ask where there are none. */
export function LotTicks({ lots, ticked, whole, error }: LotTicksProps) {
  if (lots.length === 0) return <input type="hidden" name="lot" value={WHOLE} />
  const choices = [
    ...(whole ? [{ value: WHOLE, label: 'Toute la consultation' }] : []),
    ...lots.map(({ value, lot }) => ({
      value,
      label: `Lot ${lot.number}${lot.title ? ` – ${lot.title}` : ''}${lot.outcome ? ` (${lowerFirst(OUTCOME_LABELS[lot.outcome.kind])})` : ''}`,
    })),
  ]
  return (
    <FieldGroup
      name="lot"
      label="Ce qui est concerné"
      hint="Les lots non cochés restent comme ils sont."
      error={error}
    >
      {choices.map(({ value, label }, index) => {
        const id = index === 0 ? fieldId('lot') : `${fieldId('lot')}-${index}`
        return (
          <p class="tick">
            <input
              id={id}
              type="checkbox"
              name="lot"
              value={value}
              checked={ticked.includes(value)}
            />
            <label for={id}>{label}</label>
          </p>
        )
      })}
    </FieldGroup>
  )
}
