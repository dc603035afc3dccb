import type { ConsultationPage } from '../../src/consultations/shown.ts'
import { askPath } from '../requests/ask-path.ts'
import { ASK_TITLE } from '../words/requests.ts'
import { RESPONSE_LABELS } from '../words/responses.ts'

/** Where the documents are taken and the bid is left: the official address first, its host named. */
export function HowToAnswer({ page }: { page: ConsultationPage }) {
  const { response } = page.facts
  const official = officialAddress(page)
  return (
    <section aria-labelledby="repondre">
      <h2 id="repondre">Comment répondre</h2>
      {official && (
        <p>
          <a class="button" href={official.href} rel="external">
            {page.listed.state === 'open' ? 'Consulter et répondre' : 'Consulter'} sur{' '}
            {official.host}
          </a>
        </p>
      )}
      {response && (
        <p>
          {RESPONSE_LABELS[response.kind]}
          {response.address && response.kind !== 'platform' && ` : ${response.address}`}
          {response.kind === 'platform' &&
            ', la plateforme où l’on retire le dossier et dépose l’offre'}
        </p>
      )}
      {response && response.signature !== null && (
        <p>
          {response.signature
            ? 'Signature électronique demandée'
            : 'Signature électronique non demandée'}
        </p>
      )}
      {!official && !response && <p>Non communiqué : voir l’avis de l’acheteur.</p>}
      <p class="hint unprinted">
        <a href="/documents/guides/repondre">Comment répondre&nbsp;?</a>
        {' · '}
        <a href="/documents/guides/se-grouper">Se grouper</a>
        {' · '}
        <a href="/glossaire">Les mots expliqués</a>
        {' · '}
        <a
          href={askPath({ buyer: page.listed.buyer.slug, consultation: page.listed.reference })}
          rel="nofollow"
        >
          {ASK_TITLE}
        </a>
      </p>
    </section>
  )
}

function officialAddress({ facts, sources }: ConsultationPage) {
  const addresses = [
    facts.response?.kind === 'platform' ? facts.response.address : null,
    facts.documentsUrl,
    facts.noticeUrl,
    ...sources.map(({ url }) => url),
  ]
  for (const address of addresses) {
    const url = address ? URL.parse(address) : null
    if (url && /^https?:$/.test(url.protocol)) return { href: url.href, host: url.host }
  }
  return null
}
