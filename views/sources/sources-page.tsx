import type { SourceRow, SourceState } from '../../src/sources/queries.ts'
import { numberText, shortDate, shortMoment } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { SOURCE_STATE_LABELS, sourceErrorSentence } from '../words/source-errors.ts'
import { READING_LABELS, warningSentence } from '../words/source-readings.ts'
import { pushSentence } from '../words/source-push.ts'
import { manualSentence, silenceSentence } from '../words/source-silence.ts'
import { Table } from '../shared/table.tsx'

interface SourcesPageProps {
  frame: Frame
  sources: SourceRow[]
  /** Of all sources, not only those of this page. */
  states: Map<SourceState, number>
  /** Addresses of the first page, unless this is it, and of the next one. */
  first: string | null
  next: string | null
  now: Date
}

/** How reading each source goes, in plain words. */
export function SourcesPage({ frame, sources, states, first, next, now }: SourcesPageProps) {
  return (
    <Layout
      frame={frame}
      title="État des sources"
      description="D’où viennent les consultations, et quand chaque source a répondu pour la dernière fois."
    >
      <div class="intro">
        <h1>État des sources</h1>
        <p>
          Les consultations sont relevées sur les sources ci-dessous. Quand l’une ne répond pas, ce
          qu’elle a déjà publié reste affiché, et elle est interrogée de nouveau.
        </p>
        <p>
          <strong>{summary(states)}</strong> Ces informations existent aussi en{' '}
          <a href="/sources.json">données (JSON)</a>.{' '}
          <a href="/sources/formats">Ce que le guichet sait lire</a>.
        </p>
      </div>
      {sources.length > 0 && (
        <Table
          caption="Heures de Paris"
          columns={[
            'Source',
            'État',
            'Lecture',
            'Fiches',
            'Avis en 30 jours',
            'Dernière réponse',
            'Dernier changement',
            'Prochaine lecture',
          ]}
          figures={['Fiches', 'Avis en 30 jours']}
          wide
        >
          {sources.map((source) => (
            <SourceLine source={source} now={now} />
          ))}
        </Table>
      )}
      {(first ?? next) && (
        <nav class="pager" aria-label="Suite de la liste">
          {first && <a href={first}>← début de la liste</a>}
          {next && (
            <a href={next} rel="next">
              suivantes →
            </a>
          )}
        </nav>
      )}
    </Layout>
  )
}

function SourceLine({ source, now }: { source: SourceRow; now: Date }) {
  const { id, name, partner, state, items, errorCode, errorDetail, reading, warnings } = source
  const silence = silenceSentence(source, now)
  const manual = manualSentence(source, now)
  const [first] = warnings
  return (
    <tr>
      <th scope="row">
        <a href={`/sources/${id}`}>{name}</a>
        <div class="hint">{partner.name}</div>
        {source.demonstration && <span class="tag tag-demonstration">Démonstration</span>}
      </th>
      <td data-label="État">
        <span class={isWell(state) ? undefined : 'tag'}>{SOURCE_STATE_LABELS[state]}</span>
        {errorCode && (
          <div class="hint as-written">{sourceErrorSentence(errorCode, errorDetail)}</div>
        )}
        {silence && <div class="hint">{silence}</div>}
        {manual && <div class="hint">{manual}</div>}
      </td>
      <td data-label="Lecture">
        {reading === null ? '–' : READING_LABELS[reading]}
        {first && (
          <div class="hint">
            {warningSentence(first)}
            {warnings.length > 1 && (
              <>
                {' '}
                <a href={`/sources/${id}#remarques`}>{numberText(warnings.length)} remarques</a>
              </>
            )}
          </div>
        )}
      </td>
      <td class="number" data-label="Fiches">
        {items === null ? '–' : numberText(items)}
      </td>
      <td class="number" data-label="Avis en 30 jours">
        {numberText(source.noticesLately)}
      </td>
      <td data-label="Dernière réponse">
        {source.succeededAt
          ? shortMoment(source.succeededAt, now)
          : state === 'manual'
            ? '–'
            : 'jamais'}
      </td>
      <td data-label="Dernier changement">
        {source.changedAt ? shortDate(source.changedAt) : '–'}
      </td>
      <td data-label="Prochaine lecture">
        {source.nextPollAt ? shortMoment(source.nextPollAt, now) : '–'}
        {source.push && <div class="hint">{pushSentence(source.push, now)}</div>}
      </td>
    </tr>
  )
}

/** Whether a state asks for nobody's attention. */
export function isWell(state: SourceState): boolean {
  return state === 'ok' || state === 'manual' || state === 'new'
}

function summary(states: Map<SourceState, number>): string {
  const count = [...states.values()].reduce((sum, n) => sum + n, 0)
  const failing = states.get('failing') ?? 0
  const silent = (states.get('quiet') ?? 0) + (states.get('empty') ?? 0)
  if (count === 0) return 'Aucune source n’est encore branchée.'
  const troubles = [
    failing > 0 &&
      (failing === 1
        ? 'une source est en difficulté'
        : `${numberText(failing)} sources sont en difficulté`),
    silent > 0 &&
      (silent === 1
        ? 'une source est silencieuse'
        : `${numberText(silent)} sources sont silencieuses`),
  ].filter((trouble) => trouble !== false)
  if (troubles.length === 0) return 'Toutes les sources répondent.'
  const told = troubles.join(', ')
  return `${told.charAt(0).toUpperCase()}${told.slice(1)}.`
}
