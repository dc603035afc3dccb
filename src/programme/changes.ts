import type { PurchaseChange, PurchaseFacts } from './purchase.ts'

/** Fields whose values differ, in the order in which people are told of them. */
export function changesBetween(before: PurchaseFacts, after: PurchaseFacts): PurchaseChange[] {
  return FIELDS.flatMap((field) => {
    if (JSON.stringify(before[field]) === JSON.stringify(after[field])) return []
    return field === 'contact' ? [{ field }] : [changeOf(field, before, after)]
  })
}

function changeOf(
  field: Exclude<keyof PurchaseFacts, 'contact'>,
  before: PurchaseFacts,
  after: PurchaseFacts,
): PurchaseChange {
  return { field, before: before[field], after: after[field] } as PurchaseChange
}

const FIELDS: (keyof PurchaseFacts)[] = [
  'year',
  'quarter',
  'object',
  'description',
  'category',
  'trades',
  'cpv',
  'amount',
  'place',
  'contact',
]
