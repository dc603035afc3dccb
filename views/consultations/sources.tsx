import { factNames } from '../../src/consultations/facts.ts'
import type { ConsultationPage, Provenance } from '../../src/consultations/shown.ts'
import { lowerFirst } from '../format.ts'
import { FactLine } from '../shared/fact-line.tsx'
import { LongTime } from '../shared/time.tsx'
import { FIELD_LABELS, fieldLabel } from '../words/fields.ts'

/** References, where it was read, and for each piece of information the words that it was read in. */
export function Sources({ page }: { page: ConsultationPage }) {
  const { listed, facts, sources, ocid } = page
  return (
    <section aria-labelledby="sources">
      <h2 id="sources">Références et sources</h2>
      <dl class="facts">
        <FactLine label="Référence Guichet">{listed.reference}</FactLine>
        <FactLine label="Référence de l’acheteur">{facts.reference}</FactLine>
        <FactLine label="Numéro BOAMP">{facts.boampId}</FactLine>
        <FactLine label="Parution">
          <LongTime when={page.publishedAt} />
        </FactLine>
        <FactLine label="Relevé sur">
          <ul class="plain">
            {sources.map(({ name, url, lastSeen }) => (
              <li>
                {url ? (
                  <a href={url} rel="external">
                    {name}
                  </a>
                ) : (
                  name
                )}
                , vu pour la dernière fois le <LongTime when={lastSeen} />
              </li>
            ))}
          </ul>
        </FactLine>
        <FactLine label="Codes CPV" word="cpv">
          {facts.cpv?.join(', ')}
        </FactLine>
        <FactLine label="Identifiant OCDS" word="ocds">
          {ocid} (
          <a href={`/donnees/ocds/${listed.reference}.json`}>données de cette consultation</a>)
        </FactLine>
      </dl>
      <Origins provenance={page.provenance} />
    </section>
  )
}

function Origins({ provenance }: { provenance: ConsultationPage['provenance'] }) {
  const lines = factNames(provenance).flatMap((field) => {
    const origin = provenance[field]
    return origin ? [{ field, origin }] : []
  })
  if (lines.length === 0) return null
  return (
    <details id="provenance">
      <summary>D’où vient chaque information</summary>
      <dl class="facts">
        {lines.map(({ field, origin }) => (
          <div>
            <dt>{FIELD_LABELS[field]}</dt>
            <dd>
              {BASIS_LABELS[origin.basis]} {origin.source}
              {origin.words && <q class="as-written">{origin.words}</q>}
              {origin.parts.length > 0 && (
                <ul class="plain">
                  {origin.parts.map(({ of, field: part, basis, source }) => (
                    <li>
                      {field === 'lots' ? `Lot ${of}` : of}
                      {part && `, ${lowerFirst(fieldLabel(`lot.${part}`))}`} : {BASIS_LABELS[basis]}{' '}
                      {source}
                    </li>
                  ))}
                </ul>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

const BASIS_LABELS: Record<Provenance['basis'], string> = {
  typed: 'saisi par',
  structured: 'donnée de',
  extracted: 'lu dans le texte de',
}
