import type { JsonSchema } from '../../src/api/document.ts'
import { schemaName } from '../../src/api/documentation.ts'
import { numberText } from '../format.ts'

/** What a field takes, in words, with links to the schemas of the page. */
export function SchemaType({ schema }: { schema: JsonSchema }) {
  const name = schemaName(schema)
  if (name === 'ExternalId') return <>texte</>
  if (name !== '') return <a href={`#${name}`}>{name}</a>
  const [only] = schema.allOf ?? []
  if (only) return <SchemaType schema={only} />
  const either = schema.oneOf ?? schema.anyOf
  if (either) return <Either options={either} />
  if (schema.enum) return <Words words={schema.enum} />
  if (schema.items)
    return (
      <>
        liste{schema.maxItems !== undefined && ` (${numberText(schema.maxItems)} au plus)`} de :{' '}
        <SchemaType schema={schema.items} />
      </>
    )
  if (schema.properties)
    return (
      <>
        objet : <Words words={Object.keys(schema.properties)} />
      </>
    )
  return <>{simpleType(schema)}</>
}

function Either({ options }: { options: JsonSchema[] }) {
  const fields = options.flatMap(({ properties = {} }) => Object.keys(properties))
  if (fields.length > 0)
    return (
      <>
        objet : <Words words={[...new Set(fields)]} />
      </>
    )
  return (
    <>
      {options.map((option, index) => (
        <>
          {index > 0 && ' ou '}
          <SchemaType schema={option} />
        </>
      ))}
    </>
  )
}

function Words({ words }: { words: (string | number)[] }) {
  return (
    <>
      {words.map((word, index) => (
        <>
          {index > 0 && ', '}
          <code>{word}</code>
        </>
      ))}
    </>
  )
}

const TYPES: Record<string, string> = {
  string: 'texte',
  number: 'nombre',
  integer: 'entier',
  boolean: 'true ou false',
  null: 'null',
}

const FORMATS: Record<string, string> = {
  date: 'jour (2026-12-15)',
  'date-time': 'instant',
  'paris-date-time': '2026-12-15T12:00 (heure de Paris), ou avec son décalage',
  'paris-date-time-or-day': 'de même, ou le jour seul',
  uri: 'adresse http ou https',
  email: 'adresse électronique',
}

function simpleType({
  type = 'string',
  format = '',
  maxLength,
  minimum,
  maximum,
}: JsonSchema): string {
  const words =
    FORMATS[format] ??
    [type]
      .flat()
      .map((each) => TYPES[each] ?? each)
      .join(' ou ')
  if (maxLength !== undefined && format === '')
    return `${words}, ${numberText(maxLength)} caractères au plus`
  return minimum !== undefined && maximum !== undefined && maximum < 1e9
    ? `${words} de ${numberText(minimum)} à ${numberText(maximum)}`
    : words
}
