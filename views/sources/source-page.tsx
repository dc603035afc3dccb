import type { KeptLook } from '../../src/sources/polling/kept-looks.ts'
import type { SourceRow } from '../../src/sources/queries.ts'
import { numberText, shortMoment } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import { LongTime } from '../shared/time.tsx'
import { Table } from '../shared/table.tsx'
import { SOURCE_STATE_LABELS, sourceErrorSentence } from '../words/source-errors.ts'
import { READING_LABELS, READING_SENTENCES, warningSentence } from '../words/source-readings.ts'
import { pushSentence } from '../words/source-push.ts'
import { manualSentence, silenceSentence } from '../words/source-silence.ts'
import { isWell } from './sources-page.tsx'

interface SourcePageProps {
  frame: Frame
  source: SourceRow
  /** Newest first. */
  looks: KeptLook[]
  now: Date
}

/** One source: how it is read, what is wrong with it, and how the last looks went. */
export function SourcePage({ frame, source, looks, now }: SourcePageProps) {
  const { id, name, url, partner, state, reading, warnings, errorCode, errorDetail } = source
  const silence = silenceSentence(source, now)
  return (
    <Layout
      frame={frame}
      title={`Source : ${name}`}
      description={`Comment la source « ${name} » est relevée, et comment les derniers relevés se sont passés.`}
    >
      <div class="source">
        <div class="intro">
          <p class="back">
            <a href="/sources">État des sources</a>
          </p>
          <h1>{name}</h1>
          <p>
            <span class={isWell(state) ? undefined : 'tag'}>{SOURCE_STATE_LABELS[state]}</span>{' '}
            {errorCode && sourceErrorSentence(errorCode, errorDetail)} {silence}
            {manualSentence(source, now)}
          </p>
        </div>
        <dl class="facts">
          <FactLine label="Partenaire">{partner.name}</FactLine>
          <FactLine label="Adresse">
            {/^https?:/.test(url) && !source.demonstration ? (
              <a class="as-written" href={url} rel="external">
                {url}
              </a>
            ) : null}
          </FactLine>
          <FactLine label="Lecture">
            {reading && `${READING_LABELS[reading]}. ${READING_SENTENCES[reading]}`}
          </FactLine>
          <FactLine label="Fiches du dernier document">
            {source.items === null ? null : numberText(source.items)}
          </FactLine>
          <FactLine label="Avis en 30 jours">{numberText(source.noticesLately)}</FactLine>
          <FactLine label="Dernière réponse">
            {source.succeededAt && <LongTime when={source.succeededAt} />}
          </FactLine>
          <FactLine label="Dernier changement">
            {source.changedAt && <LongTime when={source.changedAt} />}
          </FactLine>
          <FactLine label="Dernière nouveauté">
            {source.lastNewAt && <LongTime when={source.lastNewAt} />}
          </FactLine>
          <FactLine label="Prochaine lecture">
            {source.nextPollAt && <LongTime when={source.nextPollAt} />}
          </FactLine>
          <FactLine label="Annonces">{source.push && pushSentence(source.push, now)}</FactLine>
        </dl>
        {warnings.length > 0 && (
          <section aria-labelledby="remarques" class="prose">
            <h2 id="remarques">Remarques sur le dernier document</h2>
            <ul>
              {warnings.map((warning) => (
                <li>{warningSentence(warning)}</li>
              ))}
            </ul>
            <p class="notes">De chaque sorte, les trois premières sont données.</p>
          </section>
        )}
        {looks.length > 0 && <Looks looks={looks} now={now} />}
        <p class="notes">
          Ces informations existent aussi en <a href={`/sources/${id}.json`}>données (JSON)</a>.
        </p>
      </div>
    </Layout>
  )
}

function Looks({ looks, now }: { looks: KeptLook[]; now: Date }) {
  return (
    <section aria-labelledby="releves">
      <h2 id="releves">Derniers relevés</h2>
      <Table
        caption="Les cinquante derniers au plus, heures de Paris"
        columns={['Quand', 'Résultat', 'Fiches', 'Nouvelles', 'Modifiées', 'Durée']}
        figures={['Fiches', 'Nouvelles', 'Modifiées', 'Durée']}
      >
        {looks.map((look) => (
          <tr>
            <th scope="row">{shortMoment(look.at, now)}</th>
            <td data-label="Résultat">{outcomeText(look)}</td>
            <Count label="Fiches" n={look.items} />
            <Count label="Nouvelles" n={look.added} />
            <Count label="Modifiées" n={look.changed} />
            <td class="number" data-label="Durée">
              {look.ms === null ? '–' : `${numberText(look.ms)} ms`}
            </td>
          </tr>
        ))}
      </Table>
    </section>
  )
}

function Count({ label, n }: { label: string; n: number | null }) {
  return (
    <td class="number" data-label={label}>
      {n === null ? '–' : numberText(n)}
    </td>
  )
}

function outcomeText({ outcome, code, detail }: KeptLook): string {
  if (outcome === 'failed') return sourceErrorSentence(code ?? 'unexpected', detail)
  return { read: 'Lue', unchanged: 'Inchangée', imported: 'Fichier importé' }[outcome]
}
