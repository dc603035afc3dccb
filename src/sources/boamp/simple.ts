import type {
  Criterion,
  Facts,
  LotFacts,
  LotOutcome,
  RecordFacts,
} from '../../consultations/facts.ts'
import { amountAmong, writtenAmounts } from '../french/amounts.ts'
import { readCriteria } from '../french/criteria.ts'
import { readDate } from '../french/dates.ts'
import { Passage } from '../french/passage.ts'
import { earlier, writtenMoment } from './deadlines.ts'
import {
  buyerOf,
  contactOf,
  cpvIn,
  factsInWords,
  factsOf,
  firstAddress,
  type Gathered,
  placeOf,
} from './facts.ts'
import type { NoticeKind } from '../standing-facts.ts'
import type { NoticeBody, Statement } from './notice.ts'
import { awardFacts, plainLotNumber } from './outcomes.ts'
import { structured } from '../structured-facts.ts'
import {
  branch,
  branches,
  firstSaid,
  holds,
  isObject,
  keysOf,
  line,
  type Node,
  numberIn,
  prose,
} from './tree.ts'

/**
 * What `donnees` of the national forms says: one root (`FNSimple`, `MAPA`, and the forms laid out like them) with an
 * `organisme` and one part named after the notice: `initial`, `rectificatif`, `annulation`, `attribution`.
 */
export function readSimple(form: Node, root: string): NoticeBody {
  const [kind, part] = partOf(form)
  const gathered: Partial<Gathered> = {
    ...contractOf(part),
    ...partiesOf(form, part),
    procedure: procedureOf(root, branch(part, 'procedure')),
    ...(kind === 'award' || kind === 'correction' ? {} : deadlineOf(part)),
  }
  const motive = firstSaid(
    prose(part, 'motif'),
    prose(part, 'motifAnnulation'),
    prose(part, 'motifs'),
  )
  return {
    facts: {
      ...factsInWords(
        firstSaid(
          prose(part, 'renseignements', 'rensgComplt'),
          prose(part, 'informComplementaire', 'autresInformComplementaire'),
        ),
      ),
      ...visitOf(branch(part, 'informComplementaire', 'visiteObligatoire')),
      ...factsOf(gathered),
      ...(kind === 'award' ? resultOf(part) : {}),
    },
    kind,
    whole: false,
    statements: kind === 'correction' ? statementsOf(branch(part, 'infosRectif')) : [],
    ground: motive === null ? null : structured(motive, motive),
  }
}

const PARTS: Record<string, NoticeKind> = {
  initial: 'call',
  rectificatif: 'correction',
  annulation: 'cancellation',
  attribution: 'award',
  modification: 'modification',
}

function partOf(form: Node): [NoticeKind | null, Node] {
  const name = keysOf(form).find((key) => Object.hasOwn(PARTS, key))
  return name === undefined ? [null, form] : [PARTS[name] ?? null, branch(form, name)]
}

function contractOf(part: Node): Partial<Gathered> {
  const nature = branch(part, 'natureMarche')
  const description = branch(part, 'description')
  const lots = firstSaid(...lotLists(part).map((list) => (list.length > 0 ? list : null))) ?? []
  const place = firstSaid(
    branch(description, 'lieuExecutionLivraison') ?? null,
    branch(description, 'lieuExecution') ?? null,
    branch(nature, 'lieuExecution') ?? null,
  )
  const months = numberIn(
    firstSaid(line(nature, 'dureeMois'), line(part, 'duree', 'nbMois'), line(nature, 'nbMois')),
  )
  return {
    object: firstSaid(
      line(nature, 'intitule'),
      line(description, 'objet'),
      line(nature, 'description'),
    ),
    description: firstSaid(
      prose(nature, 'description'),
      prose(part, 'caracteristiques', 'principales'),
      prose(description, 'objet'),
    ),
    reference: firstSaid(
      line(part, 'communication', 'identifiantInterne'),
      line(part, 'renseignements', 'idMarche'),
    ),
    category: categoryOf(
      keysOf(branch(nature, 'typeMarche')).concat(keysOf(branch(part, 'natureMarche', 'type'))),
    ),
    cpv: cpvUnder(nature).concat(lots.flatMap(cpvUnder)),
    place: firstSaid(placeOf(line(place, 'cp'), line(place, 'ville')), placeOf(line(place))),
    amount: amountOf(branch(nature, 'valeurEstimee')),
    lots: lots.map(lotOf),
    duration: months === null ? null : `${months} mois`,
    criteria: criteriaOf(part),
    variants: variantsOf(branch(part, 'procedure')),
  }
}

