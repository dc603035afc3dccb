import type { Contact, FactName, Facts, Reading, RecordFacts } from '../../consultations/facts.ts'
import { beginningsOf } from './beginnings.ts'
import { readCriteria } from './criteria.ts'
import type { Passage } from './passage.ts'
import {
  type LabelledValue,
  type Read,
  readBuyer,
  readCategory,
  readContact,
  readCpv,
  readDays,
  readEmail,
  readLink,
  readList,
  readPhone,
  readPlace,
  readProcedure,
  readReference,
  readResponse,
  readText,
  readWords,
} from './values.ts'

/** A label of French notices and how the fact it heads is read; some only end the value before them. */
interface Label {
  /** The first two letters that it may have. */
  beginnings: string[]
  /** It, at the place where the pattern is told to look. */
  pattern: RegExp
  read: (
    found: { head: Passage; value: LabelledValue },
    facts: RecordFacts,
    first: FirstHeads,
  ) => void
}

/** Where each fact was first headed, so that the words of a merged one reach from there. */
type FirstHeads = Map<FactName, Passage>

const OF_CONTRACT =
  "(?: (?:de la |du |de l'|des |de |d'une? )?(?:consultation|marches?|contrat|accord[ -]cadre|procedure|prestations?|travaux))?"

/** Every label that is read, in the plain form, followed by a colon or alone on its line. */
const LABELS: Label[] = [
  label(
    'buyers',
    "(?:nom de l')?acheteurs?(?: publics?)?|organismes?(?: (?:acheteur|public|passant))?|pouvoir adjudicateur|entite (?:adjudicatrice|publique|acheteuse)|collectivite|maitre d'ouvrage|autorite concedante|donneur d'ordres?|etablissement",
    readBuyer(false),
    together,
  ),
  label(
    'buyers',
    'coordonn(?:ateur|atrice)(?: du groupement(?: de commandes)?)?',
    readBuyer(true),
    together,
  ),
  label(
    'reference',
    `(?:reference|ref\\.?|numero|n ?°)s?(?: (?:interne|unique|d'identification|de reference|de dossier|d'affaire))?${OF_CONTRACT}|(?:marche|consultation|dossier|affaire) n ?°|identifiant${OF_CONTRACT}`,
    readReference,
  ),
  label(
    'category',
    "(?:type|nature|categorie)(?: principale?)?(?: (?:de |du |d'|des |de la |de l')?(?:marches?|contrats?|prestations?|achats?))?",
    readCategory,
  ),
  label(
    'procedure',
    `(?:type de |mode de )?(?:procedure|passation)(?: de passation)?${OF_CONTRACT}`,
    readProcedure,
  ),
  label(
    'cpv',
    '(?:codes? )?cpv(?: principale?| \\(?principal\\)?|s)?|classification cpv|nomenclature(?: cpv)?',
    readCpv,
    (first, second) => [...new Set([...first, ...second])],
  ),
  label(
    'place',
    "lieux?(?: principal)?(?: (?:d'|de )(?:execution|livraison|realisation|prestations?))(?: principal)?(?: (?:des prestations|des travaux|du marche|de livraison))?",
    readPlace,
  ),
  label('place', 'lieux?(?: principal)?|localisation', readPlace),
  label(
    'duration',
    `duree(?: (?:previsionnelle|totale|d'execution|maximale))?${OF_CONTRACT}|delai d'execution${OF_CONTRACT}`,
    readWords,
  ),
  label(
    'expectedStart',
    "(?:date (?:previsionnelle )?(?:de |du )?)?(?:debut|demarrage|commencement)(?: previsionnel)?(?: (?:des travaux|du marche|des prestations|d'execution))?",
    readWords,
  ),
  label('renewals', 'reconductions?|renouvellements?', readWords),
  label('grouping', "formes? (?:juridique )?du groupement|groupements? d'entreprises", readWords),
  label('samples', 'echantillons?', readWords),
  label('advance', 'avances?', readWords),
  label('paymentDelayDays', 'delai (?:global )?de paiement', readDays),
  label('socialClauses', "clauses? (?:sociales?|d'insertion)|considerations? sociales?", readWords),
  label(
    'environmentalClauses',
    'clauses? environnementales?|considerations? environnementales?',
    readWords,
  ),
  label(
    'criteria',
    "criteres?(?: (?:d'attribution|de selection(?: des offres)?|de jugement(?: des offres)?|d'analyse(?: des offres)?))?",
    ({ block }) => readCriteria(block),
  ),
  label(
    'qualifications',
    'qualifications?(?: (?:demandees?|exigees?|requises?|professionnelles?))?',
    readList,
  ),
  label(
    'requiredDocuments',
    'pieces? (?:a fournir|demandees?|a remettre|exigees?)|documents? (?:a fournir|a remettre|demandes?)',
    readList,
  ),
  label(
    'documentsUrl',
    '(?:lien (?:vers le )?)?(?:dce|dossiers? de (?:la )?consultation(?: des entreprises)?)|(?:telecharge(?:r|ment)|retrait|adresse de retrait)(?: du| des)?(?: dce| dossiers?(?: de consultation)?| documents?)?|documents? de la consultation',
    readLink,
  ),
  label(
    'response',
    "(?:adresse (?:du |de la )?)?(?:profil d'?acheteur|plate-?forme(?: de dematerialisation)?)|(?:adresse de )?(?:depot|remise|envoi|transmission) (?:electronique )?des (?:offres|plis|candidatures)|(?:repondre|deposer(?: une offre| un pli)?)(?: sur| a)?|comment repondre|reponse a envoyer a",
    readResponse,
  ),
  label(
    'contact',
    'contacts?|correspondants?|renseignements?(?: (?:administratifs?|techniques?|complementaires?))?|interlocuteur',
    readContact,
    bothContacts,
  ),
  label('contact', 'tel\\.?|telephone', readPhone, bothContacts),
  label(
    'contact',
    'courriels?|mel|e-?mail|mail|adresse (?:electronique|mail|e-mail)',
    readEmail,
    bothContacts,
  ),
  label(
    'description',
    `(?:description|objet|intitule|libelle|resume)(?: (?:detaillee?|succincte?|complete?|sommaire))?${OF_CONTRACT}`,
    readText,
  ),
  label(
    'statusReason',
    "motifs?(?: (?:d'annulation|de l'annulation|de la (?:modification|rectification)|du rectificatif))?|raison",
    readText,
  ),
  stop(
    "date(?:s| et heure)?(?: limites?)?(?: [a-z' ]{1,60})?|heure(?: limite)?|cloture|echeance|dlro|delai(?: [a-z' ]{1,60})?",
  ),
  stop(
    "(?:adresse|siret|siren|code postal|ville|fax|url|site(?: internet| web)?|lien|en savoir plus|departements?|pays|lots?(?: n ?°)?(?: \\d{1,3})?|nombre de lots|allotissement|division en lots|montant|estimation|budget|valeur|variantes?|visites?|statut|etat|avis|publication|mise en ligne|reserve|marche reserve|forme|questions?)(?: [a-z' ]{1,40})?",
  ),
]

