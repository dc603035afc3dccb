import type { Amount } from '../../../src/consultations/facts.ts'
import { bandWord } from '../../../src/posting/typed-fields.ts'
import { amountText } from '../../format.ts'
import type { FormOption } from '../../shared/form.tsx'

/** The bands of amounts to choose from, with the amount that stands where it is none of them. */
export function bandOptions(bands: Amount[], current: Amount | undefined): FormOption[] {
  const options = bands.map((band) => ({ value: bandWord(band), label: amountText(band) ?? '' }))
  if (!current || options.some(({ value }) => value === bandWord(current))) return options
  return [{ value: bandWord(current), label: amountText(current) ?? 'inchangé' }, ...options]
}