function lotLists(part: Node): Node[][] {
  return [
    branches(part, 'lots', 'lot'),
    branches(part, 'natureMarche', 'lotsMarche', 'lot'),
    branches(part, 'description', 'lots', 'lot'),
  ]
}

/** Lots are told in one text, mostly « 3 : Menuiseries »; a number of its own stands beside it at times. */
function lotOf(lot: Node, index: number): LotFacts {
  const words = firstSaid(line(lot, 'intitule'), line(lot, 'description')) ?? ''
  const [, written = null, rest = words] =
    /^(?:lots?\s*(?:n[°o]\s*)?)?(\d{1,3}[a-z]?)\s*[:.)–-]\s*(\S.*)$/i.exec(words) ?? []
  const cpv = cpvUnder(lot)
  const amount = amountOf(branch(lot, 'estimationValeur')) ?? amountOf(branch(lot, 'valeurEstimee'))
  const place = placeOf(firstSaid(line(lot, 'lieuExecution'), line(lot, 'lieuExecutionLivraison')))
  return {
    number: plainLotNumber(line(lot, 'numLot')) ?? plainLotNumber(written) ?? String(index + 1),
    title: rest,
    ...(cpv.length > 0 ? { cpv } : {}),
    ...(amount ? { amount } : {}),
    ...(place === null ? {} : { place }),
  }
}

/** A code is the text of `classPrincipale`, or at times the name of an empty element. */
function cpvUnder(node: Node): string[] {
  return branches(node, 'codeCPV').flatMap((code) =>
    ['objetPrincipal', 'objetSecondaire', 'objetSupplementaire'].flatMap((kind) =>
      branches(code, kind).flatMap((each) => {
        const told = branches(each, 'classPrincipale').flatMap((text) => cpvIn(line(text)))
        return told.length > 0 ? told : keysOf(each).flatMap(cpvIn)
      }),
    ),
  )
}

function categoryOf(kinds: string[]): Gathered['category'] {
  const [kind = '', another] = kinds
  if (another !== undefined) return null
  if (/travaux/i.test(kind)) return 'works'
  if (/fourniture/i.test(kind)) return 'supplies'
  return /service/i.test(kind) ? 'services' : null
}

/** A procedure is a ticked box: `procedureAdapteeO`, `procedureAdaptee`, `typeProcedure: {ouvert: ""}`. */
function procedureOf(root: string, procedure: Node): Facts['procedure'] | null {
  if (root === 'DSP') return 'concession'
  const ticked = [...keysOf(procedure), ...keysOf(branch(procedure, 'typeProcedure'))].join(' ')
  if (root === 'MAPA' || /adaptee/i.test(ticked)) return 'adapted'
  if (/dialogue/i.test(ticked)) return 'competitive-dialogue'
  if (/negoci/i.test(ticked)) return 'negotiated'
  if (/restreint/i.test(ticked)) return 'restricted'
  return /ouvert/i.test(ticked) ? 'open' : null
}

function amountOf(value: Node): Gathered['amount'] {
  const currency = firstSaid(line(value, '@devise'), line(value, 'valeur', '@devise'))
  if (currency !== null && currency !== 'EUR') return null
  const exact = numberIn(firstSaid(line(value, 'valeur'), line(value)))
  if (exact !== null) return exact > 1 ? { min: exact, max: exact } : null
  const min = numberIn(line(value, 'fourchette', 'valeurBasse'))
  const max = numberIn(line(value, 'fourchette', 'valeurHaute'))
  if (max === null || max <= 1 || (min !== null && min > max)) return null
  return { min: min === 0 ? null : min, max }
}

function criteriaOf(part: Node): Criterion[] {
  const weighted = branches(part, 'criteres', 'criterePondere').flatMap((node) => {
    const name = line(node, 'critere')
    return name === null ? [] : [{ name, weight: numberIn(line(node, 'criterePCT')) }]
  })
  if (weighted.length > 0) return weighted
  const words = firstSaid(prose(part, 'procedure', 'criteresAttrib'), prose(part, 'criteres'))
  return words === null ? [] : (readCriteria(Passage.of(words))?.value ?? [])
}

