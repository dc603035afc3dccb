import type { Contact } from '../../src/consultations/facts.ts'

interface ContactLinesProps {
  contact: Contact | undefined
  /** What the person does there. */
  detail?: string | null
}

/** Whom to ring or write to, one thing a line, ready to be touched on a phone. */
export function ContactLines({ contact, detail }: ContactLinesProps) {
  const { name, phone, email } = contact ?? { name: null, phone: null, email: null }
  if (!name && !phone && !email) return <p>non communiqué : voir le dossier</p>
  return (
    <ul class="plain">
      {name && <li>{[name, detail].filter(Boolean).join(', ')}</li>}
      {phone && (
        <li>
          <a href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`}>{phone}</a>
        </li>
      )}
      {email && (
        <li>
          <a href={`mailto:${email}`}>{email}</a>
        </li>
      )}
    </ul>
  )
}
