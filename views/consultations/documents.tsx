import type { PublishedDocument } from '../../src/consultations/facts.ts'
import { weight } from '../documents/file-link.tsx'
import { webAddress } from '../feeds/body.ts'
import { shortDate } from '../format.ts'

/** The files of the consultation: name, kind and weight; absent where the guichet has none. */
export function Documents({ documents }: { documents: PublishedDocument[] | undefined }) {
  if (!documents?.length) return null
  return (
    <section aria-labelledby="dossier">
      <h2 id="dossier">Dossier de consultation</h2>
      <DocumentList documents={documents} />
    </section>
  )
}

/** The same without a heading. */
export function DocumentList({ documents }: { documents: PublishedDocument[] }) {
  return (
    <ul>
      {documents.map((document) => {
        const href = safeHref(document.href)
        return (
          <li>
            {href ? <a {...href}>{document.name}</a> : document.name}{' '}
            <span class="hint">
              ({[kindOf(document), `ajouté le ${shortDate(document.on)}`].join(', ')})
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** A path of this site, or an address of the web. */
function safeHref(href: string): { href: string; rel?: string } | null {
  if (/^\/(?![/\\])/.test(href)) return { href }
  const address = webAddress(href)
  return address ? { href: address, rel: 'external nofollow' } : null
}

/** « PDF, 1,2 Mo »; the host of a link. */
function kindOf({ name, href, bytes }: PublishedDocument): string {
  if (bytes === null) return `lien vers ${URL.parse(href)?.host ?? 'un autre site'}`
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toUpperCase()
  return [ending, weight(bytes)].filter(Boolean).join(', ')
}
