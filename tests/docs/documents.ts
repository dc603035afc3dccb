import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** A page in Markdown that people read. */
export interface Document {
  /** From the root: `docs/install.md`. */
  path: string
  text: string
}

/** A command of a shell block. */
export interface DocumentedCommand {
  document: string
  /** Variables that are set for it alone. */
  variables: string[]
  /** As the shell would hand them over, quotes taken away. */
  words: string[]
  /** From a sentence, perhaps without its arguments; else from a block, to be typed as it stands. */
  isQuoted: boolean
}

/** README, CONTRIBUTING, SECURITY and everything in docs. */
export function readDocuments(): Document[] {
  const inDocs = readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name))
  return ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...inDocs.toSorted()].map((path) => ({
    path,
    text: readFileSync(path, 'utf8'),
  }))
}

/** The commands of its shell blocks and those that its sentences quote, in order. */
export function commandsOf({ path, text }: Document): DocumentedCommand[] {
  const blocks = [...text.matchAll(/^ *```sh\n(?<block>[\s\S]*?)^ *```$/gm)]
  const spans = [...prose(text).matchAll(/`(?<span>(?:npm|npx) [^`\n]+)`/g)]
  return [...blocks, ...spans]
    .toSorted((a, b) => a.index - b.index)
    .flatMap(({ groups: { block, span } = {} }) =>
      linesOf(block ?? span ?? '').map((line) => {
        const words = wordsOf(line)
        const own = words.findIndex((word) => !/^[A-Z_]+=/.test(word))
        const at = own === -1 ? words.length : own
        const isQuoted = span !== undefined
        return { document: path, variables: words.slice(0, at), words: words.slice(at), isQuoted }
      }),
    )
}

/** A document without its blocks. */
export function prose(text: string): string {
  return text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, (block) => block.replaceAll(/\S/g, ' '))
}

/** Files that a document links to or shows, from the root, with the part after `#` where there is one. */
export function linksOf({ path, text }: Document): { file: string; anchor: string | null }[] {
  return [...prose(text).matchAll(/\]\((?<target>[^)\s]+)\)|\ssrc="(?<source>[^"]+)"/g)]
    .map(({ groups = {} }) => groups['target'] ?? groups['source'] ?? '')
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor = null] = target.split('#')
      return { file: file === '' ? path : normalize(join(dirname(path), file)), anchor }
    })
}

/** The pictures of a document, from the root, each with its text for who does not see it. */
export function picturesOf({ path, text }: Document): { file: string; words: string }[] {
  const markdown = /!\[(?<words>[^\]]*)\]\((?<file>[^)]+)\)/g
  const html = /<img src="(?<file>[^"]+)"[^>]*alt="(?<words>[^"]*)"/g
  return [...text.matchAll(markdown), ...text.matchAll(html)].map(({ groups = {} }) => ({
    file: normalize(join(dirname(path), groups['file'] ?? '')),
    words: groups['words'] ?? '',
  }))
}

/** The anchors that a forge gives to a document's headings. */
export function anchorsOf(text: string): string[] {
  return [...prose(text).matchAll(/^#+ (?<title>.+)$/gm)].map(({ groups = {} }) =>
    (groups['title'] ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** Commands one by one: continued lines joined, comments and texts handed over (`<<END`) left out. */
function linesOf(block: string): string[] {
  return block
    .replaceAll('\\\n', ' ')
    .replaceAll(/<<'?(\w+)'?\n[\s\S]*?^\s*\1$/gm, '')
    .split(/\n|&&/)
    .map((line) => line.replace(/(^|\s)#\s.*$/, '').trim())
    .filter((line) => line !== '')
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:"[^"]*"|'[^']*'|\$\([^)]*\)|[^\s"'])+/g)].map(([word]) =>
    word.replaceAll(/["']/g, ''),
  )
}
