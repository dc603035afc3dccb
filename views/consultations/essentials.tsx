import type { ConsultationPage } from '../../src/consultations/shown.ts'
import { FactLine } from '../shared/fact-line.tsx'
import { amountText, euros, lowerFirst, plural } from '../format.ts'
import { CATEGORY_LABELS } from '../words/categories.ts'
import { CONTRACT_FORM_LABELS } from '../words/contract-forms.ts'
import { BELOW_THRESHOLD_SENTENCE, PROCEDURE_LABELS, PROCEDURE_WORDS } from '../words/procedures.ts'
import { RESERVED_LABELS } from '../words/reserved.ts'
import { VARIANTS_LABELS } from '../words/variants.ts'

/** What is bought, by whom, where and how; what is not known is said to be so where firms look for it. */
export function Essentials({ page }: { page: ConsultationPage }) {
  const { facts } = page
  return (
    <section aria-labelledby="essentiel">
      <h2 id="essentiel">L’essentiel</h2>
      <dl class="facts">
        <FactLine label="Objet">{facts.object ?? 'non précisé : voir le dossier'}</FactLine>
        <FactLine label="Description">
          {facts.description && <span class="as-written">{facts.description}</span>}
        </FactLine>
        <FactLine label={page.buyers.length > 1 ? 'Groupement de commandes' : 'Acheteur'}>
          <Buyers page={page} />
        </FactLine>
        <FactLine label="Lieu">
          {page.listed.place?.basis === 'given'
            ? page.listed.place.label
            : page.listed.place
              ? `lieu non précisé (territoire de l’acheteur : ${page.listed.place.label})`
              : 'lieu non précisé'}
        </FactLine>
        <FactLine label="Montant estimé">
          {(facts.amount && amountText(facts.amount)) || 'montant non communiqué'}
        </FactLine>
        <FactLine label="Type">{facts.category && CATEGORY_LABELS[facts.category]}</FactLine>
        <FactLine label="Procédure">
          {facts.procedure ? (
            <a href={`/glossaire#${PROCEDURE_WORDS[facts.procedure]}`}>
              {PROCEDURE_LABELS[facts.procedure]}
            </a>
          ) : (
            'non communiquée'
          )}
          {facts.procedure === 'below-threshold' && (
            <span class="hint as-written">{BELOW_THRESHOLD_SENTENCE}</span>
          )}
        </FactLine>
        <FactLine label="Forme">
          {facts.contractForm && CONTRACT_FORM_LABELS[facts.contractForm]}
          {facts.frameworkMaximum !== undefined && ` (maximum ${euros(facts.frameworkMaximum)} HT)`}
        </FactLine>
        <FactLine label="Durée">{facts.duration}</FactLine>
        <FactLine label="Reconductions">{facts.renewals}</FactLine>
        <FactLine label="Variantes">{facts.variants && VARIANTS_LABELS[facts.variants]}</FactLine>
        <FactLine label="Groupement d’entreprises">{facts.grouping}</FactLine>
        <FactLine label="Réservation">
          {facts.reserved && facts.reserved !== 'none' && (
            <strong>{RESERVED_LABELS[facts.reserved]}</strong>
          )}
        </FactLine>
        <FactLine label="Avance">{facts.advance}</FactLine>
        <FactLine label="Délai de paiement">
          {facts.paymentDelayDays !== undefined && plural(facts.paymentDelayDays, 'jour', 'jours')}
        </FactLine>
        <FactLine label="Clauses sociales">{facts.socialClauses}</FactLine>
        <FactLine label="Clauses environnementales">{facts.environmentalClauses}</FactLine>
        <FactLine label="Métiers">{page.trades.length > 0 && <Trades page={page} />}</FactLine>
      </dl>
    </section>
  )
}

function Buyers({ page: { buyers, listed } }: { page: ConsultationPage }) {
  const known = buyers.length > 0 ? buyers : [{ ...listed.buyer, coordinator: false }]
  return (
    <ul class="plain">
      {known.map(({ name, slug, coordinator }) => (
        <li>
          {slug ? <a href={`/acheteurs/${slug}`}>{name}</a> : name}
          {coordinator && known.length > 1 && ', coordonnateur'}
        </li>
      ))}
    </ul>
  )
}

function Trades({ page: { trades, listed } }: { page: ConsultationPage }) {
  return (
    <>
      {trades.map(({ slug, label }, index) => (
        <>
          {index > 0 && ', '}
          <a href={`/?metier=${encodeURIComponent(slug)}`}>{lowerFirst(label)}</a>
        </>
      ))}
      {listed.tradeBasis === 'words' && ' (métier déduit de l’objet)'}
      {listed.tradeBasis === 'building-works' &&
        ' (opération de bâtiment : lots à vérifier dans le dossier)'}
    </>
  )
}
