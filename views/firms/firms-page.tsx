import type { FirmsStand } from '../../src/firms/queries.ts'
import { numberText, percent, shortMoment } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import { LongTime } from '../shared/time.tsx'
import { Table } from '../shared/table.tsx'
import { firmFailureSentence } from '../words/firm-failures.ts'

interface FirmsPageProps {
  frame: Frame
  stand: FirmsStand
  now: Date
}

/** How much is known of the firms that win contracts, and how the register that is asked answers. */
export function FirmsPage({ frame, stand, now }: FirmsPageProps) {
  const title = 'Entreprises titulaires'
  return (
    <Layout frame={frame} title={title}>
      <div class="source">
        <div class="intro">
          <p class="back">
            <a href="/espace/administration">Administration du guichet</a>
          </p>
          <h1>{title}</h1>
          <p>
            La taille et le lieu des entreprises qui remportent des marchés sont demandés à l’API «
            Recherche d’entreprises » de l’État, cinq fois par seconde au plus, ou lus dans un
            fichier SIRENE de l’INSEE (commande « import sirene », à préférer pour des dizaines de
            milliers d’entreprises). Ce qui n’est pas connu reste inconnu, et l’analyse annuelle le
            compte à part.
          </p>
        </div>
        <dl class="facts">
          <FactLine label="Numéros attendus">{numberText(stand.wanted)}</FactLine>
          <FactLine label="Connus">{shareText(stand.found, stand.wanted)}</FactLine>
          <FactLine label="Inconnus du répertoire">
            {shareText(stand.notFound, stand.wanted)}
          </FactLine>
          <FactLine label="Pas encore demandés">{numberText(stand.waiting)}</FactLine>
          <FactLine label="En échec, redemandés">{numberText(stand.failing)}</FactLine>
          <FactLine label="Impossibles (clé fausse)">{numberText(stand.impossible)}</FactLine>
          <FactLine label="Entreprises enregistrées">
            {`${numberText(stand.firms)}, dont de taille connue ${shareText(stand.withSize, stand.firms)}`}
          </FactLine>
          <FactLine label="Établissements enregistrés">
            {`${numberText(stand.establishments)}, dont de commune connue ${shareText(stand.withPlace, stand.establishments)}`}
          </FactLine>
          <Service service={stand.service} now={now} />
        </dl>
        {stand.failures.length > 0 && <Failures failures={stand.failures} now={now} />}
      </div>
    </Layout>
  )
}

/** « 12 (60 %) », rounded down: all is all. */
function shareText(part: number, whole: number): string {
  return whole === 0
    ? numberText(part)
    : `${numberText(part)} (${percent(Math.floor((part * 100) / whole))})`
}

function Service({ service, now }: { service: FirmsStand['service']; now: Date }) {
  const isPaused = service?.pausedUntil && service.pausedUntil > now
  return (
    <>
      <FactLine label="Dernière réponse de l’API">
        {service?.lastAnswerAt ? <LongTime when={service.lastAnswerAt} /> : 'aucune encore'}
      </FactLine>
      <FactLine label="Dernier échec">
        {service?.lastFailureAt && service.lastFailure && (
          <>
            <LongTime when={service.lastFailureAt} />. {firmFailureSentence(service.lastFailure)}
          </>
        )}
      </FactLine>
      <FactLine label="En pause">
        {isPaused && service.pausedUntil && (
          <>
            jusqu’au <LongTime when={service.pausedUntil} />
          </>
        )}
      </FactLine>
    </>
  )
}

function Failures({ failures, now }: Pick<FirmsStand, 'failures'> & { now: Date }) {
  return (
    <Table
      caption="Numéros en échec, les prochains à redemander d’abord"
      columns={['SIREN ou SIRET', 'Essais', 'Dernier échec', 'Prochain essai']}
      figures={['Essais']}
    >
      {failures.map(({ number, attempts, lastFailure, dueAt }) => (
        <tr>
          <th scope="row">{number}</th>
          <td class="number" data-label="Essais">
            {numberText(attempts)}
          </td>
          <td data-label="Dernier échec">{lastFailure && firmFailureSentence(lastFailure)}</td>
          <td data-label="Prochain essai">{dueAt ? shortMoment(dueAt, now) : '–'}</td>
        </tr>
      ))}
    </Table>
  )
}
