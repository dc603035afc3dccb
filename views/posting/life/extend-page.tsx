import type { Moment } from '../../../src/consultations/facts.ts'
import type { TypedFields } from '../../../src/posting/schema.ts'
import type { Finding, Proposal } from '../../../src/rules/finding.ts'
import { longMoment } from '../../format.ts'
import { DateField, errorOf, FormActions, type FormError, TextField } from '../../shared/form.tsx'
import { DEED_TITLES } from '../../words/life.ts'
import { proposalText } from '../../words/rules.ts'
import { Findings } from './findings.tsx'
import { type LifeFrame, LifePage, VersionField } from './life-page.tsx'
import { Theirs } from './theirs.tsx'

interface ExtendPageProps extends LifeFrame {
  deadline: Moment | null
  proposals: Proposal[]
  typed: TypedFields
  errors: FormError[]
  findings: Finding[]
  refused: boolean
  theirs: { label: string; value: string }[]
}

/** A later deadline, in one click or typed. */
export function ExtendPage(props: ExtendPageProps) {
  const { base, consultation, deadline, proposals, typed, errors, findings, refused } = props
  const part = (key: string) => typed[`deadline.${key}`]?.[0] ?? ''
  return (
    <LifePage
      {...props}
      title={DEED_TITLES.prolonger}
      lead={
        deadline ? `Date limite actuelle : ${longMoment(deadline)}.` : 'Aucune date limite connue.'
      }
    >
      <Theirs theirs={props.theirs} />
      <form method="post" action={`${base}/prolonger`} class="entry" novalidate>
        <VersionField consultation={consultation} />
        <button type="submit" class="unseen" tabindex={-1}>
          Publier cette date
        </button>
        <Findings findings={findings} fields={typed} refused={refused} />
        <TextField
          name="motif"
          label="Motif"
          hint="Publié. Par exemple « visite supplémentaire »."
          optional
          value={typed.motif?.[0] ?? ''}
        />
        {proposals.length > 0 && (
          <section aria-labelledby="propositions">
            <h2 id="propositions">En un clic</h2>
            <ul class="inline">
              {proposals.map((proposal) => (
                <li>
                  <button
                    type="submit"
                    class="button button-quiet"
                    name="prendre"
                    value={`${proposal.date}T${proposal.hour}`}
                  >
                    Reporter au {proposalText(proposal)}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
        <DateField
          name="deadline"
          label="Autre date"
          hint="Heure de Paris. Par exemple 18, décembre, 2026, 12 h 00."
          error={errorOf(errors, 'deadline')}
          day={part('day')}
          month={part('month')}
          year={part('year')}
          time={part('time')}
        />
        <FormActions back={base} label="Publier cette date" />
      </form>
    </LifePage>
  )
}