function variantsOf(procedure: Node): Facts['variants'] | null {
  const variants = branch(procedure, 'variantes')
  if (holds(variants, 'oui')) return 'allowed'
  return holds(variants, 'non') ? 'refused' : null
}

function visitOf(visit: Node): Pick<RecordFacts, 'siteVisit'> {
  const told = branch(visit, 'oui')
  if (told === undefined) return {}
  const booking = firstSaid(prose(visit, 'oui'), prose(visit, 'detail'), prose(visit, 'precisions'))
  return { siteVisit: structured({ obligation: 'compulsory', dates: [], booking }, booking) }
}

function partiesOf(form: Node, part: Node): Partial<Gathered> {
  const bodies = branches(form, 'organisme')
  const main = bodies[0]
  const communication = branch(part, 'communication')
  const reached = ['admOuTech', 'rensComplementaires', 'document'].flatMap((kind) =>
    branches(part, 'adressesComplt', kind),
  )
  const correspondent = branch(main, 'correspondantPRM')
  const spoken = (key: string) =>
    firstSaid(line(main, 'coord', key), ...reached.map((node) => line(node, 'coord', key)))
  return {
    buyers: bodies.flatMap(
      (body, index) =>
        buyerOf(
          firstSaid(
            line(body, 'nomOfficiel'),
            line(body, 'acheteurPublic'),
            line(body, 'denomination'),
          ),
          firstSaid(
            line(body, 'codeIdentificationNational'),
            line(body, 'typeIdentificationNational', 'siret'),
          ),
          index === 0 && (bodies.length > 1 || holds(branch(body, 'grpCommandes'), 'oui')),
        ) ?? [],
    ),
    platform: firstAddress(
      line(communication, 'urlProfilAch'),
      line(main, 'urlProfilAcheteur'),
      line(part, 'organisme', 'urlProfilAcheteur'),
    ),
    documents: firstAddress(
      line(communication, 'urlDocConsul'),
      line(part, 'adressesComplt', 'document', 'coord', 'url'),
    ),
    contact: contactOf(
      firstSaid(
        line(communication, 'nomContact'),
        line(main, 'correspondant'),
        [line(correspondent, 'pren'), line(correspondent, 'nom')].filter(Boolean).join(' ') || null,
      ),
      firstSaid(line(communication, 'telContact'), spoken('tel')),
      firstSaid(
        line(communication, 'adresseMailContact'),
        line(communication, 'adrMelContact'),
        spoken('mel'),
      ),
    ),
  }
}

function deadlineOf(part: Node): Partial<Gathered> {
  const offers = firstSaid(
    line(part, 'procedure', 'dateReceptionOffres'),
    line(part, 'delais', 'receptionOffres'),
  )
  const candidacies = firstSaid(
    line(part, 'procedure', 'dateReceptionCandidatures'),
    line(part, 'delais', 'receptionCandidatures'),
  )
  const words = candidacies ?? offers
  if (words === null) return {}
  return {
    deadline: earlier(
      candidacies === null ? null : writtenMoment(candidacies),
      offers === null ? null : writtenMoment(offers),
      undefined,
    ),
    deadlineWords: words,
    deadlineStage: candidacies === null ? 'tender' : 'candidacy',
  }
}

/**
 * Results: laid out in MAPA (`resultat.attribue.titulaire`), a text in FNSimple. Of the text only what cannot be
 * mistaken is read; winners' names then come from the API's own column.
 */
function resultOf(part: Node): RecordFacts {
  const results = branches(part, 'attribution', 'resultat')
  const words = firstSaid(
    prose(part, 'attributionMarche'),
    prose(part, 'attribution', 'attributionMarche'),
  )
  if (results.length > 0) {
    return awardFacts(
      results.map((result) => ({
        lot: line(result, 'numLot'),
        title: firstSaid(line(result, 'intitule'), line(result, 'description')),
        outcome: laidOut(result, numberIn(line(part, 'autresInformations', 'nbOffresRecues'))),
      })),
    )
  }
  return words === null ? {} : awardFacts([{ lot: null, title: null, outcome: inWords(words) }])
}

