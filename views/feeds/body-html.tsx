import type { Child } from 'hono/jsx'
import { safeText } from '../../src/feeds/safe-text.ts'
import { plain } from '../format.ts'
import type { Block, Part } from './body.ts'

/**
 * Paragraphs and lists as simple HTML, ordinary spaces in it. Apostrophes are left as they are: only attributes, always between double quotes, would need them
 * escaped.
 */
export function bodyHtml(blocks: Block[]): string {
  return simpleHtml(<Body blocks={blocks} />)
}

/** The same of any markup: text that feeds and mail programs can show. */
export function simpleHtml(markup: Child): string {
  const html = (<>{markup}</>).toString()
  return plain(safeText(html)).replaceAll('&#39;', "'")
}

/** Paragraphs and lists. */
export function Body({ blocks }: { blocks: Block[] }) {
  return (
    <>
      {blocks.map((block) =>
        'items' in block ? (
          <ul>
            {block.items.map((item) => (
              <li>{item.map(part)}</li>
            ))}
          </ul>
        ) : (
          <p>{block.lines.map((line, index) => [index > 0 ? <br /> : null, ...line.map(part)])}</p>
        ),
      )}
    </>
  )
}

function part(given: Part) {
  if (typeof given === 'string') return given
  return 'link' in given ? <a href={given.link}>{given.words}</a> : <strong>{given.strong}</strong>
}
