import { LICENCE_URL } from '../../src/open-data/ocds/record-package.ts'
import type { RdfNode } from '../../src/open-data/rdf.ts'
import type { DataFile, Dataset } from './files.ts'

/** What the catalogue says beside its datasets. */
export interface CatalogueContext {
  baseUrl: string
  operator: string
  /** E-mail or web address; null while it is not set. */
  contact: string | null
  datasets: Dataset[]
  /** Whether all of it is invented. */
  demonstration: boolean
  changedAt: (file: DataFile) => Date | null
}

/**
 * The catalogue as DCAT-AP has it, for data.gouv.fr and data.europa.eu to harvest: its datasets with their files, licence,
 * rhythm, place, period and contact.
 */
export function catalogueOf(context: CatalogueContext): RdfNode {
  const { baseUrl, operator, datasets } = context
  const publisher = {
    '@id': `${baseUrl}/donnees#editeur`,
    '@type': 'foaf:Organization',
    'foaf:name': french(operator),
  }
  return {
    '@id': `${baseUrl}/donnees#catalogue`,
    '@type': 'dcat:Catalog',
    'dct:title': french('Données ouvertes du guichet des consultations publiques'),
    'dct:description': french(
      'Consultations, lots, avis, contrats attribués et leurs titulaires, acheteurs, analyses annuelles et actions du pacte de la commande publique.',
    ),
    'dct:language': { '@id': 'http://publications.europa.eu/resource/authority/language/FRA' },
    'dct:license': { '@id': LICENCE_URL },
    'dct:publisher': publisher,
    'foaf:homepage': { '@id': `${baseUrl}/donnees` },
    'dcat:dataset': datasets.map((dataset) => datasetNode(dataset, publisher, context)),
  }
}

function datasetNode(dataset: Dataset, publisher: RdfNode, context: CatalogueContext): RdfNode {
  const { baseUrl, operator, contact, demonstration, changedAt } = context
  const changes = dataset.files.map(changedAt).filter((at) => at !== null)
  const modified = changes.toSorted((one, other) => other.getTime() - one.getTime())[0]
  return {
    '@id': `${baseUrl}/donnees#${dataset.id}`,
    '@type': 'dcat:Dataset',
    'dct:identifier': `${baseUrl}/donnees#${dataset.id}`,
    'dct:title': french(dataset.title),
    'dct:description': french(
      `${demonstration ? 'Démonstration : ces données sont inventées. ' : ''}${dataset.description}`,
    ),
    'dct:publisher': { '@id': publisher['@id'] ?? '' },
    'dct:language': { '@id': 'http://publications.europa.eu/resource/authority/language/FRA' },
    'dct:license': { '@id': LICENCE_URL },
    'dct:accrualPeriodicity': {
      '@id': `http://publications.europa.eu/resource/authority/frequency/${FREQUENCIES[dataset.rhythm]}`,
    },
    'dct:accessRights': {
      '@id': 'http://publications.europa.eu/resource/authority/access-right/PUBLIC',
    },
    'dcat:theme': ['GOVE', 'ECON'].map((theme) => ({
      '@id': `http://publications.europa.eu/resource/authority/data-theme/${theme}`,
    })),
    'dcat:keyword': dataset.keywords.map(french),
    'dcat:landingPage': { '@id': `${baseUrl}/donnees` },
    'dct:spatial': [{ '@id': 'http://data.europa.eu/nuts/code/FRJ11' }, AUDE],
    ...(dataset.since === null
      ? {}
      : {
          'dct:temporal': {
            '@type': 'dct:PeriodOfTime',
            'dcat:startDate': { '@value': `${dataset.since}-01-01`, '@type': 'xsd:date' },
          },
        }),
    ...(modified ? { 'dct:modified': instant(modified) } : {}),
    'dcat:contactPoint': {
      '@type': 'vcard:Organization',
      'vcard:fn': operator,
      ...(contact?.includes('@')
        ? { 'vcard:hasEmail': { '@id': `mailto:${contact}` } }
        : { 'vcard:hasURL': { '@id': contact ?? `${baseUrl}/mentions-legales` } }),
    },
    'dcat:distribution': dataset.files.map((file) => fileNode(file, context)),
  }
}

function fileNode(file: DataFile, { baseUrl, changedAt }: CatalogueContext): RdfNode {
  const modified = changedAt(file)
  return {
    '@id': `${baseUrl}${file.path}#fichier`,
    '@type': 'dcat:Distribution',
    'dct:title': french(file.title),
    'dct:description': french(file.contents),
    'dcat:accessURL': { '@id': `${baseUrl}/donnees` },
    'dcat:downloadURL': { '@id': `${baseUrl}${file.path}` },
    'dcat:mediaType': { '@id': `https://www.iana.org/assignments/media-types/${file.mediaType}` },
    'dct:format': FORMATS[file.format] ?? file.format,
    'dct:license': { '@id': LICENCE_URL },
    ...(file.schema === null
      ? {}
      : { 'dct:conformsTo': { '@id': new URL(file.schema, baseUrl).href } }),
    ...(modified ? { 'dct:modified': instant(modified) } : {}),
  }
}

/** As the Publications Office of the Union calls them. */
const FREQUENCIES: Record<Dataset['rhythm'], string> = {
  continuously: 'UPDATE_CONT',
  yearly: 'ANNUAL',
}

/** As harvesters call them. */
const FORMATS: Record<string, string> = {
  CSV: 'csv',
  JSON: 'json',
  'JSON Lines (gzip)': 'jsonl.gz',
}

/** A rectangle around the Aude: harvesters read shapes, not codes. */
const AUDE: RdfNode = {
  '@type': 'dct:Location',
  'dcat:bbox': {
    '@value': JSON.stringify({
      type: 'Polygon',
      coordinates: [
        [
          [1.68, 42.64],
          [3.25, 42.64],
          [3.25, 43.47],
          [1.68, 43.47],
          [1.68, 42.64],
        ],
      ],
    }),
    '@type': 'https://www.iana.org/assignments/media-types/application/vnd.geo+json',
  },
}

function french(text: string): RdfNode {
  return { '@value': text, '@language': 'fr' }
}

function instant(at: Date): RdfNode {
  return { '@value': at.toISOString(), '@type': 'xsd:dateTime' }
}
