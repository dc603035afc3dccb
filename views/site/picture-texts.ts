import type { ConsultationPage } from '../../src/consultations/shown.ts'
import type { Rencontre } from '../../src/rencontres/queries.ts'
import { longMoment, plain, upperFirst } from '../format.ts'
import { analysisTitle } from '../words/analysis.ts'
import { STATE_LABELS } from '../words/states.ts'
import { dayText } from '../words/rencontres.ts'
import type { SharedPicture } from './shared-picture.tsx'

type Texts = Omit<SharedPicture, 'host'>

/** What the picture of the service itself says. */
export const SERVICE_PICTURE: Texts = {
  kind: 'Un seul endroit, un seul fil',
  title: 'Les consultations des acheteurs publics de l’Aude',
  lines: ['Chercher, suivre et s’abonner, sans compte'],
}

/** A consultation: what is bought, by whom, until when. */
export function consultationPicture({ listed, buyers }: ConsultationPage): Texts {
  const { title, deadline, deadlineStage, state } = listed
  const before = deadlineStage === 'candidacy' ? 'Candidature avant le' : 'À remettre avant le'
  return {
    kind: 'Consultation',
    title,
    lines: [
      buyers.map(({ name }) => name).join(', ') || listed.buyer.name,
      state === 'open' && deadline
        ? `${before} ${plain(longMoment(deadline))}`
        : STATE_LABELS[state],
    ],
  }
}

/** A meeting with buyers: its title, day, place and organiser. */
export function rencontrePicture(rencontre: Rencontre): Texts {
  const { title, startsWall, endsWall, place, organiser, state } = rencontre
  const day = upperFirst(plain(dayText(startsWall, endsWall)))
  return {
    kind: state === 'called-off' ? 'Rencontre annulée' : 'Rencontre avec les acheteurs',
    title,
    lines: [day, `${place}, organisée par ${organiser.name}`],
  }
}

/** A yearly analysis. */
export function analysisPicture(year: number): Texts {
  return {
    kind: 'Analyse partagée',
    title: analysisTitle(year),
    lines: ['L’accès des PME et des entreprises audoises à la commande publique'],
  }
}
