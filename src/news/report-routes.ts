import { PREPARING } from '../../views/words/made-documents.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { sendMadeDocument } from '../office/made-documents.ts'
import { NOTE, REPORT } from './report-names.ts'

const { data } = routesFor('public')

/** The steering committee's report and the monthly note, as a Node process made them last. */
export const reportRoutes: Route[] = [
  data('/pacte/rapport.pdf', (c) => send(c, REPORT)),
  data('/pacte/note.pdf', (c) => send(c, NOTE)),
]

async function send(c: GuichetContext, name: string): Promise<Response> {
  return (await sendMadeDocument(c, name)) ?? c.text(PREPARING, 404)
}
