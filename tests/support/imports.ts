import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Import {
  from: string
  /** A path of this project (`src/db/db.ts`), or a package's name. */
  to: string
  typeOnly: boolean
}

/** Every file of src/ and views/ that is code, by its path, with its text. */
export function readSources(): Map<string, string> {
  const files = ['src', 'views'].flatMap(sourceFiles)
  return new Map(files.map((file) => [file, readFileSync(join(root(), file), 'utf8')]))
}

function root(): string {
  return fileURLToPath(new URL('../..', import.meta.url))
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root(), folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => posix(join(folder, name)))
    .toSorted()
}

/** What a file imports, in order. */
export function importsOf(file: string, text: string): Import[] {
  const statement =
    /^import\s+'(?<bare>[^'\n]+)'|^(?:import|export)\s+(?<type>type\s)?[^'";]*?\bfrom\s+'(?<named>[^'\n]+)'|\bimport\(\s*'(?<called>[^'\n]+)'/gm
  return [...text.matchAll(statement)].map(({ groups = {} }) => ({
    from: file,
    to: target(file, groups['bare'] ?? groups['named'] ?? groups['called'] ?? ''),
    typeOnly: groups['type'] !== undefined,
  }))
}

function target(file: string, specifier: string): string {
  return specifier.startsWith('.') ? posix(normalize(join(dirname(file), specifier))) : specifier
}

function posix(path: string): string {
  return path.split(sep).join('/')
}

/** What stands in src: a folder of it, or a file. */
export function folderOf(path: string): string {
  return path.split('/')[1] ?? path
}

export function isRoutes(path: string): boolean {
  return /^src\/[^/]+\/(?:[a-z-]+-)?routes\.tsx?$/.test(path)
}
