import type { Child } from 'hono/jsx'

interface TableProps {
  caption: Child
  /** Of the caption: read out, not shown. */
  unseen?: boolean
  columns: Child[]
  /** Those of the columns that hold figures. */
  figures?: string[]
  /** As wide as the page. */
  wide?: boolean
  /** Its rows. */
  children: Child
}

/** A table with a heading for each column; what stands in a row stands one under the other on a small screen. */
export function Table({ caption, unseen, columns, figures = [], wide, children }: TableProps) {
  return (
    <div class={wide ? 'stack wide' : 'stack'}>
      <table>
        <caption class={unseen ? 'unseen' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                scope="col"
                class={
                  typeof column === 'string' && figures.includes(column) ? 'number' : undefined
                }
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
