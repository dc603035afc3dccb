import type { Role } from '../../src/auth/policy.ts'

const LABELS: Record<Role, string> = {
  publisher: 'rédacteur',
  'pact-editor': 'référent du pacte',
  'partner-administrator': 'administrateur du partenaire',
}

/** A role in the partners' own words. */
export function roleLabel(role: Role): string {
  return LABELS[role]
}
