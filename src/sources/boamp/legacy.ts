import type { Criterion, Facts, LotFacts, LotOutcome, Winner } from '../../consultations/facts.ts'
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
import type { BoampNoticeKind, NoticeBody, Statement } from './notice.ts'
import { awardFacts, plainLotNumber } from './outcomes.ts'
import {
  branch,
  branches,
  firstSaid,
  holds,
  keysOf,
  line,
  type Node,
  numberIn,
  prose,
  structured,
} from './tree.ts'
import { typedSiret } from './typed-siret.ts'

/**
 * What `donnees` in the shape of Boamp_v230.xsd says (`IDENTITE`, `OBJET`, `CONDITION_DELAI`, `ATTRIBUTION`,
 * `RECTIF`, `ANNULATION`…): the notices until 2023, and the documents of BOAMP XML. Several `IDENTITE` are a group of
 * buyers.
 */
export function readLegacy(donnees: Node): NoticeBody {
  const object = branch(donnees, 'OBJET')
  const procedure = branch(donnees, 'PROCEDURE')
  const gathered: Partial<Gathered> = {
    ...objectOf(object),
    ...partiesOf(donnees),
    ...deadlineOf(branch(donnees, 'CONDITION_DELAI')),
    reference: firstSaid(
      line(donnees, 'CONDITION_ADMINISTRATIVE', 'REFERENCE_MARCHE'),
      line(object, 'REF_MARCHE'),
    ),
    procedure: procedureOf(keysOf(branch(procedure, 'TYPE_PROCEDURE'))),
    variants: variantsOf(object, procedure, ...branches(object, 'LOTS', 'LOT')),
    reserved: holds(branch(donnees, 'CONDITION_PARTICIPATION'), 'MARCHE_RESERVE_NON')
      ? 'none'
      : null,
    criteria: criteriaOf(
      branch(procedure, 'CRITERES_ATTRIBUTION'),
      ...branches(object, 'LOTS', 'LOT', 'CRITERES_ATTRIBUTION'),
    ),
  }
  const remarks = prose(donnees, 'RENSEIGNEMENTS_COMPLEMENTAIRES', 'RENS_COMPLEMENT')
  const motive = prose(donnees, 'ANNULATION', 'MOTIF')
  return {
    facts: {
      ...factsInWords(remarks),
      ...factsOf(gathered),
      ...awards(branch(donnees, 'ATTRIBUTION'), gathered.lots ?? []),
    },
    kind: kindOf(donnees),
    whole: false,
    statements: branches(donnees, 'RECTIF').flatMap(statementsOf),
    ground: motive === null ? null : structured(motive, motive),
  }
}

function kindOf(donnees: Node): BoampNoticeKind | null {
  if (holds(donnees, 'ANNULATION')) return 'cancellation'
  if (holds(donnees, 'RECTIF')) return 'correction'
  if (holds(donnees, 'MODIF')) return 'modification'
  return holds(donnees, 'ATTRIBUTION') ? 'award' : null
}

function objectOf(object: Node): Partial<Gathered> {
  const place = branch(object, 'LIEU_EXEC_LIVR')
  const undivided = holds(branch(object, 'DIV_EN_LOTS'), 'NON')
  const lots = undivided
    ? []
    : [...branches(object, 'LOTS', 'LOT'), ...branches(object, 'DIV_EN_LOTS', 'OUI', 'LOT')]
  const whole = firstSaid(
    prose(object, 'OBJET_COMPLET'),
    line(object, 'LOTS', 'LOT', 'DESCRIPTION'),
  )
  return {
    object: firstSaid(line(object, 'TITRE_MARCHE'), line(object, 'OBJET_COMPLET')),
    description: whole,
    category: categoryOf(keysOf(branch(object, 'TYPE_MARCHE'))),
    cpv: [
      ...branches(object, 'CPV', 'PRINCIPAL'),
      ...branches(object, 'LOTS', 'LOT', 'CPV', 'PRINCIPAL'),
    ].flatMap((node) => cpvIn(line(node))),
    place: firstSaid(
      placeOf(line(place, 'CP'), line(place, 'VILLE')),
      placeOf(line(place, 'ADRESSE')),
      placeOf(lots.length > 1 ? null : line(object, 'LOTS', 'LOT', 'LIEU_PRINCIPAL')),
    ),
    contractForm: holds(branch(object, 'AVIS_IMPLIQUE'), 'MARCHE_PUBLIC') ? 'ordinary' : null,
    amount: amountOf(object),
    divided: undivided ? false : null,
    lots: lots.map(lotOf),
    duration: durationOf(
      branch(object, 'DUREE_DELAI'),
      lots.length > 1 ? null : branch(object, 'LOTS', 'LOT'),
    ),
  }
}

