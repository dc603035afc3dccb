import type { Scope } from '../../src/http/route.ts'
import { TABLE_SCOPES, type TableName } from '../../src/open-data/table-names.ts'
import { SHEETS } from './sheets.ts'

/** A file to download. */
export interface DataFile {
  path: string
  title: string
  /** One sentence: what is in it. */
  contents: string
  format: string
  mediaType: string
  /** What it follows: a schema or a standard. */
  schema: string | null
  /** What it is made of: it changed when one of these last did. */
  scopes: Scope[]
}

/** Files that belong together, as catalogues tell of them. */
export interface Dataset {
  id: string
  title: string
  description: string
  keywords: string[]
  /** How often it changes. */
  rhythm: 'continuously' | 'yearly'
  /** The first year that it tells of; null: it tells how things are now, or nothing yet. */
  since: number | null
  files: DataFile[]
}

const BOARD: Scope[] = ['board', 'partners']
const CONTRACTS: Scope[] = ['contracts', 'partners']
const ANALYSES: Scope[] = ['analysis']

/** The years that there are files of. */
export interface Years {
  /** In which consultations were published. */
  published: number[]
  /** In which contracts were notified. */
  notified: number[]
  /** Whose analysis is published. */
  analysed: number[]
}

/** Every dataset with its files. */
export function datasets({ published, notified, analysed }: Years): Dataset[] {
  return [
    {
      id: 'consultations',
      title: 'Consultations des acheteurs publics de l’Aude',
      description:
        'Chaque consultation relevée par le guichet, de la préinformation au résultat, avec ses lots, ses avis et ses attributions. Les sources sont les profils d’acheteur, le BOAMP et les acheteurs eux-mêmes ; seuls l’avis et le dossier publiés par l’acheteur font foi.',
      keywords: [
        'marchés publics',
        'commande publique',
        'consultations',
        'appels d’offres',
        'OCDS',
        'PME',
        'Aude',
      ],
      rhythm: 'continuously',
      since: published.at(-1) ?? null,
      files: [
        ocds('/donnees/ocds.jsonl.gz', 'Toutes les consultations (OCDS)', 'toutes les années'),
        ...published.map((year) =>
          ocds(
            `/donnees/ocds/${year}.jsonl.gz`,
            `Consultations publiées en ${year} (OCDS)`,
            `celles publiées en ${year}`,
          ),
        ),
        ...tables(['consultations', 'lots', 'avis', 'attributions']),
      ],
    },
    {
      id: 'decp',
      title: 'Contrats attribués par les acheteurs publics de l’Aude',
      description:
        'Chaque contrat connu, compté une seule fois : ceux que les avis d’attribution annoncent et ceux des données essentielles de la commande publique (DECP) que le guichet a lues ; avec leurs titulaires, leur taille et leur commune d’après SIRENE.',
      keywords: ['DECP', 'données essentielles', 'marchés publics', 'attributions', 'Aude'],
      rhythm: 'continuously',
      since: notified.at(-1) ?? null,
      files: [
        decp('/donnees/decp.json', 'Tous les contrats (DECP)', 'Toutes les années.'),
        ...notified.map((year) =>
          decp(
            `/donnees/decp-${year}.json`,
            `Contrats notifiés en ${year} (DECP)`,
            `Ceux notifiés en ${year}.`,
          ),
        ),
        decp(
          '/donnees/decp-tous.json',
          'Tous les contrats, même incomplets (DECP)',
          'Avec ceux dont un champ obligatoire n’est pas connu : la même forme, sans ce champ.',
        ),
        ...tables(['contrats', 'titulaires', 'decp-incomplets']),
      ],
    },
    ...(analysed.length > 0 ? [analyses(analysed)] : []),
    {
      id: 'programmation',
      title: 'Achats programmés par les acheteurs publics de l’Aude',
      description:
        'Ce que les acheteurs prévoient d’acheter, avec le trimestre attendu, et ce qu’il en est advenu. Prévisions indicatives, sans engagement des acheteurs.',
      keywords: ['marchés publics', 'programmation des achats', 'plan de charge', 'OCDS', 'Aude'],
      rhythm: 'continuously',
      since: null,
      files: [
        {
          path: '/donnees/programmation.ocds.jsonl.gz',
          title: 'Tous les achats programmés (OCDS)',
          contents: 'Un paquet OCDS 1.1 par ligne et par achat programmé, au stade « planning ».',
          format: 'JSON Lines (gzip)',
          mediaType: 'application/gzip',
          schema:
            'https://standard.open-contracting.org/schema/1__1__5/release-package-schema.json',
          scopes: TABLE_SCOPES.programmation,
        },
        ...tables(['programmation']),
      ],
    },
    {
      id: 'acheteurs',
      title: 'Acheteurs publics et partenaires du pacte de la commande publique de l’Aude',
      description:
        'Les acheteurs publics connus, les partenaires du pacte et les sources que le guichet lit.',
      keywords: ['acheteurs publics', 'annuaire', 'SIRET', 'Aude'],
      rhythm: 'continuously',
      since: null,
      files: tables(['acheteurs', 'partenaires', 'sources']),
    },
    {
      id: 'pacte',
      title: 'Actions du pacte de la commande publique de l’Aude',
      description: 'Ce que les partenaires ont promis aux PME, avec les pilotes et les échéances.',
      keywords: ['commande publique', 'PME', 'pacte', 'Aude'],
      rhythm: 'continuously',
      since: null,
      files: tables(['actions']),
    },
    {
      id: 'contacts',
      title: 'Qui aide les entreprises de l’Aude face à la commande publique',
      description:
        'Les fonctions et les organismes qui aident les entreprises, par besoin, métier et territoire, sans les personnes.',
      keywords: ['commande publique', 'PME', 'annuaire', 'Aude'],
      rhythm: 'continuously',
      since: null,
      files: tables(['contacts']),
    },
    {
      id: 'bibliotheque',
      title: 'Documents et bonnes pratiques des acheteurs publics et des chambres de l’Aude',
      description:
        'Ce que les partenaires mettent à la disposition des entreprises et des acheteurs, avec la dernière version.',
      keywords: ['commande publique', 'guides', 'bonnes pratiques', 'Aude'],
      rhythm: 'continuously',
      since: null,
      files: tables(['documents']),
    },
  ]
}

