import type { Facts, LotFacts } from '../consultations/facts.ts'
import { lotKey } from '../consultations/lot-key.ts'

/** A lot with the word by which forms and addresses mean it: its number, or that and its rank where two have the same. */
export interface LotChoice {
  value: string
  lot: LotFacts
}

/** Every lot of a consultation with its word. */
export function lotChoices(facts: Partial<Facts>): LotChoice[] {
  const seen = new Map<string, number>()
  return (facts.lots ?? []).map((lot) => {
    const rank = (seen.get(lot.number) ?? 0) + 1
    seen.set(lot.number, rank)
    return { value: rank === 1 ? lot.number : `${lot.number}#${rank}`, lot }
  })
}

/** The lots that are meant by these words, each once, in their order. */
export function lotsMeant(facts: Partial<Facts>, words: string[]): LotChoice[] {
  return lotChoices(facts).filter(({ value }) => words.includes(value))
}

/**
 * The list of lots that a partner states so that these lots get what is new about them: no more than it stated before and
 * what changes, so that what a source corrects later still shows. Where numbers do not tell lots apart, the whole list.
 */
export function statedLots(
  facts: Partial<Facts>,
  own: Partial<Facts>,
  edits: { choice: LotChoice; edit: Partial<LotFacts> }[],
): LotFacts[] {
  const current = lotChoices(facts)
  const editOf = ({ value }: LotChoice) =>
    edits.find(({ choice }) => choice.value === value)?.edit ?? null
  const keys = current.map(({ lot }) => lotKey(lot.number))
  if (new Set(keys).size < keys.length)
    return current.map((choice) => ({ ...choice.lot, ...editOf(choice) }))
  const stated = new Map((own.lots ?? []).map((lot) => [lotKey(lot.number), lot]))
  for (const choice of current) {
    const edit = editOf(choice)
    if (!edit) continue
    const key = lotKey(choice.lot.number)
    const { number, title } = choice.lot
    stated.set(key, { ...(stated.get(key) ?? { number, title }), ...edit })
  }
  const inOrder = keys.flatMap((key) => stated.get(key) ?? [])
  const others = [...stated].flatMap(([key, lot]) => (keys.includes(key) ? [] : [lot]))
  return [...inOrder, ...others]
}
