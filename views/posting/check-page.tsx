import type { Facts } from '../../src/consultations/facts.ts'
import type { Checked } from '../../src/posting/check-draft.ts'
import type { Draft } from '../../src/posting/drafts.ts'
import type { FormField } from '../../src/posting/form-steps.ts'
import type { Finding } from '../../src/rules/finding.ts'
import { amountText, longMoment } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import { fieldId, SubmitButton } from '../shared/form.tsx'
import { CATEGORY_LABELS } from '../words/categories.ts'
import { PROCEDURE_LABELS } from '../words/procedures.ts'
import { DISPENSE_ADVICE, dutySentence } from '../words/rules.ts'
import { contactText, criteriaText, responseText, visitText } from '../words/values.ts'
import { FindingCard } from './finding-card.tsx'

/** Why « Publier » published nothing: something is still to be answered, or somebody saved meanwhile. */
export type RefusedPublication = 'unanswered' | 'changed'

interface CheckPageProps {
  frame: Frame
  partner: { slug: string; name: string }
  draft: Draft
  facts: Partial<Facts>
  checked: Checked
  /** Consultations that may be this one. */
  near: { path: string; title: string; deadline: string | null; isSame: boolean }[]
  refused: RefusedPublication | null
}

/** What will be published, which rules apply, and what the checks have to say: before anything is seen. */
export function CheckPage(props: CheckPageProps) {
  const { frame, partner, draft, facts, checked, near, refused } = props
  const title = 'Vérifier et publier'
  const base = `/espace/${partner.slug}/brouillons/${draft.id}`
  return (
    <InnerPage
      frame={frame}
      title={refused ? `Erreur : ${title}` : title}
      heading={title}
      back={{ href: base, label: 'Revenir au formulaire' }}
    >
      {refused && (
        <section class="errors" role="alert" tabindex={-1} autofocus aria-labelledby="erreurs">
          <h2 id="erreurs">Pas encore publiée</h2>
          <p>{REFUSED[refused]}</p>
        </section>
      )}
      {near.length > 0 && <Near near={near} base={base} />}
      <form method="post" action={`${base}/publication`} class="entry" novalidate>
        <input type="hidden" name="version" value={String(draft.version)} />
        <button type="submit" class="unseen" tabindex={-1}>
          Publier
        </button>
        {checked.findings.length > 0 && (
          <section aria-labelledby="controles">
            <h2 id="controles">Avant de publier</h2>
            {checked.findings.map((finding) => (
              <FindingCard
                finding={finding}
                fields={draft.fields}
                refused={refused !== null}
                answerAt={answerAt(finding, draft, base)}
              />
            ))}
          </section>
        )}
        <Duties checked={checked} facts={facts} />
        <Summary facts={facts} />
        <p class="form-actions">
          <SubmitButton>Publier</SubmitButton>
          <a href={base}>Modifier</a>
        </p>
      </form>
    </InnerPage>
  )
}

/** Where the form asks what a check wants to know; null: it is answered here, or by another date. */
function answerAt({ code }: Finding, { form }: Draft, base: string): string | null {
  const field = LOT_QUESTIONS[code]
  if (field === undefined) return null
  return `${base}${form === 'steps' ? '?etape=lieu-montant-lots' : ''}#${fieldId(field)}`
}

const LOT_QUESTIONS: Partial<Record<Finding['code'], FormField>> = {
  'lots-not-said': 'divided',
  'no-lots-ground': 'lotGround',
  'no-lots-reason': 'lotReason',
}

const REFUSED: Record<RefusedPublication, string> = {
  unanswered: 'Répondez à ce qui suit, puis publiez.',
  changed:
    'Ce brouillon a changé depuis que vous l’avez lu, peut-être dans un autre onglet. Le voici tel qu’il est : relisez-le, puis publiez.',
}

function Near({ near, base }: Pick<CheckPageProps, 'near'> & { base: string }) {
  return (
    <section class="note" aria-labelledby="proches">
      <h2 id="proches">Un avis proche existe déjà</h2>
      <ul>
        {near.map(({ path, title, deadline, isSame }) => (
          <li>
            <a href={path}>{title}</a>
            {deadline && `, ${deadline}`}
            {isSame &&
              ' : elle porte la même référence. Publier la complétera de vos réponses, date limite comprise, sans en faire une seconde.'}
          </li>
        ))}
      </ul>
      <p>Si c’est la même consultation, elle est déjà annoncée. Sinon, publiez.</p>
      <form method="post" action={`${base}/abandon`}>
        <SubmitButton quiet>C’est la même : abandonner ce brouillon</SubmitButton>
      </form>
    </section>
  )
}

function Duties({ checked, facts }: Pick<CheckPageProps, 'checked' | 'facts'>) {
  const sentences = checked.duties.flatMap((duty) => dutySentence(duty) ?? [])
  return (
    <section aria-labelledby="regles">
      <h2 id="regles">Règles qui s’appliquent</h2>
      <ul>
        {sentences.map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ul>
      {facts.procedure === 'below-threshold' && <p class="hint">{DISPENSE_ADVICE}</p>}
    </section>
  )
}

function Summary({ facts }: Pick<CheckPageProps, 'facts'>) {
  const { deadline, siteVisit, criteria, contact, response, lots, place, amount } = facts
  return (
    <section aria-labelledby="resume">
      <h2 id="resume">Ce qui sera publié</h2>
      <dl class="facts">
        <FactLine label="Objet">{facts.object}</FactLine>
        <FactLine label="Type">{facts.category && CATEGORY_LABELS[facts.category]}</FactLine>
        <FactLine label="Procédure">
          {facts.procedure && PROCEDURE_LABELS[facts.procedure]}
        </FactLine>
        <FactLine label="Date limite">{deadline && longMoment(deadline)}</FactLine>
        <FactLine label="Lieu">{place?.name}</FactLine>
        <FactLine label="Montant">{(amount && amountText(amount)) ?? 'non communiqué'}</FactLine>
        <FactLine label="Lots">
          {facts.divided === false
            ? 'marché unique'
            : lots?.map(({ number, title }) => `${number} – ${title}`).join(' ; ')}
        </FactLine>
        <FactLine label="Visite">{siteVisit && (visitText(siteVisit) || 'aucune')}</FactLine>
        <FactLine label="Comment répondre">{response && responseText(response)}</FactLine>
        <FactLine label="Critères">{criteria && criteriaText(criteria)}</FactLine>
        <FactLine label="Contact">{contact && contactText(contact)}</FactLine>
      </dl>
    </section>
  )
}
