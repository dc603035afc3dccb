import type { ResponseMethod } from '../../src/consultations/facts.ts'

export const RESPONSE_LABELS: Record<ResponseMethod['kind'], string> = {
  platform: "Sur le profil d'acheteur",
  email: 'Par courriel',
  paper: 'Sur papier',
}
