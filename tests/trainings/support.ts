import { readConfig } from '../../src/config.ts'
import { createTraining } from '../../src/trainings/edit-training.ts'
import type { TypedRegistration } from '../../src/trainings/read-registration.ts'
import { planSession, setRegistrations } from '../../src/trainings/sessions.ts'
import type { Telling } from '../../src/trainings/tell.ts'
import { trainingMails } from '../../views/mail/trainings.ts'
import { authorOf } from '../support/pact.ts'
import { type TestProgram, winter } from '../support/application.ts'

type Program = Pick<TestProgram, 'deps' | 'clock'>

/** What writing about trainings needs, with mail on or off. */
export function tellingIn({ deps, clock }: Program, mail: boolean): Telling {
  const read = readConfig({
    BASE_URL: deps.config.baseUrl,
    ...(mail ? { SMTP_URL: 'smtp://localhost:25', MAIL_FROM: 'guichet@guichet.example' } : {}),
  })
  if (!read.ok) throw new Error(read.problems.join('\n'))
  return {
    config: read.config,
    now: clock.now,
    tagAuthority: 'guichet.example',
    mails: trainingMails,
  }
}

/** In the name of a partner of the demonstration. */
export function authorFor({ deps, clock }: Program, slug = 'narbonne') {
  return authorOf(deps.db, slug, clock.now)
}

/** A training of Narbonne's with one session, on 4 February 2027 in the morning, whose registrations are open. */
export async function openSession(
  program: Program,
  {
    seats = 12,
    minimum = 0,
    decideOn = null,
    open = true,
    mail = true,
  }: {
    seats?: number
    minimum?: number
    decideOn?: string | null
    open?: boolean
    mail?: boolean
  } = {},
) {
  const author = await authorFor(program)
  const telling = tellingIn(program, mail)
  const made = await program.deps.db.transaction(async (tx) => {
    const training = await createTraining(
      tx,
      {
        title: 'Répondre à sa première consultation',
        stage: 'design',
        need: 'Six lots sur dix ne reçoivent qu’une offre.',
        programme: 'Lire un avis, remettre une offre.',
        aims: 'Savoir répondre seul.',
        audience: 'Petites entreprises',
        prerequisites: '',
        length: 'Une matinée',
        trainers: 'CCI de l’Aude',
        cost: '',
        price: 'gratuit',
        access: '',
        axisId: null,
        groupId: null,
        actionId: null,
        partnerIds: [],
      },
      author.partnerId,
      author,
    )
    const sessionId = await planSession(
      tx,
      training.id,
      {
        dates: { starts: winter('2027-02-04T09:30'), ends: winter('2027-02-04T12:30'), decideOn },
        place: {
          place: 'Maison des entreprises, Narbonne',
          placeKey: 'c:11262',
          link: null,
          minimum,
          seats,
        },
      },
      author,
    )
    if (open) await setRegistrations(tx, sessionId, 'open', author, telling)
    return { ...training, sessionId }
  })
  await program.deps.versions.refresh()
  return made
}

/** Somebody of an invented firm, by a number. */
export function person(number: number): TypedRegistration {
  return {
    firm: `Entreprise ${number}`,
    siret: null,
    person: `Personne ${number}`,
    email: `personne${number}@entreprise.example`,
    commune: 'Narbonne',
    trade: 'electricite',
    answeredBefore: number % 2 === 0,
  }
}

/** A registration's form, as somebody fills it in. */
export function registrationForm(number: number, more: Record<string, string> = {}) {
  const { firm, person: name, email, commune } = person(number)
  return {
    entreprise: firm,
    siret: '',
    personne: name,
    courriel: email,
    commune,
    metier: 'autre',
    deja: 'non',
    accord: 'oui',
    ...more,
  }
}
