import type { SourceRow } from '../../src/sources/queries.ts'
import { numberText, shortMoment } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { SOURCE_STATE_LABELS, sourceErrorSentence } from '../words/source-errors.ts'

/** How reading each source goes, in plain words. */
export function SourcesPage({
  frame,
  sources,
  now,
}: {
  frame: Frame
  sources: SourceRow[]
  now: Date
}) {
  const failing = sources.filter(({ state }) => state === 'failing').length
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
          <strong>{summary(sources.length, failing)}</strong> Ces informations existent aussi en{' '}
          <a href="/sources.json">données (JSON)</a>.
        </p>
      </div>
      {sources.length > 0 && (
        <div class="stack">
          <table>
            <caption>Heures de Paris</caption>
            <thead>
              <tr>
                <th scope="col">Source</th>
                <th scope="col">Partenaire</th>
                <th scope="col">État</th>
                <th scope="col" class="number">
                  Fiches
                </th>
                <th scope="col">Dernière réponse</th>
                <th scope="col">Prochaine lecture</th>
              </tr>
            </thead>
            <tbody>
              {sources.map((source) => (
                <SourceLine source={source} now={now} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Layout>
  )
}

function SourceLine({ source, now }: { source: SourceRow; now: Date }) {
  const { name, url, partner, state, items, errorCode, errorDetail } = source
  return (
    <tr>
      <th scope="row">
        <a href={url} rel="external">
          {name}
        </a>
      </th>
      <td data-label="Partenaire">{partner.name}</td>
      <td data-label="État">
        <span class={state === 'ok' ? undefined : 'tag'}>{SOURCE_STATE_LABELS[state]}</span>
        {errorCode && (
          <span class="hint as-written">{sourceErrorSentence(errorCode, errorDetail)}</span>
        )}
      </td>
      <td class="number" data-label="Fiches">
        {items === null ? '–' : numberText(items)}
      </td>
      <td data-label="Dernière réponse">
        {source.succeededAt ? shortMoment(source.succeededAt, now) : 'jamais'}
      </td>
      <td data-label="Prochaine lecture">
        {source.nextPollAt ? shortMoment(source.nextPollAt, now) : '–'}
      </td>
    </tr>
  )
}

function summary(count: number, failing: number): string {
  if (count === 0) return 'Aucune source n’est encore branchée.'
  if (failing === 0) return 'Toutes les sources répondent.'
  return failing === 1
    ? 'Une source est en difficulté.'
    : `${numberText(failing)} sources sont en difficulté.`
}
