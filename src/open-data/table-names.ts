import type { Scope } from '../http/route.ts'
import type { Lines } from './tables.ts'

/** The name of a table, which its file bears. */
export type TableName = keyof Lines

/** In the order in which people are told of them. */
export const TABLES: TableName[] = [
  'consultations',
  'lots',
  'attributions',
  'avis',
  'contrats',
  'titulaires',
  'decp-incomplets',
  'acheteurs',
  'partenaires',
  'sources',
  'actions',
  'contacts',
  'documents',
  'programmation',
]

/** What each table is made of. */
export const TABLE_SCOPES: Record<TableName, Scope[]> = {
  consultations: ['board', 'partners'],
  lots: ['board', 'partners'],
  attributions: ['board', 'partners'],
  avis: ['board', 'partners'],
  contrats: ['contracts', 'board', 'partners'],
  titulaires: ['contracts', 'firms'],
  'decp-incomplets': ['contracts', 'partners'],
  acheteurs: ['board', 'partners'],
  partenaires: ['partners'],
  sources: ['sources', 'partners'],
  actions: ['pact', 'partners'],
  contacts: ['contacts', 'partners'],
  documents: ['library', 'partners'],
  programmation: ['programme', 'board', 'partners'],
}
