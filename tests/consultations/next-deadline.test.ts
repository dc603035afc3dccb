import { expect, test } from 'vitest'
import { parseFilter } from '../../src/consultations/filter.ts'
import { staysTrueUntil } from '../../src/consultations/next-deadline.ts'
import { openNow } from '../../src/consultations/open-now.ts'
import { bought, draft, winter } from '../support/application.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram('2026-11-20T10:00:00+01:00')
const MONDAY = winter('2026-11-23T12:00')
const IN_A_WEEK = winter('2026-11-28T12:00')

test('a list of what closes within days is true until one closes or another comes to be among them', async () => {
  const buyers = bought('Ville de Narbonne', '21110262900019')
  await program.say('plateforme', [
    draft('a', { object: 'Location de bennes', buyers, deadline: MONDAY }),
    draft('b', { object: 'Achat de sel', buyers, deadline: IN_A_WEEK }),
  ])
  const within = async (days: string) => {
    const asked = parseFilter(new URLSearchParams(days))
    return asked.ok ? staysTrueUntil(program.deps, asked.filter) : null
  }
  expect(await within('echeance=7')).toEqual(new Date('2026-11-21T12:00:00+01:00'))
  expect(await within('')).toEqual(new Date(MONDAY.instant ?? ''))
})

test('what is open is counted anew at the very instant at which one closes', async () => {
  expect((await openNow(program.deps)).consultations).toMatchObject({ count: 2 })
  program.clock.now = new Date(MONDAY.instant ?? '')
  expect((await openNow(program.deps)).consultations).toMatchObject({ count: 1 })
})
