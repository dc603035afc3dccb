import type { Basis, Facts } from '../../consultations/facts.ts'

/** A source of the demonstration: its addresses stand on a name that never answers (RFC 2606). */
export interface DemoSource {
  partner: string
  name: string
  basis: Basis
  /** What the source says of every item beside the item's own facts, by the item's identifier. */
  says: (id: string) => Partial<Facts>
}

const SITE = 'https://demonstration.example'

/** Address that a source would be read at. */
export function demoSourceUrl(key: string): string {
  return `${SITE}/flux/${key}.xml`
}

export const DEMO_SOURCES = {
  departement: profile('departement-de-l-aude', "Profil d'acheteur du Département"),
  carcassonne: profile('carcassonne', "Profil d'acheteur de la Ville de Carcassonne"),
  'carcassonne-agglo': profile('carcassonne-agglo', "Profil d'acheteur de Carcassonne Agglo"),
  narbonne: profile('narbonne', "Profil d'acheteur de la Ville de Narbonne"),
  'grand-narbonne': profile('grand-narbonne', "Profil d'acheteur du Grand Narbonne"),
  communes: profile('departement-de-l-aude', 'Plateforme commune des autres acheteurs'),
  boamp: {
    partner: 'departement-de-l-aude',
    name: 'BOAMP, avis de l’Aude (démonstration)',
    basis: 'structured',
    says: (id) => ({ boampId: id, noticeUrl: `${SITE}/boamp/${id}` }),
  },
  agents: {
    partner: 'departement-de-l-aude',
    name: 'Saisie des agents (démonstration)',
    basis: 'typed',
    says: () => ({}),
  },
  cci: profile('cci-de-l-aude', "Profil d'acheteur de la CCI de l'Aude"),
} satisfies Record<string, DemoSource>

export type DemoSourceKey = keyof typeof DEMO_SOURCES

/** The source that has not answered for two days, so that the page of the sources shows one in trouble. */
export const SILENT_SOURCE: DemoSourceKey = 'cci'

function profile(partner: string, name: string): DemoSource {
  return {
    partner,
    name: `${name} (démonstration)`,
    basis: 'structured',
    says: (id) => ({
      reference: id,
      noticeUrl: `${SITE}/consultations/${id}`,
      response: { kind: 'platform', address: `${SITE}/consultations/${id}`, signature: false },
    }),
  }
}
