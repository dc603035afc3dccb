import type { FileColumn } from '../sources/file/template.ts'

/** A column of a file of planned purchases, which is also a field of the form. */
export type LineColumn = Pick<FileColumn, 'name' | 'takes' | 'example' | 'compulsory'>

export const QUARTERS: Record<string, number> = Object.fromEntries(
  [1, 2, 3, 4].flatMap((quarter) => [
    [`T${quarter}`, quarter],
    [String(quarter), quarter],
    [`${quarter}${quarter === 1 ? 'er' : 'e'} trimestre`, quarter],
  ]),
)

const EUROS = 'des euros HT en chiffres'

/** Every column that a file may have, in the order of the template: the law of its reader, of forms and of its documentation. */
export const LINE_COLUMNS = {
  identifier: column(
    'Identifiant',
    'votre numéro, toujours le même pour un achat : importer de nouveau met cet achat à jour ; sans lui, l’objet en tient lieu',
    '2027-014',
  ),
  buyer: column(
    'Acheteur',
    'le SIRET ou le nom de l’acheteur ; vide : le partenaire qui envoie le fichier',
    '123 456 782 00010',
  ),
  object: {
    ...column('Objet', 'l’objet en une phrase', 'Réfection de la cour de l’école'),
    compulsory: true,
  },
  year: { ...column('Année', 'l’année où la consultation est attendue', '2027'), compulsory: true },
  quarter: column('Trimestre', 'T1, T2, T3 ou T4', 'T2'),
  category: column('Type', 'travaux, fournitures ou services', 'travaux'),
  trades: column(
    'Métier',
    'un ou plusieurs métiers du guichet, séparés par « | »',
    'Voirie, réseaux, terrassement',
  ),
  cpv: column('CPV', 'un ou plusieurs codes CPV de huit chiffres', '45233140'),
  amountMin: column('Montant minimal', EUROS, '40 000'),
  amountMax: column('Montant maximal', EUROS, '90 000'),
  place: column('Lieu', 'commune, intercommunalité ou « Aude »', 'Narbonne'),
  description: column('Précisions', 'ce que les entreprises gagnent à savoir', 'Travaux d’été'),
  contactName: column('Contact', 'la personne ou le service à qui demander', 'Service des marchés'),
  contactPhone: column('Téléphone', 'un numéro français', '04 68 00 00 00'),
  contactEmail: column('Courriel', 'une adresse électronique', 'marches@exemple.fr'),
  dropped: column(
    'Abandonné',
    'le motif, si cet achat est abandonné ; vide : il est toujours prévu',
    'Crédits reportés',
  ),
} satisfies Record<string, LineColumn>

export type LineKey = keyof typeof LINE_COLUMNS

export const LINE_KEYS = Object.keys(LINE_COLUMNS) as LineKey[]

function column(name: string, takes: string, example: string): LineColumn {
  return { name, takes, example, compulsory: false }
}
