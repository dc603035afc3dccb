import { eq } from 'drizzle-orm'
import { trainingMails } from '../../../../views/mail/trainings.ts'
import { changeTraining, createTraining } from '../../../trainings/edit-training.ts'
import { answerEvaluation } from '../../../trainings/evaluate.ts'
import { newSecret } from '../../../auth/secret.ts'
import { register } from '../../../trainings/register.ts'
import { type Note, registrations, sessions } from '../../../trainings/schema.ts'
import {
  cancelSession,
  confirmSession,
  planSession,
  postponeSession,
  setRegistrations,
  writeAttendance,
} from '../../../trainings/sessions.ts'
import type { Telling } from '../../../trainings/tell.ts'
import { type PactStep, type PactTelling, told } from './step.ts'
import { FIRMS, type SessionStory, type TrainingStory } from './trainings-story.ts'

/** A training from its need to its sessions, registrations, attendance and evaluations. */
export function trainingSteps(story: TrainingStory): PactStep[] {
  const { organiser, sessions: told_, group, action, with: others = [], balance, ...words } = story
  let id = 0
  return [
    {
      at: story.from,
      async tell({ tx, partner, groups, actions, axis }, author) {
        const { from: _, ...texts } = words
        const added = await createTraining(
          tx,
          {
            ...texts,
            prerequisites: 'Aucun',
            cost: 'Pris en charge par les chambres et les signataires',
            access: 'Salle accessible ; dites-nous ce qu’il vous faut.',
            axisId: axis('accompagner'),
            groupId: group === undefined ? null : (groups.get(group) ?? null),
            actionId: action === undefined ? null : (actions.get(action) ?? null),
            partnerIds: others.map(partner),
          },
          partner(organiser),
          author(organiser),
        )
        id = added.id
      },
    },
    ...told_.flatMap((session) => sessionSteps(session, organiser, () => id)),
    ...(balance
      ? [
          {
            at: balance.at,
            async tell({ tx }: PactTelling, author: Parameters<PactStep['tell']>[1]) {
              const of = author(organiser)
              const change = { balanceWords: balance.words, balancePublishedAt: of.now }
              await changeTraining(tx, id, change, of)
            },
          },
        ]
      : []),
  ]
}

/** When the sessions of a demonstration begin and end. */
const BEGINS = '09:00'
const ENDS = '17:00'

function sessionSteps(story: SessionStory, organiser: string, training: () => number): PactStep[] {
  const { at, opened, confirmed, cancelled, postponed, registered = 0, came } = story
  let id = 0
  const step = (
    when: number,
    tell: (
      telling: PactTelling,
      author: ReturnType<Parameters<PactStep['tell']>[1]>,
    ) => Promise<unknown>,
  ): PactStep => ({
    at: when,
    async tell(telling, author) {
      await tell(telling, author(organiser))
    },
  })
  const planned = (opened ?? at) - 10
  const first = postponed?.from ?? at
  return [
    step(planned, async (telling, author) => {
      const { place, minimum, seats } = story
      id = await planSession(
        telling.tx,
        training(),
        {
          dates: datesOf(telling, first),
          place: { place, placeKey: null, link: null, minimum, seats },
        },
        author,
      )
    }),
    ...(opened === undefined
      ? []
      : [
          step(opened, async (telling, author) => {
            const { tx } = telling
            told(await setRegistrations(tx, id, 'open', author, tellingAt(telling, author.now)))
            for (const [firm, person, commune, trade] of FIRMS.slice(0, registered))
              told(
                await register(
                  tx,
                  id,
                  {
                    typed: {
                      firm,
                      person,
                      commune,
                      trade,
                      siret: null,
                      email: `${person.toLowerCase().replaceAll(/[^a-z]/g, '')}@example.org`,
                      answeredBefore: firm.length % 3 === 0,
                    },
                    formSecret: newSecret(),
                  },
                  tellingAt(telling, author.now),
                ),
              )
          }),
        ]),
    ...(postponed
      ? [
          step(postponed.at, async (telling, author) => {
            const version = await versionOf(telling, id)
            const change = { version, dates: datesOf(telling, at), reason: postponed.why }
            const tell = tellingAt(telling, author.now)
            told(await postponeSession(telling.tx, id, change, author, tell))
          }),
        ]
      : []),
    ...(confirmed === undefined
      ? []
      : [
          step(confirmed, async (telling, author) =>
            told(await confirmSession(telling.tx, id, author, tellingAt(telling, author.now))),
          ),
        ]),
    ...(cancelled
      ? [
          step(cancelled[0], async (telling, author) =>
            told(
              await cancelSession(
                telling.tx,
                id,
                cancelled[1],
                author,
                tellingAt(telling, author.now),
              ),
            ),
          ),
        ]
      : []),
    ...(came === undefined
      ? []
      : [
          step(at + 1, async ({ tx }, author) => {
            const people = await tx
              .select({ id: registrations.id })
              .from(registrations)
              .where(eq(registrations.sessionId, id))
              .orderBy(registrations.id)
            const present = people.slice(0, came).map((each) => each.id)
            told(await writeAttendance(tx, id, present, author))
            for (const [rank, person] of present.entries()) {
              const satisfaction: Note = rank % 3 === 0 ? 3 : 4
              const ready = rank % 4 !== 0
              await answerEvaluation(tx, person, { hot: { satisfaction, ready, words: '' } })
              if (at > -125 || rank % 3 === 2) continue
              const answered = rank % 3 === 0
              const cold = {
                answered,
                answers: answered ? 2 : 0,
                won: rank === 0 ? 1 : 0,
                words: '',
              }
              await answerEvaluation(tx, person, { cold })
            }
          }),
        ]),
  ]
}

function datesOf({ days }: PactTelling, at: number) {
  return {
    starts: days.moment(at, BEGINS),
    ends: days.moment(at, ENDS),
    decideOn: days.day(at - 8),
  }
}

async function versionOf({ tx }: PactTelling, id: number): Promise<number> {
  const [row] = await tx
    .select({ version: sessions.version })
    .from(sessions)
    .where(eq(sessions.id, id))
  return row?.version ?? 0
}

/** Nobody is written to: the demonstration has no mail. */
function tellingAt({ config, tagAuthority }: PactTelling, now: Date): Telling {
  return { config, tagAuthority, now, mails: trainingMails }
}
