import type { Sheets } from '../../src/open-data/tables.ts'
import { ACTIONS } from './tables/actions.ts'
import { CONTACTS } from './tables/contacts.ts'
import { AWARDS } from './tables/awards.ts'
import { CONSULTATIONS } from './tables/consultations.ts'
import { CONTRACTS, INCOMPLETE } from './tables/contracts.ts'
import { BUYERS, PARTNERS, SOURCES } from './tables/directory.ts'
import { DOCUMENTS } from './tables/library.ts'
import { LOTS } from './tables/lots.ts'
import { NOTICES } from './tables/notices.ts'
import { PROGRAMME } from './tables/programme.ts'
import { SUPPLIERS } from './tables/suppliers.ts'

/** Every table of the open data, with the words and cells of its columns. */
export const SHEETS: Sheets = {
  consultations: CONSULTATIONS,
  lots: LOTS,
  attributions: AWARDS,
  avis: NOTICES,
  contrats: CONTRACTS,
  titulaires: SUPPLIERS,
  'decp-incomplets': INCOMPLETE,
  acheteurs: BUYERS,
  partenaires: PARTNERS,
  sources: SOURCES,
  actions: ACTIONS,
  contacts: CONTACTS,
  documents: DOCUMENTS,
  programmation: PROGRAMME,
}
