import type { TypedFields } from '../../src/posting/schema.ts'
import { DEADLINE_REASONS, type Finding } from '../../src/rules/finding.ts'
import {
  DEADLINE_REASON_LABELS,
  findingWords,
  KEEP_DATE_SENTENCE,
  TAKE_DATE,
} from '../words/rules.ts'

/** What a check says, the date that would put it right in one click, and why one keeps to what it warns of. */
export function FindingCard({
  finding,
  fields,
  refused,
  answerAt = null,
}: {
  finding: Finding
  fields: TypedFields
  refused: boolean
  /** Where what it asks is answered, when that is another page. */
  answerAt?: string | null
}) {
  const { lead, text, proposal } = findingWords(finding)
  const name = `kept.${finding.code}`
  const chosen = fields[`${name}.ground`]?.[0]
  const words = fields[`${name}.words`]?.[0] ?? ''
  // A late change wants its reason in writing; others may be one of the list.
  const inWriting = finding.code.startsWith('change-')
  const isMissing = !chosen || ((inWriting || chosen === 'other') && words.trim() === '')
  const missing = refused && finding.severity === 'warning' && isMissing
  return (
    <div class={`finding finding-${finding.severity}`}>
      <p>
        <strong>{lead}</strong> {text} {answerAt && <a href={answerAt}>Répondre</a>}
      </p>
      {proposal && finding.proposal && (
        <p>
          {proposal.lead} <strong>{proposal.date}</strong>{' '}
          <button
            type="submit"
            class="button button-quiet"
            name="prendre"
            value={`${finding.proposal.date}T${finding.proposal.hour}`}
          >
            {TAKE_DATE}
          </button>
        </p>
      )}
      {finding.severity === 'warning' && (
        <>
          {proposal && <p class="hint">{KEEP_DATE_SENTENCE}</p>}
          {missing && (
            <p class="field-error" id={`${name}-erreur`}>
              <span class="unseen">Erreur : </span>
              Dites pourquoi, ou corrigez.
            </p>
          )}
          <p class="form-field">
            <label for={`champ-${name}`}>Pourquoi garder ce choix</label>
            <select
              id={`champ-${name}`}
              name={`${name}.ground`}
              aria-invalid={missing ? 'true' : undefined}
              aria-describedby={missing ? `${name}-erreur` : undefined}
            >
              <option value="">À choisir</option>
              {DEADLINE_REASONS.map((reason) => (
                <option value={reason} selected={reason === chosen}>
                  {DEADLINE_REASON_LABELS[reason]}
                </option>
              ))}
            </select>
          </p>
          <p class="form-field">
            <label for={`champ-${name}-mots`}>
              {inWriting ? 'En quelques mots' : 'En quelques mots, si « autre »'}
            </label>
            <input id={`champ-${name}-mots`} name={`${name}.words`} value={words} maxlength={500} />
          </p>
        </>
      )}
    </div>
  )
}