/** The facts that labels head in a passage (« Acheteur : Ville de Narbonne »). The first of two wins. */
export function readLabels(passage: Passage): RecordFacts {
  const facts: RecordFacts = {}
  const first: FirstHeads = new Map()
  const heads = headsIn(passage)
  heads.forEach(({ label, start, end }, index) => {
    const limit = heads[index + 1]?.start ?? passage.plain.length
    const found = {
      head: passage.part(start, end),
      value: valueOf(passage, end, limit),
    }
    label.read(found, facts, first)
  })
  return facts
}

/** Where the first label of a passage begins, or its length where there is none. */
export function firstLabel(passage: Passage): number {
  return headsIn(passage)[0]?.start ?? passage.plain.length
}

function label<K extends FactName>(
  fact: K,
  words: string,
  readValue: (value: LabelledValue) => Read<Facts[K]>,
  merge?: (first: Facts[K], second: Facts[K]) => Facts[K],
): Label {
  return {
    beginnings: beginningsOf(words),
    pattern: patternOf(words),
    read: ({ head, value }, facts, first) => {
      const found = readValue(value)
      const known = facts[fact]?.value
      if (found === null || (known !== undefined && merge === undefined)) return
      const merged =
        known === undefined || merge === undefined ? found.value : merge(known, found.value)
      const begun = first.get(fact) ?? head
      first.set(fact, begun)
      const { words: read } = begun.through(found.read.trimmed())
      const reading: Reading<Facts[K]> = {
        value: merged,
        words: read,
        basis: 'extracted',
      }
      Object.assign(facts, { [fact]: reading })
    },
  }
}

function stop(words: string): Label {
  return { beginnings: beginningsOf(words), pattern: patternOf(words), read: () => {} }
}

function patternOf(words: string): RegExp {
  return new RegExp(`(?:${words}) {0,2}(?:\\([^()\\n]{0,40}\\) {0,2})?(?:[:=]|(?=\\n|$))`, 'y')
}