function laidOut(result: Node, bids: number | null): LotOutcome {
  const awarded = branch(result, 'attribue')
  const names = branches(awarded, 'titulaire').flatMap((node) => {
    const person = [line(node, 'prenom'), line(node, 'nom')].filter(Boolean).join(' ') || null
    const name = firstSaid(
      line(node, 'PersonneMorale'),
      line(node, 'personneMorale'),
      line(node, 'denomination'),
      person,
      line(node),
    )
    return name === null ? [] : [{ name, siret: null, commune: line(node, 'adr', 'ville') }]
  })
  const ticked = keysOf(result).join(' ')
  return {
    kind: /infructueu/i.test(ticked)
      ? 'unsuccessful'
      : /sansSuite/i.test(ticked)
        ? 'abandoned'
        : 'awarded',
    winners: names,
    amount: numberIn(firstSaid(line(awarded, 'montant', 'valeur'), line(awarded, 'montant'))),
    bids,
    irregularBids: null,
    notifiedOn: readDate(
      firstSaid(line(result, 'dateAttribution'), line(awarded, 'dateAttribution')) ?? '',
    ),
    ground: null,
  }
}

function inWords(words: string): LotOutcome {
  const passage = Passage.of(words)
  const bids = /\bnombre (?:total )?d'offres? recues? ?:? ?(\d{1,3})(?!\d)/.exec(passage.plain)?.[1]
  const concluded =
    /\b(?:date (?:d'attribution|de (?:la )?(?:notification|conclusion)[^:\n]{0,40})|notifiee? le)[ :]{1,4}([^\n]{6,40})/.exec(
      passage.plain,
    )?.[1]
  const amounts = writtenAmounts(passage)
  const found = amountAmong(amounts)?.amount
  const several = /\blots?\b/.test(passage.plain)
  return {
    kind: several
      ? 'awarded'
      : /\binfructueu/.test(passage.plain)
        ? 'unsuccessful'
        : /\bsans suite\b/.test(passage.plain)
          ? 'abandoned'
          : 'awarded',
    winners: [],
    amount: !several && found && found.min === found.max ? found.min : null,
    bids: bids === undefined ? null : Number(bids),
    irregularBids: null,
    notifiedOn: concluded === undefined ? null : readDate(concluded),
    ground: null,
  }
}

/**
 * `infosRectif`: one or several blocks of a heading (`rub…`), what stood (`auLieuDe…`) and what stands (`lire…`,
 * `ajouter…`), or a text that tells it all.
 */
function statementsOf(corrections: Node): Statement[] {
  if (!isObject(corrections)) {
    const words = prose(corrections)
    return words === null ? [] : [textStatement(words)]
  }
  const blocks = blocksUnder(corrections)
  return blocks.map((block): Statement => {
    const said = (pattern: RegExp) =>
      firstSaid(
        ...keysOf(block)
          .filter((key) => pattern.test(key))
          .map((key) => prose(block, key)),
      )
    const heading = said(/^rub|rubrique/i) ?? ''
    const now = said(/^lire|^ajout/i)
    const rest = said(/texte|autre|info|complement/i)
    return {
      heading: HEADINGS[heading] ?? heading,
      mention: said(/mention/i) ?? '',
      before: said(/^auLieuDe/i),
      now: now ?? rest,
      dateLost: false,
      remark: now === null ? null : rest,
    }
  })
}

/** Headings that stand as codes, in the words of the other forms. */
const HEADINGS: Record<string, string> = {
  ReceptionOffres: 'Date limite de réception des offres',
  ReceptionCandidatures: 'Date limite de réception des candidatures',
}

function textStatement(now: string): Statement {
  return { heading: '', mention: '', before: null, now, dateLost: false, remark: null }
}

/** Every object that holds a text of its own, in the order of the document. */
function blocksUnder(node: Node): Node[] {
  if (Array.isArray(node)) return node.flatMap(blocksUnder)
  if (!isObject(node)) return []
  const values = Object.values(node)
  const own = values.some((value) => typeof value === 'string' && value.trim() !== '')
  return [...(own ? [node] : []), ...values.flatMap(blocksUnder)]
}
