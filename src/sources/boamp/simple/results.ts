import type { LotOutcome, RecordFacts } from '../../../consultations/facts.ts'
import { amountAmong, writtenAmounts } from '../../french/amounts.ts'
import { readDate } from '../../french/dates.ts'
import { Passage } from '../../french/passage.ts'
import { numberIn } from '../../structured-facts.ts'
import { awardFacts } from '../outcomes.ts'
import { branch, branches, firstSaid, keysOf, line, type Node, prose } from '../tree.ts'

/**
 * Results: laid out in MAPA (`resultat.attribue.titulaire`), a text in FNSimple. Of the text only what cannot be
 * mistaken is read; winners' names then come from the API's own column.
 */
export function resultOf(part: Node): RecordFacts {
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