interface Head {
  label: Label
  start: number
  end: number
}

const headsKnown = new WeakMap<Passage, Head[]>()

/** Labels in order, none inside another: of two that begin together the longer, then the one first in the table. */
function headsIn(passage: Passage): Head[] {
  const known = headsKnown.get(passage)
  if (known) return known
  const found = findHeads(passage)
  headsKnown.set(passage, found)
  return found
}

/** The labels that may begin with two letters, in the order of the table. */
const BY_BEGINNING = Map.groupBy(
  LABELS.flatMap((label) => label.beginnings.map((beginning) => ({ beginning, label }))),
  ({ beginning }) => twoAt(beginning, 0),
)

function findHeads(passage: Passage): Head[] {
  const all: Head[] = []
  const { plain } = passage
  /** Where the last one of each label ends: none of them begins inside another. */
  const ends = new Map<Label, number>()
  for (const start of wordStarts(plain)) {
    for (const { label } of BY_BEGINNING.get(twoAt(plain, start)) ?? []) {
      if (start < (ends.get(label) ?? 0)) continue
      label.pattern.lastIndex = start
      if (!label.pattern.test(plain)) continue
      const end = label.pattern.lastIndex
      ends.set(label, end)
      if (isHead(passage, { start, end })) all.push({ label, start, end })
    }
  }
  all.sort((a, b) => a.start - b.start || b.end - a.end)
  const kept: Head[] = []
  for (const head of all) {
    if (head.start >= (kept.at(-1)?.end ?? 0)) kept.push(head)
  }
  return kept
}

/** Two characters as a number: a text of them would cost more than the search. */
function twoAt(text: string, at: number): number {
  return text.charCodeAt(at) * 0x10000 + text.charCodeAt(at + 1)
}

/** Where a letter follows what is neither letter, figure, apostrophe nor dash. */
function wordStarts(plain: string): number[] {
  const found: number[] = []
  let inWord = false
  for (let at = 0; at < plain.length; at++) {
    const code = plain.charCodeAt(at)
    const isLetter = code >= SMALL_A && code <= SMALL_Z
    if (isLetter && !inWord) found.push(at)
    inWord = isLetter || (code >= ZERO && code <= NINE) || code === APOSTROPHE || code === DASH
  }
  return found
}

const [SMALL_A, SMALL_Z, ZERO, NINE, APOSTROPHE, DASH] = [97, 122, 48, 57, 39, 45]

/**
 * A label begins a line or a clause, or is written with a capital where labels follow each other on one line; without
 * a colon it has its line for itself. What a percentage follows is a criterion (« Délai : 10 % »).
 */
function isHead(passage: Passage, { start, end }: Omit<Head, 'label'>): boolean {
  const percentage = /^ ?\d{1,3}(?:[.,]\d{1,2})? ?(?:%|points?\b)/.test(
    passage.plain.slice(end, end + 16),
  )
  if (percentage && !passage.plain.startsWith('critere', start)) return false
  const before = passage.plain.slice(Math.max(0, start - 4), start)
  const beginsLine =
    start === 0 || /\n[\s*•>-]*$/.test(before) || (start < 4 && /^[\s*•>-]*$/.test(before))
  if (!/[:=]/.test(passage.plain.charAt(end - 1))) return beginsLine
  return (
    beginsLine ||
    /(?:[.;|•,(]|- |  )\s*$/.test(before) ||
    (/\s$/.test(before) && passage.capitalAt(start))
  )
}

function valueOf(passage: Passage, start: number, limit: number): LabelledValue {
  let from = start
  while (from < limit && /\s/.test(passage.plain.charAt(from))) from++
  const newline = passage.plain.indexOf('\n', from)
  const end = newline === -1 ? limit : Math.min(newline, limit)
  return { line: passage.part(from, end), block: passage.part(from, limit) }
}

function together(first: Facts['buyers'], second: Facts['buyers']): Facts['buyers'] {
  const added = second.filter(({ name }) => !first.some((known) => known.name === name))
  const coordinators = new Set(
    second.filter(({ coordinator }) => coordinator).map(({ name }) => name),
  )
  return [
    ...first.map((buyer) => ({
      ...buyer,
      coordinator: buyer.coordinator || coordinators.has(buyer.name),
    })),
    ...added,
  ]
}

function bothContacts(first: Contact, second: Contact): Contact {
  return {
    name: first.name ?? second.name,
    phone: first.phone ?? second.phone,
    email: first.email ?? second.email,
  }
}
