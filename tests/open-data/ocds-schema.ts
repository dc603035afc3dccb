import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'

/** Official schemas of OCDS 1.1.5, beside the checkout; a public clone has none. */
const OCDS_FOLDER = new URL('../../../shared/data/ocds/', import.meta.url)
export const hasOcdsSchemas = existsSync(OCDS_FOLDER)

/** What is wrong with a record package: by the official schema of its releases, and by what record packages are. */
export function recordPackageProblems(text: string): string[] {
  const read = packageOf(text)
  const [record] = read.records
  const checks = validators()
  return [
    ...problems(checks.package, read),
    ...problems(checks.release, record?.compiledRelease),
    ...(record?.releases ?? []).flatMap((release) => problems(checks.release, release)),
    ...codeProblems(record?.compiledRelease),
  ]
}

/** What is wrong with a release alone, by the official schema. */
export function releaseProblems(release: unknown): string[] {
  return problems(validators().release, release)
}

interface Packaged {
  records: { ocid: string; releases: Release[]; compiledRelease: Release }[]
}

/** A release, as far as tests look at it. */
export interface Release {
  [name: string]: unknown
  id: string
  ocid: string
  date: string
  tag: string[]
}

export function packageOf(text: string): Packaged {
  return JSON.parse(text)
}

let made: { release: ValidateFunction; package: ValidateFunction } | undefined

function validators() {
  if (made) return made
  const ajv = new Ajv({ strict: false, allErrors: true })
  for (const [name, pattern] of Object.entries(FORMATS)) ajv.addFormat(name, pattern)
  // Draft 4 and 7 differ in the name of `id`; the schema uses nothing else that changed.
  const {
    id: _,
    $schema: __,
    ...release
  } = JSON.parse(readFileSync(new URL('1.1.5_release-schema.json', OCDS_FOLDER), 'utf8'))
  made = { release: ajv.compile(release), package: ajv.compile(RECORD_PACKAGE) }
  return made
}

/** RFC 3339 with an offset, and RFC 3986 without what must be encoded. */
const FORMATS = {
  'date-time':
    /^\d{4}-(?:0\d|1[0-2])-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
  uri: /^[a-z][a-z\d+.-]*:(?:[\w\-.~:/?#@!$&'()*+,;=]|%[\da-f]{2})+$/i,
}

/** The record package schema of OCDS 1.1.5, which is not among the files: what it requires around the releases. */
const RECORD_PACKAGE = {
  type: 'object',
  required: ['uri', 'publisher', 'publishedDate', 'records', 'version'],
  properties: {
    uri: { type: 'string', format: 'uri' },
    version: { type: 'string', pattern: String.raw`^(\d+\.)(\d+)$` },
    extensions: { type: 'array', items: { type: 'string', format: 'uri' } },
    publisher: {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string' }, uri: { type: 'string', format: 'uri' } },
    },
    license: { type: 'string', format: 'uri' },
    publicationPolicy: { type: 'string', format: 'uri' },
    publishedDate: { type: 'string', format: 'date-time' },
    records: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['ocid', 'releases'],
        properties: {
          releases: { type: 'array', minItems: 1, items: { not: { required: ['url'] } } },
        },
      },
    },
  },
}

function problems(validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return []
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

/** Codes that the schema leaves to the code lists. */
function codeProblems(release: Release | undefined): string[] {
  const codes: [string, string][] = []
  collect(release, codes)
  return codes.flatMap(([list, code]) => (codesOf(list).has(code) ? [] : [`${list}: ${code}`]))
}

function collect(value: unknown, codes: [string, string][]): void {
  if (Array.isArray(value)) for (const each of value) collect(each, codes)
  else if (typeof value === 'object' && value !== null)
    for (const [name, each] of Object.entries(value)) {
      if (name === 'documentType') codes.push(['documentType', String(each)])
      if (name === 'roles') for (const role of each) codes.push(['partyRole', String(role)])
      collect(each, codes)
    }
}

function codesOf(list: string): Set<string> {
  const folder = new URL('codelists/', OCDS_FOLDER)
  if (!readdirSync(folder).includes(`${list}.csv`)) return new Set()
  const text = readFileSync(new URL(`${list}.csv`, folder), 'utf8')
  return new Set(text.split('\n').flatMap((line) => line.split(',').slice(0, 2)))
}
