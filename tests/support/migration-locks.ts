/** Tables that grow with the years: what locks them for as long as it takes to read them stops the service. */
const GROWING = [
  'audit_log',
  'awards',
  'consultation_buyers',
  'consultations',
  'contract_record_versions',
  'contract_records',
  'contract_suppliers',
  'contracts',
  'document_chunks',
  'documents',
  'establishments',
  'firm_lookups',
  'firms',
  'jobs',
  'lots',
  'notices',
  'outbox',
  'planned_purchase_events',
  'planned_purchases',
  'source_looks',
  'source_record_versions',
  'source_records',
]

const RULES: [RegExp, string][] = [
  [
    /^create (?:unique )?index (?!concurrently)/,
    'make the index `concurrently if not exists`, in a file of its own whose first line is `-- no-transaction`',
  ],
  [
    /alter column \S+ (?:set data )?type\b/,
    'a change of type writes the table anew: add a column beside, fill it by a job in batches, then have the program read it',
  ],
  [
    /set not null/,
    'add `check (… is not null) not valid`, validate it in a later file, and set not null in a third one marked `-- short lock: why`',
  ],
  [
    /add constraint \S+ (?:foreign key|check)\b(?!.*not valid)/,
    'add the constraint `not valid`, and validate it in a later file',
  ],
  [
    /add constraint \S+ (?:unique|primary key)\b(?!.*using index)/,
    'make a unique index `concurrently` first, then add the constraint `using index`',
  ],
  [/add constraint \S+ exclude\b/, 'an exclusion reads the whole table under its lock: do without'],
  [
    /add column .*(?:\bgenerated\b|\bserial\b|default (?:gen_random_uuid|random|clock_timestamp)\()/,
    'a column that is computed for every row writes the table anew: add it empty, and fill it by a job in batches',
  ],
  [
    /^(?:update|delete from)\b/,
    'rows of a table that grows are changed by a job in batches, not by a migration',
  ],
  [
    /^(?:cluster|reindex|vacuum|truncate|lock)\b/,
    'this locks the whole table for as long as it runs',
  ],
]

/** What a file without a transaction may hold: statements that can be run again, and keep nobody waiting. */
const ALONE =
  /^(?:create (?:unique )?index concurrently if not exists|drop index concurrently if exists|alter table \S+ validate constraint)\b/

/**
 * Which statements of a migration would keep readers or writers of a growing table waiting for as long as it takes to go
 * through a million rows, each with what to do instead. A table that the same file makes is empty. A statement after a
 * line `-- short lock: why` has been thought about.
 */
export function lockProblems(sql: string): string[] {
  const alone = sql.startsWith('-- no-transaction')
  const made = [...sql.matchAll(/create table (?:if not exists )?"?(\w+)/gi)].map(
    ([, name]) => name,
  )
  const added = [...sql.matchAll(/add constraint "?(\w+)[^;]*not valid/gi)].map(([, name]) => name)
  return sql
    .split('--> statement-breakpoint')
    .filter((statement) => !/^\s*-- short lock: \S/m.test(statement))
    .map(plainWords)
    .filter((statement) => statement !== '')
    .flatMap((statement) => {
      const validated = /validate constraint (\w+)/.exec(statement)?.[1]
      if (validated !== undefined && added.includes(validated))
        return [`${statement}: validate it in a later file, where the lock that adds it is gone`]
      if (alone)
        return ALONE.test(statement)
          ? []
          : [
              `${statement}: a file without transaction may be run again from its beginning: only \`create index concurrently if not exists\`, \`drop index concurrently if exists\` and \`validate constraint\` stand there`,
            ]
      if (/^(?:create|drop) (?:unique )?index concurrently/.test(statement))
        return [`${statement}: the file's first line must be \`-- no-transaction\``]
      const table = GROWING.find(
        (name) => new RegExp(`\\b${name}\\b`).test(tableOf(statement)) && !made.includes(name),
      )
      const rule = table === undefined ? undefined : RULES.find(([found]) => found.test(statement))
      return rule ? [`${statement}: ${rule[1]}`] : []
    })
}

/** In lower case, on one line, without quotes, schema and comments. */
function plainWords(statement: string): string {
  return statement
    .replaceAll(/--.*$/gm, '')
    .replaceAll(/"public"\.|"/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/;$/, '')
    .toLowerCase()
}

/** The part that names the table which is locked: before what a foreign key refers to. */
function tableOf(statement: string): string {
  return (
    /^(?:alter table|update|delete from|truncate|cluster|reindex table|vacuum(?: full)?|lock table) (?:only |if exists )?(\w+)/.exec(
      statement,
    )?.[1] ??
    / on (\w+)/.exec(statement)?.[1] ??
    ''
  )
}
