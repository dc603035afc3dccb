import type { ListedRule } from '../../src/contacts/list-rules.ts'
import type { Problem } from '../../src/contacts/schema.ts'
import { shortDate } from '../format.ts'
import { headCountText, PROBLEM_LABELS, TARGET_LABELS } from '../words/contacts.ts'

interface RulesListProps {
  rules: ListedRule[]
  /** Names of places by their keys. */
  places: Map<string, string>
}

/** « Comment nous orientons »: the rules by kind of problem, in the order in which they are followed. */
export function RulesList({ rules, places }: RulesListProps) {
  const byProblem = Map.groupBy(rules, ({ rule }) => rule.problem)
  const kinds = (Object.keys(PROBLEM_LABELS) as Problem[]).filter((each) => byProblem.has(each))
  return (
    <details class="criteria-more" id="regles">
      <summary>Comment nous orientons : les règles et leurs sources</summary>
      {kinds.map((problem) => (
        <>
          <h3>{PROBLEM_LABELS[problem]}</h3>
          <ol>
            {(byProblem.get(problem) ?? []).map(({ rule, body }) => (
              <li>
                {body ? (
                  <a href={`/contacts/organismes/${body.slug}`}>{body.name}</a>
                ) : rule.target === 'body' ? (
                  'organisme à préciser'
                ) : (
                  TARGET_LABELS[rule.target]
                )}
                {conditionsOf(rule, places)}. {rule.reason}{' '}
                <span class="quiet">
                  ({rule.inForceUntil === null ? 'depuis le' : 'du'} {shortDate(rule.inForceFrom)}
                  {rule.inForceUntil !== null && ` au ${shortDate(rule.inForceUntil)}`}, source :{' '}
                  {rule.source})
                </span>
              </li>
            ))}
          </ol>
        </>
      ))}
    </details>
  )
}

function conditionsOf(
  { employeesFrom, employeesBelow, territories }: ListedRule['rule'],
  places: Map<string, string>,
): string {
  const parts = [
    headCountText(employeesFrom, employeesBelow),
    territories.map((key) => places.get(key) ?? key).join(', '),
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : ` (${parts.join('\u00A0; ')})`
}
