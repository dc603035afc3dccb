import type { Frame } from '../layout/layout.tsx'

/** The body that answers for the instance, with the address it gave to be reached at. */
export function Contact({ frame: { operator, contact } }: { frame: Frame }) {
  if (contact === null) return <>{operator}</>
  return (
    <>
      {operator} (<a href={contact.includes('://') ? contact : `mailto:${contact}`}>{contact}</a>)
    </>
  )
}
