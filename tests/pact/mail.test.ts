import { asc } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { outbox } from '../../src/mail/schema.ts'
import { createAction } from '../../src/pact/actions/create-action.ts'
import { remindPilot, remindPilots } from '../../src/pact/actions/remind-pilot.ts'
import { createGroup } from '../../src/pact/groups/create-group.ts'
import { addMember } from '../../src/pact/groups/members.ts'
import { callMeeting, cancelMeeting } from '../../src/pact/meetings/call-meeting.ts'
import { planMeeting } from '../../src/pact/meetings/plan-meeting.ts'
import { callingMail } from '../../views/mail/pact-calling.ts'
import { reminderMail } from '../../views/mail/pact-reminder.ts'
import { actionValues, authorOf, groupValues } from '../support/pact.ts'
import { signIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'

const program = useProgram()
const config = {
  baseUrl: 'https://guichet.example',
  smtpUrl: 'smtp://localhost',
  mailFrom: { name: 'Guichet', address: 'guichet@guichet.example' },
}

async function messages() {
  return program.deps.db.select().from(outbox).orderBy(asc(outbox.id))
}

it('calls members and substitutes once, again when it moves, and calls off', async () => {
  const { db } = program.deps
  const author = await authorOf(db, 'narbonne', program.clock.now)
  const calling = { config, mailOf: callingMail }
  const id = await db.transaction(async (tx) => {
    const group = await createGroup(tx, author, groupValues(author.partnerId, 'Délais'))
    if (!group.ok) throw new Error(JSON.stringify(group))
    await addMember(
      tx,
      author,
      group.id,
      {
        partnerId: author.partnerId,
        person: 'A',
        email: 'a@narbonne.example',
        substitute: 'B',
        substituteEmail: 'b@narbonne.example',
      },
      '2026-11-01',
    )
    const meeting = await planMeeting(tx, author, group.id, {
      startsAt: new Date('2026-12-01T09:30:00+01:00'),
      endsAt: new Date('2026-12-01T11:30:00+01:00'),
      startsWall: '2026-12-01T09:30',
      endsWall: '2026-12-01T11:30',
      place: 'Mairie, salle 2',
      link: null,
      agenda: 'Les chiffres',
    })
    if (!meeting.ok) throw new Error(JSON.stringify(meeting))
    return meeting.id
  })
  const call = () => db.transaction((tx) => callMeeting(tx, author, id, calling))
  expect(await call()).toEqual({ ok: true, recipients: 2 })
  const [first] = await messages()
  expect(first).toMatchObject({ recipient: 'a@narbonne.example', calendar: { method: 'REQUEST' } })
  expect(first?.text).toContain('Les chiffres')
  expect(first?.calendar?.content).toContain('DTSTART;TZID=Europe/Paris:20261201T093000')
  expect(first?.calendar?.content).toContain('SEQUENCE:0')
  await call()
  expect((await messages())[2]?.calendar?.content).toContain('SEQUENCE:1')
  const called = await db.transaction((tx) => cancelMeeting(tx, author, id, 'Neige', calling))
  expect(called).toEqual({ ok: true })
  const all = await messages()
  expect(all).toHaveLength(6)
  expect(all[5]?.calendar?.method).toBe('CANCEL')
  expect(all[5]?.text).toContain('Neige')
  expect(await call()).toMatchObject({ ok: false })
})

it('reminds those who edit the pact for the pilot, before and at the date, and when a member asks', async () => {
  const { db } = program.deps
  await signIn(program, { role: 'pact-editor', partner: 'narbonne' })
  await signIn(program, { role: 'publisher', partner: 'narbonne' })
  const author = await authorOf(db, 'narbonne', program.clock.now)
  const made = await db.transaction((tx) =>
    createAction(tx, author, {
      ...actionValues(author.partnerId, 'Modèle'),
      dueOn: '2026-12-01',
    }),
  )
  if (!made.ok) throw new Error(JSON.stringify(made))
  const before = (await messages()).length
  const reminding = { config, mailOf: reminderMail }
  const remind = (day: string) => remindPilots(db, new Date(`${day}T08:00:00+01:00`), reminding)
  const counts = []
  for (const day of ['2026-11-20', '2026-11-21', '2026-12-01', '2026-12-02'])
    counts.push(await remind(day))
  expect(counts).toEqual([1, 0, 1, 0])
  const told = (await messages()).slice(before)
  expect(told).toHaveLength(2)
  expect(told[0]?.recipient).toContain('pact-editor')
  const ask = () =>
    db.transaction((tx) => remindPilot(tx, author, made.id, { by: 'CCI' }, reminding))
  expect(await ask()).toEqual({ ok: true })
  expect(await ask()).toMatchObject({ problems: [{ code: 'told-today' }] })
  expect((await messages()).at(-1)?.text).toContain('Ce rappel est demandé par CCI')
})