function lotOf(lot: Node, index: number): LotFacts {
  const cpv = branches(lot, 'CPV', 'PRINCIPAL').flatMap((node) => cpvIn(line(node)))
  const title = firstSaid(line(lot, 'INTITULE'), line(lot, 'DESCRIPTION')) ?? ''
  const description = prose(lot, 'DESCRIPTION')
  const place = placeOf(line(lot, 'LIEU_PRINCIPAL'))
  const value = euros(branch(lot, 'VALEUR'))
  return {
    number: plainLotNumber(line(lot, 'NUM')) ?? String(index + 1),
    title,
    ...(description !== null && description !== title ? { description } : {}),
    ...(cpv.length > 0 ? { cpv } : {}),
    ...(place === null ? {} : { place }),
    ...(value === null ? {} : { amount: { min: value, max: value } }),
  }
}

function categoryOf(kinds: string[]): Gathered['category'] {
  const [kind, another] = kinds
  if (kind === undefined || another !== undefined) return null
  if (kind.startsWith('TRAVAUX')) return 'works'
  if (kind.startsWith('FOURNITURE')) return 'supplies'
  return kind.startsWith('SERVICE') ? 'services' : null
}

function procedureOf(kinds: string[]): Facts['procedure'] | null {
  const kind = kinds.join(' ')
  if (/ADAPTE/.test(kind)) return 'adapted'
  if (/DIALOGUE/.test(kind)) return 'competitive-dialogue'
  if (/NEGOCIE|NEGOCIATION/.test(kind)) return 'negotiated'
  if (/RESTREINT/.test(kind)) return 'restricted'
  return /OUVERT/.test(kind) ? 'open' : null
}

function variantsOf(...nodes: Node[]): Facts['variants'] | null {
  const allowed = nodes.some((node) => holds(node, 'VARIANTES_OUI'))
  const refused = nodes.some((node) => holds(node, 'VARIANTES_NON'))
  return allowed === refused ? null : allowed ? 'allowed' : 'refused'
}

function amountOf(object: Node): Gathered['amount'] {
  for (const node of [branch(object, 'CARACTERISTIQUES'), branch(object, 'ACCORD_CADRE')]) {
    const exact = euros(branch(node, 'VALEUR_TOTALE')) ?? euros(branch(node, 'VALEUR'))
    if (exact !== null) return { min: exact, max: exact }
    const max = euros(branch(node, 'VALEUR_MAX'))
    const min = euros(branch(node, 'VALEUR_MIN'))
    if (max !== null && (min === null || min <= max))
      return { min, max, ...(holds(object, 'ACCORD_CADRE') ? { maximum: true } : {}) }
  }
  return null
}

/** Euros; null in another currency, and for the 0 and 1 that stand for an amount nobody wanted to tell. */
function euros(node: Node): number | null {
  const currency = line(node, '@DEVISE')
  const value = numberIn(line(node))
  return value !== null && value > 1 && (currency === null || currency === 'EUR') ? value : null
}

function durationOf(...nodes: Node[]): string | null {
  for (const node of nodes) {
    const months = line(node, 'DUREE_MOIS')
    if (months !== null) return `${months} mois`
    const days = line(node, 'DUREE_JOURS')
    if (days !== null) return `${days} jours`
  }
  return null
}

function criteriaOf(...sets: Node[]): Criterion[] {
  for (const set of sets) {
    const named = ['CRITERES_PONDERES', 'CRITERES_QUALITE', 'CRITERES_COUT'].flatMap((kind) =>
      branches(set, kind, 'CRITERE').flatMap((node) => {
        const name = line(node)
        return name === null ? [] : [{ name, weight: numberIn(line(node, '@POIDS')) }]
      }),
    )
    const price = numberIn(line(set, 'CRITERES_PRIX', 'POIDS'))
    if (price !== null) named.push({ name: 'Prix', weight: price })
    if (named.length > 0) return named
  }
  return []
}

function partiesOf(donnees: Node): Partial<Gathered> {
  const identities = branches(donnees, 'IDENTITE')
  const main = identities[0]
  const several = identities.length > 1
  return {
    buyers: identities.flatMap(
      (identity, index) =>
        buyerOf(
          line(identity, 'DENOMINATION'),
          firstSaid(line(identity, 'CODE_IDENT_NATIONAL'), line(identity, 'SIRET')),
          index === 0 && (several || holds(identity, 'AGIT_POUR_AUTRE_COMPTE_OUI')),
        ) ?? [],
    ),
    platform: firstAddress(
      line(main, 'URL_PARTICIPATION'),
      line(donnees, 'CONDITION_RELATIVE_MARCHE', 'URL_PARTICIPATION'),
      line(main, 'URL_PROFIL_ACHETEUR'),
    ),
    documents: firstAddress(line(main, 'URL_DOCUMENT')),
    contact: contactOf(
      firstSaid(line(main, 'CONTACT'), line(main, 'CORRESPONDANT')),
      line(main, 'TEL'),
      line(main, 'MEL'),
    ),
  }
}

