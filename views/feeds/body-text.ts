import { safeText } from '../../src/feeds/safe-text.ts'
import { plain } from '../format.ts'
import type { Block, Part } from './body.ts'

/** Paragraphs and lists as plain text, parted by line ends; links have their address behind them. */
export function bodyText(blocks: Block[]): string {
  const lines = blocks.flatMap((block) =>
    'items' in block
      ? block.items.map((item) => `- ${item.map(partText).join('')}`)
      : block.lines.map((line) => line.map(partText).join('')),
  )
  return plain(safeText(lines.join('\n')))
}

function partText(part: Part): string {
  if (typeof part === 'string') return part
  if ('strong' in part) return part.strong
  const address = part.link.replace(/^mailto:/, '')
  return address === part.words ? address : `${part.words} (${address})`
}