function analyses(years: number[]): Dataset {
  return {
    id: 'analyses',
    title: 'Analyse annuelle de l’accès des PME à la commande publique dans l’Aude',
    description:
      'Les chiffres de chaque année publiée, tels qu’ils ont été figés : chaque indicateur avec son numérateur, son dénominateur et ce qui manque. La note de méthode dit comment ils sont calculés.',
    keywords: ['commande publique', 'PME', 'analyse', 'indicateurs', 'Aude'],
    rhythm: 'yearly',
    since: years.at(-1) ?? null,
    files: years.flatMap((year) => [
      {
        path: `/analyses/${year}/analyse.csv`,
        title: `Analyse ${year}`,
        contents: 'Une ligne par indicateur et par groupe comparé.',
        format: 'CSV',
        mediaType: 'text/csv',
        schema: '/donnees/analyse.schema.json',
        scopes: ANALYSES,
      },
      {
        path: `/analyses/${year}.json`,
        title: `Analyse ${year}, avec son empreinte`,
        contents: 'Les mêmes chiffres, la version de la méthode et l’empreinte des données figées.',
        format: 'JSON',
        mediaType: 'application/json',
        schema: null,
        scopes: ANALYSES,
      },
    ]),
  }
}

function ocds(path: string, title: string, which: string): DataFile {
  return {
    path,
    title,
    contents: `Un paquet OCDS 1.1 par ligne et par consultation, ${which} : le dossier à jour et une publication par avis.`,
    format: 'JSON Lines (gzip)',
    mediaType: 'application/gzip',
    schema: 'https://standard.open-contracting.org/schema/1__1__5/record-package-schema.json',
    scopes: BOARD,
  }
}

function decp(path: string, title: string, contents: string): DataFile {
  return {
    path,
    title,
    contents,
    format: 'JSON',
    mediaType: 'application/json',
    schema: 'https://schema.data.gouv.fr/139bercy/format-commande-publique/',
    scopes: CONTRACTS,
  }
}

function tables(names: TableName[]): DataFile[] {
  return names.map((name) => ({
    path: `/donnees/${name}.csv`,
    title: SHEETS[name].title,
    contents: SHEETS[name].line,
    format: 'CSV',
    mediaType: 'text/csv',
    schema: `/donnees/${name}.schema.json`,
    scopes: TABLE_SCOPES[name],
  }))
}
