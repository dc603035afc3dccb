import type { RecordFacts } from '../../../consultations/facts.ts'
import type { NoticeKind } from '../../standing-facts.ts'
import { structured } from '../../structured-facts.ts'
import { earlier, writtenMoment } from '../deadlines.ts'
import { factsInWords, factsOf, type Gathered } from '../facts.ts'
import type { NoticeBody } from '../notice.ts'
import { branch, firstSaid, keysOf, line, type Node, prose } from '../tree.ts'
import { contractOf } from './contract.ts'
import { partiesOf } from './parties.ts'
import { resultOf } from './results.ts'
import { statementsOf } from './statements.ts'

/**
 * What `donnees` of the national forms says: one root (`FNSimple`, `MAPA`, and the forms laid out like them) with an
 * `organisme` and one part named after the notice: `initial`, `rectificatif`, `annulation`, `attribution`.
 */
export function readSimple(form: Node, root: string): NoticeBody {
  const [kind, part] = partOf(form)
  const gathered: Partial<Gathered> = {
    ...contractOf(part, root),
    ...partiesOf(form, part),
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

function visitOf(visit: Node): Pick<RecordFacts, 'siteVisit'> {
  const told = branch(visit, 'oui')
  if (told === undefined) return {}
  const booking = firstSaid(prose(visit, 'oui'), prose(visit, 'detail'), prose(visit, 'precisions'))
  return { siteVisit: structured({ obligation: 'compulsory', dates: [], booking }, booking) }
}
