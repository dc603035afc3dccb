import { expect, it } from 'vitest'
import { type Action, type Agent, can, POLICY, ROLES } from '../../src/auth/policy.ts'

const own = ROLES.filter((role) => role !== 'pact-editor')
const pact = ROLES.filter((role) => role !== 'publisher')

/** Who may do what, said once more: whoever widens it has to mean it. */
const WHO: Record<Action, readonly string[]> = {
  public: ['nobody', 'stranger', 'administrator', ...ROLES],
  'own-account': ['stranger', 'administrator', ...ROLES],
  'see-partner-area': ['administrator', ...ROLES],
  'write-consultations': own,
  'answer-duplicates': ['administrator', ...own],
  'edit-pact': ['administrator', ...pact],
  'check-own-contracts': ROLES,
  'speak-in-analysis': pact,
  'run-analysis': ['administrator', ...pact],
  'answer-requests': ROLES,
  'name-request-handlers': ['partner-administrator'],
  'manage-partner': ['administrator', 'partner-administrator'],
  administer: ['administrator'],
}

it.each(Object.keys(POLICY) as Action[])('%s is for those alone who are named for it', (action) => {
  const agent = { id: '1', actor: 'agent:1', name: '', email: null }
  const roles = ROLES.map((role): [string, Agent] => {
    const membership = { partnerId: 1, slug: 'narbonne', partnerName: 'Narbonne', role }
    return [role, { ...agent, administrator: false, memberships: [membership] }]
  })
  const people: [string, Agent | null][] = [
    ['nobody', null],
    ['stranger', { ...agent, administrator: false, memberships: [] }],
    ['administrator', { ...agent, administrator: true, memberships: [] }],
    ...roles,
  ]
  const allowed = people.flatMap(([who, each]) => (can(each, action, 1) ? [who] : []))
  expect(allowed).toEqual(WHO[action])
})
