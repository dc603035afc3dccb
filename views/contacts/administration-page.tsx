import type { ListedRule } from '../../src/contacts/list-rules.ts'
import type { Checkable } from '../../src/contacts/to-check.ts'
import { shortDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { headCountText, PROBLEM_LABELS, TARGET_LABELS } from '../words/contacts.ts'
import { CheckList } from './check-list.tsx'

interface ContactAdministrationProps {
  frame: Frame
  entries: Checkable[]
  rules: ListedRule[]
  done: string | null
}

const BASE = '/espace/administration/contacts'

/** Bodies that are no partners, their contacts, sheets of schemes and rules: the administrators' to keep. */
export function ContactAdministrationPage({
  frame,
  entries,
  rules,
  done,
}: ContactAdministrationProps) {
  const title = 'Contacts, aides et règles'
  return (
    <InnerPage
      frame={frame}
      title={title}
      back={{ href: '/espace/administration', label: 'Administration du guichet' }}
      done={done}
    >
      <p>
        Ce qu’aucun partenaire ne tient. Les correspondants et les conseillers des partenaires se
        modifient dans leur espace.
      </p>
      <ul>
        <li>
          <a href={`${BASE}/organismes/nouveau`}>Ajouter un organisme</a>
        </li>
        <li>
          <a href={`${BASE}/aides/nouvelle`}>Ajouter une fiche d’aide</a>
        </li>
        <li>
          <a href={`${BASE}/regles/nouvelle`}>Ajouter une règle</a>
        </li>
        <li>
          <a href="/espace/administration/journal?action=contacts">Historique</a>
        </li>
      </ul>
      <h2>À vérifier chaque année</h2>
      {entries.length === 0 ? (
        <p>Aucune fiche.</p>
      ) : (
        <CheckList
          entries={entries}
          base={BASE}
          hrefOf={hrefOf}
          actionsOf={(entry) => [
            ...(entry.kind === 'body'
              ? [
                  {
                    href: `${hrefOf(entry)}/interlocuteurs/nouveau`,
                    label: 'Ajouter un interlocuteur',
                  },
                ]
              : []),
            { href: `${hrefOf(entry)}/retrait`, label: 'Retirer' },
          ]}
        />
      )}
      <h2>Règles</h2>
      <ul>
        {rules.map(({ rule, body }) => (
          <li>
            <a href={`${BASE}/regles/${rule.id}`}>
              {PROBLEM_LABELS[rule.problem]}, rang {rule.rank}
            </a>{' '}
            : vers {rule.target === 'body' ? (body?.name ?? '?') : TARGET_LABELS[rule.target]}
            {headCount(rule.employeesFrom, rule.employeesBelow)}
            <span class="quiet">
              {' '}
              depuis le {shortDate(rule.inForceFrom)}
              {rule.inForceUntil !== null && ` jusqu’au ${shortDate(rule.inForceUntil)}`}
            </span>
          </li>
        ))}
      </ul>
    </InnerPage>
  )
}

function hrefOf({ kind, id }: Checkable): string {
  return `${BASE}/${SEGMENTS[kind]}/${id}`
}

function headCount(from: number | null, below: number | null): string {
  const text = headCountText(from, below)
  return text === '' ? '' : ` (${text})`
}

const SEGMENTS: Record<Checkable['kind'], string> = {
  correspondent: 'correspondant',
  practice: 'pratiques',
  body: 'organismes',
  contact: 'interlocuteurs',
  scheme: 'aides',
}
