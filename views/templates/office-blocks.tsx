import { type OfficeBlock, partsOf } from '../../src/office/block.ts'
import { MARK } from '../office/blank.ts'

/** The blocks of a document as they are read on a page, under a heading of the second level. */
export function OfficeBlocks({ blocks }: { blocks: OfficeBlock[] }) {
  const first = blocks.findIndex((block) => block.kind === 'heading' && block.level === 2)
  return (
    <>
      {blocks.map((block, rank) => (
        <Block block={block} top={first === -1 || rank <= first} />
      ))}
    </>
  )
}

/** `top`: no heading of the document stands above it. */
function Block({ block, top }: { block: OfficeBlock; top: boolean }) {
  switch (block.kind) {
    case 'heading':
      return block.level === 2 || top ? (
        <h3>
          <Marked text={block.text} />
        </h3>
      ) : (
        <h4>
          <Marked text={block.text} />
        </h4>
      )
    case 'paragraph':
      return (
        <p>
          <Marked text={block.text} />
        </p>
      )
    case 'note':
      return (
        <p class="hint">
          <Marked text={block.text} />
        </p>
      )
    case 'list':
      return (
        <ul>
          {block.items.map((item) => (
            <li>
              <Marked text={item} />
            </li>
          ))}
        </ul>
      )
    case 'figures':
      return (
        <ul>
          {block.figures.map(({ value, label }) => (
            <li>
              <strong>{value}</strong> {label}
            </li>
          ))}
        </ul>
      )
    case 'table':
      return (
        <div class="stack">
          <table>
            <caption>{block.caption}</caption>
            <thead>
              <tr>
                {block.columns.map(({ heading, align }) => (
                  <th scope="col" class={align === 'right' ? 'number' : undefined}>
                    {heading}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map(([first = '', ...rest]) => (
                <tr>
                  {first === '' ? (
                    <td data-label={block.columns[0]?.heading} />
                  ) : (
                    <th scope="row">
                      <Marked text={first} />
                    </th>
                  )}
                  {rest.map((text, index) => (
                    <td
                      data-label={block.columns[index + 1]?.heading}
                      class={block.columns[index + 1]?.align === 'right' ? 'number' : undefined}
                    >
                      <Marked text={text} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )
  }
}

function Marked({ text }: { text: string }) {
  return (
    <>{partsOf(text, MARK).map((part) => (part.isBlank ? <mark>{part.text}</mark> : part.text))}</>
  )
}
