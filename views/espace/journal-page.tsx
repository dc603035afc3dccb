import { ROLES } from '../../src/auth/policy.ts'
import type { JournalLine } from '../../src/espace/journal.ts'
import { cutAtWord } from '../cut.ts'
import { shortDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import {
  errorOf,
  ErrorSummary,
  type FormError,
  SelectField,
  SubmitButton,
  TextField,
} from '../shared/form.tsx'
import { Pager } from '../shared/pager.tsx'
import { LongTime } from '../shared/time.tsx'
import { Table } from '../shared/table.tsx'
import { ACTION_FAMILIES, actionLabel, actorLabel, factLabel } from '../words/audit.ts'
import { roleLabel } from '../words/roles.ts'

/** What was asked of the log, as typed. */
export interface TypedJournal {
  partner: string
  actor: string
  action: string
  subject: string
  from: string
  to: string
}

interface JournalPageProps {
  frame: Frame
  typed: TypedJournal
  partners: { slug: string; name: string }[]
  lines: JournalLine[]
  /** Address of older lines. */
  next: string | null
  /** Address of the same lines as a file. */
  file: string
  errors: FormError[]
}

/** Who did what, for which partner, and when. */
export function JournalPage(props: JournalPageProps) {
  const { frame, lines, next, file, errors } = props
  const title = 'Journal'
  return (
    <Layout frame={frame} title={errors.length > 0 ? `Erreur : ${title}` : title}>
      <div class="intro">
        <p class="back">
          <a href="/espace/administration">Administration du guichet</a>
        </p>
        <h1>{title}</h1>
        <ErrorSummary errors={errors} />
        <JournalFilterForm {...props} />
        <p>
          <a href={file}>Télécharger ces lignes (CSV)</a>, sur un an au plus ; sans premier jour,
          sur les trente derniers.
        </p>
      </div>
      {lines.length === 0 ? <p>Aucune ligne ne répond à ces critères.</p> : <Lines lines={lines} />}
      <Pager previous={null} next={next} />
    </Layout>
  )
}

function JournalFilterForm({ typed, partners, errors }: JournalPageProps) {
  return (
    <details open={errors.length > 0 || Object.values(typed).some((value) => value !== '')}>
      <summary>Filtrer par partenaire, action, personne ou date</summary>
      <form class="entry" action="/espace/administration/journal" method="get" novalidate>
        <SelectField
          name="partenaire"
          label="Partenaire"
          none="Tous"
          value={typed.partner}
          options={partners.map(({ slug, name }) => ({ value: slug, label: name }))}
        />
        <SelectField
          name="action"
          label="Action"
          none="Toutes"
          value={typed.action}
          options={ACTION_FAMILIES}
        />
        <TextField
          name="acteur"
          label="Qui"
          hint="Adresse électronique d’un agent, ou nom dans le journal"
          value={typed.actor}
        />
        <TextField
          name="objet"
          label="À quoi"
          hint="Comme dans le journal : partner:narbonne"
          value={typed.subject}
        />
        <TextField
          name="du"
          label="Du"
          hint="Par exemple 02/03/2026"
          size={12}
          value={typed.from}
          error={errorOf(errors, 'du')}
        />
        <TextField name="au" label="Au" size={12} value={typed.to} error={errorOf(errors, 'au')} />
        <SubmitButton>Filtrer</SubmitButton>
      </form>
    </details>
  )
}

function Lines({ lines }: Pick<JournalPageProps, 'lines'>) {
  return (
    <Table
      caption="Ce qui a été fait, du plus récent au plus ancien"
      columns={['Quand', 'Qui', 'Quoi', 'À quoi', 'Avant et après']}
    >
      {lines.map(
        ({ at, actor, actorName, partner, action, subject, subjectName, before, after }) => (
          <tr>
            <td data-label="Quand">
              <LongTime when={at} />
            </td>
            <td data-label="Qui">
              {actorLabel(actor, actorName)}
              {partner && <span class="quiet"> pour {partner}</span>}
            </td>
            <td data-label="Quoi">{actionLabel(action)}</td>
            <td class="logged" data-label="À quoi">
              <Subject subject={subject} name={subjectName} />
            </td>
            <td class="logged" data-label="Avant et après">
              <Facts before={before ?? {}} after={after ?? {}} />
            </td>
          </tr>
        ),
      )}
    </Table>
  )
}

/** An agent by name; anything else as the log names it. */
function Subject({ subject, name }: { subject: string; name: string | null }) {
  if (name === null) return <>{subject}</>
  return <a href={`/espace/administration/agents/${subject.slice('agent:'.length)}`}>{name}</a>
}

type Facts = Record<string, unknown>

function Facts({ before, after }: { before: Facts; after: Facts }) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  if (names.length === 0) return <>–</>
  return (
    <ul class="plain">
      {names.map((name) => (
        <li>
          {factLabel(name)} : {name in before && <del>{shown(name, before[name])}</del>}{' '}
          {name in after && <ins>{shown(name, after[name])}</ins>}
        </li>
      ))}
    </ul>
  )
}

function shown(name: string, value: unknown): string {
  const role = ROLES.find((each) => name === 'role' && each === value)
  if (role !== undefined) return roleLabel(role)
  if (typeof value === 'boolean') return value ? 'oui' : 'non'
  if (value === null) return 'rien'
  if (typeof value === 'string' && DAY.test(value)) return shortDate(value)
  return cutAtWord(typeof value === 'string' ? value : JSON.stringify(value), 200)
}

/** A day as the log has it: 2026-10-13. */
const DAY = /^\d{4}-\d\d-\d\d$/
