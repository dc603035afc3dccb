import type { Calendar } from './calendar.ts'
import { carcassonne, carcassonneAgglo } from './carcassonne.ts'
import { departement } from './departement.ts'
import { grandNarbonne, narbonne } from './narbonne.ts'
import { communes, publicBodies } from './other-buyers.ts'
import type { Story } from './story.ts'

/** Invented consultations of the Aude's buyers: every state that one can be in, and the changes on the way there. */
export function scenarios(calendar: Calendar): Story[] {
  return [
    narbonne,
    grandNarbonne,
    departement,
    carcassonne,
    carcassonneAgglo,
    communes,
    publicBodies,
  ].flatMap((tellOf) => tellOf(calendar))
}