function deadlineOf(delays: Node): Partial<Gathered> {
  const offers = line(delays, 'RECEPT_OFFRES')
  const candidacies = firstSaid(
    line(delays, 'RECEPT_CANDIDAT'),
    line(delays, 'RECEPT_CANDIDATURES'),
  )
  const words = candidacies ?? offers
  if (words === null) return {}
  const deadline =
    offers === null || candidacies === null
      ? writtenMoment(words)
      : earlier(writtenMoment(candidacies), writtenMoment(offers), undefined)
  return {
    deadline,
    deadlineWords: words,
    deadlineStage: candidacies === null ? 'tender' : 'candidacy',
  }
}

function awards(attribution: Node, lots: LotFacts[]) {
  const decisions = branches(attribution, 'DECISION')
  const fallen = outcomeKind(attribution)
  if (decisions.length === 0 && fallen === null) return {}
  return awardFacts(
    decisions.map((decision) => ({
      lot: decisions.length > 1 || lots.length > 1 ? line(decision, 'NUM_LOT') : null,
      title: firstSaid(line(decision, 'INTITULE'), line(decision, 'DESCRIPTION')),
      outcome: decisionOf(decision, fallen),
    })),
    fallen,
    lots,
  )
}

function outcomeKind(node: Node): 'abandoned' | 'unsuccessful' | null {
  if (holds(node, 'INFRUCTUEUX')) return 'unsuccessful'
  return holds(node, 'SANS_SUITE') ? 'abandoned' : null
}

function decisionOf(decision: Node, fallen: 'abandoned' | 'unsuccessful' | null): LotOutcome {
  const winners = branches(decision, 'TITULAIRE').flatMap(winnerOf)
  const facts = branches(decision, 'RENSEIGNEMENT')
  const numbers = (key: string) => facts.flatMap((node) => numberIn(line(node, key)) ?? [])
  const amount = facts.map((node) => euros(branch(node, 'MONTANT'))).find((each) => each !== null)
  return {
    kind: outcomeKind(decision) ?? (winners.length === 0 ? fallen : null) ?? 'awarded',
    winners,
    amount: amount ?? null,
    bids: numbers('NB_OFFRE_RECU')[0] ?? null,
    irregularBids: null,
    notifiedOn:
      facts.map((node) => line(node, 'DATE_ATTRIBUTION')).find((each) => each !== null) ?? null,
    ground: null,
  }
}

function winnerOf(node: Node): Winner[] {
  const name = line(node, 'DENOMINATION')?.replace(
    /\s*\((?:mandataire|co-?traitant)[^)]*\)\s*$/i,
    '',
  )
  if (!name) return []
  return [
    { name, siret: typedSiret(line(node, 'CODE_IDENT_NATIONAL')), commune: line(node, 'VILLE') },
  ]
}

/** `RECTIF`: one `MODIFICATION` for each thing that changes. */
function statementsOf(correction: Node): Statement[] {
  const remark = prose(correction, 'INFO_COMPLEMENTAIRE')
  const statements = branches(correction, 'MODIFICATION').map((change): Statement => {
    const date = line(branch(change, 'DATE', 'LIRE'))
    return {
      heading: firstSaid(line(change, 'RUB_INIT'), line(change, 'RUB')) ?? '',
      mention: [line(change, 'APRES_MENTION'), line(change, 'LOT')].filter(Boolean).join(' '),
      before: firstSaid(
        prose(change, 'TXT_INIT'),
        line(change, 'DATE', 'INIT'),
        prose(change, 'TEXTE', 'INIT'),
      ),
      now: firstSaid(
        date,
        prose(change, 'LIRE'),
        prose(change, 'AJOUTER'),
        prose(change, 'TEXTE', 'LIRE'),
        line(change, 'CPV', 'LIRE', 'PRINCIPAL'),
      ),
      dateLost: holds(branch(change, 'DATE'), 'LIRE') && date === null,
      remark,
    }
  })
  if (statements.length > 0 || remark === null) return statements
  return [{ heading: '', mention: '', before: null, now: remark, dateLost: false, remark: null }]
}
