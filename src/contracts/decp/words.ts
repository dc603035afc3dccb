import type { Winner } from '../../consultations/facts.ts'
import { nameKey } from '../../places/name-key.ts'
import type { AwardProcedure, ContractNature, Grouping } from '../facts.ts'

/**
 * The words of the schemas (arrêtés of 22 December 2022, 22 March 2019 before), which are data and in French: for each
 * code the one that is written, then those that are read as well. Case, accents and punctuation do not matter.
 */

export type ContractNatureOfMarket = Extract<
  ContractNature,
  'contract' | 'framework' | 'call-off' | 'partnership' | 'defence'
>
export type ConcessionNature = Exclude<ContractNature, ContractNatureOfMarket>

/** Since 2.0 a framework and a call-off are « Marché », and told by their technique and by the framework's number. */
export const MARKET_NATURES = words<ContractNatureOfMarket>({
  contract: ['Marché', 'Marché public', 'Marchés'],
  framework: ['Accord-cadre'],
  'call-off': ['Marché subséquent'],
  partnership: ['Marché de partenariat', 'Contrat de partenariat'],
  defence: ['Marché de défense ou de sécurité', 'Marché hors accord cadre de défense'],
})

export const CONCESSION_NATURES = words<ConcessionNature>({
  'works-concession': ['Concession de travaux'],
  'services-concession': ['Concession de service', 'Concession de services'],
  'public-service-concession': ['Concession de service public'],
  'public-service-delegation': ['Délégation de service public', 'DSP'],
})

export const MARKET_PROCEDURES = words<AwardProcedure>({
  adapted: ['Procédure adaptée', 'MAPA', 'Marché à procédure adaptée'],
  open: ["Appel d'offres ouvert", 'AOO'],
  restricted: ["Appel d'offres restreint", 'AOR'],
  negotiated: [
    'Procédure avec négociation',
    'Procédure concurrentielle avec négociation',
    'Procédure négociée avec mise en concurrence préalable',
    'Procédure négociée avec mise en concurrence',
  ],
  'without-competition': [
    'Marché passé sans publicité ni mise en concurrence préalable',
    'Marché public passé sans publicité ni mise en concurrence préalable',
    'Marché négocié sans publicité ni mise en concurrence préalable',
    'Marché public négocié sans publicité ni mise en concurrence préalable',
    'Sans publicité ni mise en concurrence',
  ],
  'competitive-dialogue': ['Dialogue compétitif'],
})

export const CONCESSION_PROCEDURES = words<AwardProcedure>({
  'negotiated-open': ['Procédure négociée ouverte'],
  'direct-open': ['Procédure non négociée ouverte'],
  'negotiated-restricted': ['Procédure négociée restreinte'],
  'direct-restricted': ['Procédure non négociée restreinte'],
})

export const GROUPINGS = words<Grouping>({
  none: ['Pas de groupement', 'Aucun'],
  joint: ['Conjoint', 'Groupement conjoint'],
  several: ['Solidaire', 'Groupement solidaire'],
})

export const ANSWERS = words<'yes' | 'no'>({
  yes: ['oui', 'true', '1', 'vrai', 'o'],
  no: ['non', 'false', '0', 'faux', 'n'],
})

/** Not of the schema, which leaves room for it: the firm's size as the buyer says it. */
export const SIZES = words<NonNullable<Winner['size']>>({
  micro: ['Microentreprise', 'Micro', 'TPE'],
  sme: ['PME'],
  'mid-size': ['ETI'],
  large: ['GE', 'Grande entreprise'],
})

/** What stands for nothing at all in real files. */
const BLANKS = new Set(
  'nc|n/c|n.c.|n.c|nan|null|none|undefined|na|n/a|nr|n/r|inx|cdl|inconnu|inconnue|non renseigné|non renseignée|non renseigne|non communiqué|non communique'.split(
    '|',
  ),
)
const LONGEST_BLANK = 20

