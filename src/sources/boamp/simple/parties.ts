import { buyerOf, contactOf, firstAddress, type Gathered } from '../facts.ts'
import { branch, branches, firstSaid, holds, line, type Node } from '../tree.ts'

/** Who buys, where to answer and whom to ask. */
export function partiesOf(form: Node, part: Node): Partial<Gathered> {
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
