import type { Category } from '../../src/consultations/facts.ts'

export const CATEGORY_LABELS: Record<Category, string> = {
  works: 'Travaux',
  supplies: 'Fournitures',
  services: 'Services',
}