/** Whether this says no more than that something is not known: empty, « NC », « NaN », a dash. */
export function isBlank(text: string): boolean {
  if (text === '') return true
  if (text.length > LONGEST_BLANK || (text >= '0' && text < ':')) return false
  return BLANKS.has(text.toLowerCase()) || /^[\p{P}\p{S}\s]+$/u.test(text)
}

/** Lists that no figure uses, by the words that the current schema knows. */
export const FRAMEWORK = 'Accord-cadre'
export const TECHNIQUES = wordList([
  [FRAMEWORK],
  ['Concours'],
  ['Système de qualification'],
  ["Système d'acquisition dynamique"],
  ['Catalogue électronique'],
  ['Enchère électronique'],
  ['Sans objet'],
])
export const MODALITIES = wordList([
  ['Tranches'],
  ['Bons de commande'],
  ['Marchés subséquents', 'Marché subséquent'],
  ['Sans objet'],
])
export const CCAGS = wordList([
  ['Travaux'],
  ["Maitrise d'œuvre", "Maîtrise d'oeuvre"],
  ['Fournitures courantes et services'],
  ['Marchés industriels'],
  ['Prestations intellectuelles'],
  ["Techniques de l'information et de la communication"],
  ['Pas de CCAG'],
])
export const PRICE_TYPES = wordList([
  ['Définitif ferme'],
  ['Définitif actualisable'],
  ['Définitif révisable'],
  ['Provisoire'],
])
export const PRICE_FORMS = wordList([['Unitaire'], ['Forfaitaire'], ['Mixte']])
export const PRICE_VARIATIONS = wordList([['Ferme'], ['Actualisable'], ['Révisable']])
export const NO_SOCIAL = 'Pas de considération sociale'
export const MARKET_SOCIAL = wordList([
  ['Clause sociale'],
  ['Critère social'],
  ['Marché réservé'],
  [NO_SOCIAL],
])
export const CONCESSION_SOCIAL = wordList([
  ['Clause sociale'],
  ['Critère social'],
  ['Concession réservée'],
  [NO_SOCIAL],
])
export const NO_ENVIRONMENTAL = 'Pas de considération environnementale'
export const ENVIRONMENTAL = wordList([
  ['Clause environnementale'],
  ['Critère environnemental'],
  [NO_ENVIRONMENTAL],
])
export const PLACE_CODES = wordList([
  ['Code postal'],
  ['Code commune'],
  ['Code arrondissement'],
  ['Code canton'],
  ['Code département'],
  ['Code région'],
  ['Code pays'],
])
export const NUMBER_TYPES = wordList([
  ['SIRET'],
  ['TVA', 'TVA intracommunautaire'],
  ['TAHITI'],
  ['RIDET'],
  ['FRWF'],
  ['IREP'],
  ['HORS-UE'],
])

export interface Words<Code extends string> {
  /** Null for a word that is not of the table. */
  read(text: string): Code | null
  /** The official word; null for a code that the schema has no word for. */
  write(code: string): string | null
}

function words<Code extends string>(table: Partial<Record<Code, string[]>>): Words<Code> {
  const entries = Object.entries(table) as [Code, string[]][]
  const exact = new Map(entries.flatMap(([code, all]) => all.map((word) => [word, code] as const)))
  const folded = new Map([...exact].map(([word, code]) => [nameKey(word), code] as const))
  const official = new Map<string, string | undefined>(
    entries.map(([code, [word]]) => [code, word]),
  )
  return {
    read: (text) =>
      exact.get(text) ?? (text.length > 200 ? null : (folded.get(nameKey(text)) ?? null)),
    write: (code) => official.get(code) ?? null,
  }
}

/** Words that are their own code. */
function wordList(all: string[][]): Words<string> {
  return words(Object.fromEntries(all.map((each) => [each[0] ?? '', each])))
}
