import type {
  BuyerName,
  Contact,
  Procedure,
  RecordFacts,
  Reserved,
  ResponseMethod,
} from '../../consultations/facts.ts'
import { writtenMoment } from '../boamp/deadlines.ts'
import { contactOf } from '../boamp/facts.ts'
import { FORESEEN } from '../french/clauses.ts'
import { addressAt, lineAt, lineIn, proseAt, siretIn, tell } from '../structured-facts.ts'
import { elementAt, elementsAt, holds, wordAt, type XmlElement } from '../xml-tree.ts'

/** Who buys (IDENTITE; several are a group), and those it buys for: then the first coordinates them. */
export function readBuyers(root: XmlElement): BuyerName[] {
  const identities = elementsAt(root, 'DONNEES/IDENTITE')
  const all = [...identities, ...addressesOf(root, 'AGIT_POUR_AUTRE_COMPTE_OUI')]
  const coordinates = all.length > 1 || holds(identities[0], 'AGIT_POUR_AUTRE_COMPTE_OUI')
  return all.flatMap((element, position) => buyerOf(element, coordinates && position === 0))
}

function buyerOf(element: XmlElement, coordinator: boolean): BuyerName[] {
  const name = lineAt(element, 'DENOMINATION')
  if (name === null) return []
  const siret = siretIn(wordAt(element, 'CODE_IDENT_NATIONAL'), wordAt(element, 'SIRET'))
  return [{ name, siret, coordinator }]
}

function addressesOf(root: XmlElement, kind: string): XmlElement[] {
  return elementsAt(
    root,
    'DONNEES/RENSEIGNEMENTS_COMPLEMENTAIRES/ADRESSES_COMPLEMENTAIRES/ADRESSE',
  ).filter((address) => holds(elementAt(address, 'TYPE'), kind))
}

/** The procedure: its form, the family of the notice (MAPA), or what a concession is. */
export function readProcedure(root: XmlElement): Procedure | undefined {
  const type = elementAt(root, 'GESTION/REFERENCE/TYPE_AVIS')
  const form = elementAt(root, 'DONNEES/PROCEDURE/TYPE_PROCEDURE')?.children[0]?.name ?? ''
  const isConcession =
    holds(elementAt(type, 'FAMILLE'), 'DSP') ||
    holds(elementAt(type, 'PERIMETRE'), 'DIRECTIVE-23', 'DSP') ||
    holds(elementAt(type, 'NATURE/APPEL_OFFRE'), 'CONCESSION') ||
    holds(elementAt(type, 'NATURE/ATTRIBUTION'), 'CONCESSION')
  if (isConcession) return 'concession'
  if (holds(elementAt(type, 'FAMILLE'), 'MAPA')) return 'adapted'
  return PROCEDURES.get(form)
}

const PROCEDURES = new Map<string, Procedure>([
  ['OUVERT', 'open'],
  ['RESTREINT', 'restricted'],
  ['NEGOCIE', 'negotiated'],
  ['PROCEDURE_ADAPTE', 'adapted'],
  ['DIALOGUE_COMPETITIF', 'competitive-dialogue'],
  ['PARTENARIAT_INNOVATION', 'formal'],
  ['CONCOURS_OUVERT', 'formal'],
  ['CONCOURS_RESTREINT', 'formal'],
])

/** When and how to answer, what must be shown, whom to ask: what a call has and an award has no more. */
export function readTerms(facts: RecordFacts, root: XmlElement): void {
  const data = elementAt(root, 'DONNEES')
  const participation = elementAt(data, 'CONDITION_PARTICIPATION')
  tellDeadline(facts, root)
  tellForm(facts, root)
  tell(facts, 'response', responseOf(data))
  tell(facts, 'documentsUrl', addressAt(data, 'IDENTITE/URL_DOCUMENT'))
  tell(facts, 'contact', contactIn(root))
  tell(facts, 'grouping', proseAt(data, 'CONDITION_RELATIVE_MARCHE/FORME_JURIDIQUE'))
  tell(facts, 'reserved', reservedOf(participation))
  tell(facts, 'requiredDocuments', linesAt(participation, DOCUMENTS))
  tell(facts, 'qualifications', linesAt(participation, QUALIFICATIONS))
  const clauses = elementAt(root, 'GESTION/INDEXATION/CRITERES_SOCIAUX_ENV')
  const words = proseAt(participation, 'CONDITION_PARTICULIERE_EXECUTION') ?? FORESEEN
  if (holds(clauses, 'SOCIAUX')) tell(facts, 'socialClauses', words)
  if (holds(clauses, 'ENVIRONNEMENTAUX')) tell(facts, 'environmentalClauses', words)
}

