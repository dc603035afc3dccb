import type { TypedFields } from '../../src/posting/schema.ts'
import { errorOf, fieldId } from '../shared/form.tsx'
import type { FormFieldsProps } from './form-fields.tsx'

const COLUMNS = [
  { key: 'lotNumber', label: 'Numéro', size: 3 },
  { key: 'lotTitle', label: 'Intitulé', size: 30 },
  { key: 'lotAmountMin', label: 'Montant à partir de (€ HT)', size: 9 },
  { key: 'lotAmountMax', label: 'jusqu’à (€ HT)', size: 9 },
] as const

/** One line per lot; empty lines are left out, and a button adds some. */
export function LotFields({ typed, errors, lotRows }: Omit<FormFieldsProps, 'fields'>) {
  const ofAll = errorOf(errors, 'lots')
  return (
    <fieldset class="form-field" id={fieldId('lots')}>
      <legend>Lots</legend>
      {ofAll && <p class="field-error">{ofAll}</p>}
      <p class="hint">
        Une ligne par lot, si le marché est alloti. Les entreprises cherchent par lot : un intitulé
        et une tranche de montant par lot leur suffisent pour savoir s’il est pour elles.
      </p>
      <details open={errors.some(({ name }) => name?.startsWith('lot')) || hasLots(typed)}>
        <summary>Décrire les lots</summary>
        {Array.from({ length: lotRows }, (_, index) => (
          <div class="lot-row" role="group" aria-label={`Ligne de lot ${index + 1}`}>
            {COLUMNS.map(({ key, label, size }) => {
              const id = `${fieldId(key)}-${index}`
              const error = errors.find(({ name }) => name === `${key}-${index}`)?.text
              return (
                <p>
                  <label for={id}>{label}</label>
                  {error && (
                    <span class="field-error" id={`${id}-erreur`}>
                      {error}
                    </span>
                  )}
                  <input
                    id={id}
                    name={key}
                    value={typed[key]?.[index] ?? ''}
                    size={size}
                    autocomplete="off"
                    inputmode={key.startsWith('lotAmount') ? 'decimal' : undefined}
                    aria-invalid={error ? 'true' : undefined}
                    aria-describedby={error ? `${id}-erreur` : undefined}
                  />
                </p>
              )
            })}
          </div>
        ))}
        <button type="submit" class="button button-quiet" name="action" value="lots">
          Ajouter des lignes de lot
        </button>
      </details>
    </fieldset>
  )
}

function hasLots(typed: TypedFields): boolean {
  return COLUMNS.some(({ key }) => typed[key]?.some((value) => value.trim() !== ''))
}
