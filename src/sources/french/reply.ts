import type { RecordFacts, ResponseMethod } from '../../consultations/facts.ts'
import { emailsIn, linksIn } from './addresses.ts'
import { headingBefore } from './heading.ts'
import type { Passage } from './passage.ts'

/**
 * What a passage's sentences say of the addresses in them: where to answer (« offres à envoyer par courriel à … »,
 * « répondre sur https://… »), where the file is, and, where it is the only one, whom to write to.
 */
export function readReply(
  passage: Passage,
): Pick<RecordFacts, 'response' | 'documentsUrl' | 'contact'> {
  const facts: Pick<RecordFacts, 'response' | 'documentsUrl' | 'contact'> = {}
  const signature = signatureIn(passage.plain)
  for (const link of linksIn(passage)) {
    const { heading, words } = headed(passage, link)
    if (DOCUMENTS.test(heading)) {
      facts.documentsUrl ??= { value: link.address, words, basis: 'extracted' }
    } else if (PLATFORM.test(heading)) {
      const value: ResponseMethod = { kind: 'platform', address: link.address, signature }
      facts.response ??= { value, words, basis: 'extracted' }
    }
  }
  const others: string[] = []
  for (const email of emailsIn(passage)) {
    const { heading, words } = headed(passage, email)
    if (BY_EMAIL.test(heading)) {
      const value: ResponseMethod = { kind: 'email', address: email.address, signature }
      facts.response ??= { value, words, basis: 'extracted' }
    } else {
      others.push(email.address)
    }
  }
  const [only, another] = others
  if (only !== undefined && another === undefined) {
    const value = { name: null, phone: null, email: only }
    facts.contact = { value, words: only, basis: 'extracted' }
  }
  return facts
}

const DOCUMENTS = /\bdce\b|dossiers? de (?:la )?consultation|telecharg|retrait|retirer/
const PLATFORM = /repondre|depos|depot|remise|remettre|plate-?forme|profil d'?acheteur|dematerialis/
const BY_EMAIL =
  /(?:offre|pli|devis|candidature|reponse|proposition)s?\b.*(?:envoy|envoi|transm|adress|remett|remise|depos|par (?:courriel|mail|e-mail))|(?:envoy|envoi|transm|adress|remett|remise|depos).*(?:offre|pli|devis|candidature|reponse|proposition)/

/** Whether an electronic signature is asked; null when not said. */
function signatureIn(plain: string): boolean | null {
  const match =
    /signature electronique(?: est| n'est)? ?:? ?(non|pas|facultative|exigee|obligatoire|requise|oui)\b/.exec(
      plain,
    )
  return match === null ? null : !['non', 'pas', 'facultative'].includes(match[1] ?? '')
}

function headed(
  passage: Passage,
  { start, end }: { start: number; end: number },
): { heading: string; words: string } {
  const heading = headingBefore(passage.plain, start, 0)
  return { heading: heading.text, words: passage.part(heading.start, end).trimmed().words }
}