/** Where candidates are chosen first, their date comes first. */
function tellDeadline(facts: RecordFacts, root: XmlElement): void {
  for (const [path, stage] of DEADLINES) {
    const words = wordAt(root, path)
    const moment = writtenMoment(words)
    if (moment === null) continue
    tell(facts, 'deadline', moment, words)
    tell(facts, 'deadlineStage', stage)
    return
  }
}

const DEADLINES = [
  ['DONNEES/CONDITION_DELAI/RECEPT_CANDIDAT', 'candidacy'],
  ['DONNEES/CONDITION_DELAI/RECEPT_CANDIDATURES', 'candidacy'],
  ['DONNEES/CONDITION_DELAI/RECEPT_OFFRES', 'tender'],
  ['GESTION/INDEXATION/DATE_LIMITE_REPONSE', null],
] as const

/** How orders of a framework are given is told in words only. */
function tellForm(facts: RecordFacts, root: XmlElement): void {
  const implied = [
    elementAt(root, 'DONNEES/PROCEDURE/AVIS_IMPLIQUE'),
    elementAt(root, 'DONNEES/OBJET/AVIS_IMPLIQUE'),
  ]
  if (implied.some((each) => holds(each, 'ACCORD_CADRE_NON', 'MARCHE_PUBLIC')))
    tell(facts, 'contractForm', 'ordinary')
  if (!implied.some((each) => holds(each, 'ACCORD_CADRE_OUI', 'ACCORD_CADRE'))) return
  const object = elementsAt(root, 'DONNEES/OBJET/OBJET_COMPLET').map(lineIn).join(' ')
  for (const [pattern, value] of FORMS) {
    const words = pattern.exec(object)?.[0]
    if (words === undefined) continue
    facts.contractForm = { value, words, basis: 'extracted' }
    return
  }
}

const FORMS = [
  [/\bbons? de commandes?\b/i, 'framework-orders'],
  [/\bmarch[ée]s subs[ée]quents\b/i, 'framework-subsequent'],
] as const

/** The address for answers, else the buyer's profile, where files and answers are since they are electronic. */
function responseOf(data: XmlElement | undefined): ResponseMethod | undefined {
  const address = addressAt(
    data,
    'IDENTITE/URL_PARTICIPATION',
    'CONDITION_RELATIVE_MARCHE/URL_PARTICIPATION',
    'IDENTITE/URL_PROFIL_ACHETEUR',
  )
  return address === null ? undefined : { kind: 'platform', address, signature: null }
}

function contactIn(root: XmlElement): Contact | null {
  const asked = addressesOf(root, 'RENSEIGNEMENTS')[0] ?? elementAt(root, 'DONNEES/IDENTITE')
  const name = lineAt(asked, 'CORRESPONDANT') ?? lineAt(asked, 'CONTACT')
  return contactOf(name, lineAt(asked, 'TEL'), lineAt(asked, 'MEL'))
}

function reservedOf(participation: XmlElement | undefined): Reserved | 'none' | undefined {
  if (holds(participation, 'MARCHE_RESERVE_OUI')) return 'adapted-enterprises'
  return holds(participation, 'MARCHE_RESERVE_NON') ? 'none' : undefined
}

const DOCUMENTS = ['SITUATION_JURIDIQUE', 'CAP_ECO', 'CAP_TECH', 'JUSTIFICATIFS_CANDIDAT/P']
const QUALIFICATIONS = ['CAP_ECO_NIVEAU_MINI', 'CAP_TECH_NIVEAU_MINI']

function linesAt(element: XmlElement | undefined, paths: string[]): string[] {
  return paths.flatMap((path) => elementsAt(element, path)).flatMap((each) => lineIn(each) ?? [])
}
