import { DrizzleQueryError } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeError, withoutSecrets } from '../../src/http/describe-error.ts'

const SECRET = 'k3v9Qw_sT0-aaBBccDDeeFFggHHiiJJkkLLmmNNooPP'

function postgresError(code: string, message: string): Error {
  return Object.assign(new Error(message), { name: 'PostgresError', code })
}

test('a failed query is told by what broke, never by what was asked', () => {
  const cause = postgresError('42P01', 'relation "jobs" does not exist')
  const failed = new DrizzleQueryError('insert into jobs', ['camille@exemple.fr'], cause)
  const told = describeError(failed)
  expect(told).toMatchObject({ error: 'relation "jobs" does not exist', code: '42P01' })
  expect(JSON.stringify(told)).not.toMatch(/camille|insert into/)
})

test.each([
  postgresError('22P02', 'invalid input syntax for type uuid: "camille"'),
  postgresError('22P02', 'syntaxe en entrée invalide pour le type uuid : « camille »'),
  postgresError('22P02', 'invalid input syntax for type json: "a" and "camille" in it'),
  postgresError('P0001', 'refused: "camille'),
  new SyntaxError(`Unexpected token 'c', "camille\ncamille" is not valid JSON`),
  new Error('unquoted', { cause: new Error('of "camille"') }),
])('what was given is left out of: %s', (error) => {
  const told = JSON.stringify(describeError(error))
  expect(told).not.toContain('camille')
  expect(told).toContain('describe-error.test.ts')
})

test('a broken rule of a table is told by its name', () => {
  const error = Object.assign(postgresError('23505', 'duplicate key value'), {
    constraint_name: 'outbox_key_unique',
    detail: 'Key (key)=(camille@exemple.fr) already exists.',
  })
  expect(describeError(error)).toMatchObject({ code: '23505', constraint: 'outbox_key_unique' })
  expect(JSON.stringify(describeError(error))).not.toContain('camille')
})

test('whatever is thrown is described, however it quotes', () => {
  fc.assert(
    fc.property(fc.anything(), fc.string(), (thrown, typed) => {
      describeError(thrown)
      const mark = `${typed}camille${typed}`
      const { error } = describeError(new Error(`before "${mark}" after`))
      expect(error.startsWith('before …')).toBe(true)
      expect(error).not.toContain('camille')
    }),
  )
})

test.each([
  ['sent to camille.dupont@mairie.exemple.fr in vain', 'sent to …@… in vain'],
  ['/?q=camille%40exemple.fr&lieu=narbonne', '/?q=…@…&lieu=narbonne'],
  [`/connexion/lien/${SECRET}`, '/connexion/lien/…'],
  [`Bearer guichet_${SECRET}`, 'Bearer …'],
  ['https://exemple.fr/consultations.rss', 'https://exemple.fr/consultations.rss'],
  ['0046_quiet_requests_and_relays_to_contacts', '0046_quiet_requests_and_relays_to_contacts'],
])('of the text %s the log says %s', (text, told) => {
  expect(withoutSecrets(text)).toBe(told)
})
