import type { Role } from '../../src/auth/policy.ts'
import type { FormOption } from '../shared/form.tsx'

const LABELS: Record<Role, { label: string; may: string }> = {
  publisher: {
    label: 'rédacteur',
    may: 'annonce les consultations et les tient à jour',
  },
  'pact-editor': {
    label: 'référent du pacte',
    may: 'tient à jour les pages du pacte',
  },
  'partner-administrator': {
    label: 'administrateur du partenaire',
    may: 'fait tout cela, et gère l’équipe et les jetons',
  },
}

/** A role in the partners' own words. */
export function roleLabel(role: Role): string {
  return LABELS[role].label
}

/** The roles to choose from, each with what it allows. */
export function roleOptions(roles: readonly Role[]): FormOption[] {
  return roles.map((role) => ({
    value: role,
    label: roleLabel(role),
    hint: LABELS[role].may,
  }))
}
