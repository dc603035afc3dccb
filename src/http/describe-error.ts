/** What a log may say of an error. */
export interface DescribedError {
  error: string
  /** Of the system, the driver or PostgreSQL (SQLSTATE). */
  code?: string
  /** The table's constraint that PostgreSQL saw broken. */
  constraint?: string
  stack?: string
}

/**
 * What broke, without what was asked or typed: the root cause of the error (a failed query's own message carries its
 * parameters), and of its message only the words that stand outside of quotation marks, for parsers put there what they
 * were given, and so does PostgreSQL where it tells of a value and not of a table.
 */
export function describeError(thrown: unknown): DescribedError {
  const root = rootOf(thrown)
  if (!(root instanceof Error))
    return { error: typeof root === 'string' ? withoutQuoted(root) : `thrown: ${typeof root}` }
  const frames = root.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? []
  return {
    error: namesOnlyTables(root) ? root.message : withoutQuoted(root.message),
    ...textOf(root, 'code', 'code'),
    ...textOf(root, 'constraint_name', 'constraint'),
    ...(frames.length > 0 ? { stack: frames.join('\n') } : {}),
  }
}

/** A text for the log with what names or opens for somebody left out: e-mail addresses, and secrets of links and tokens. */
export function withoutSecrets(text: string): string {
  return text
    .replaceAll(/[^\s"'<>@/=&?:,;]+@[^\s"'<>@/&?:,;]+\.[^\s"'<>@/&?:,;]+/g, '…@…')
    .replaceAll(/[^\s"'<>@/=&?:,;]+%40[^\s"'<>@/&?:,;]+/gi, '…@…')
    .replaceAll(/(?<![\w-])(?:guichet_)?[\w-]{43}(?![\w-])/g, '…')
}

/** SQLSTATE classes 22 (data exceptions) and P0 (raised by functions) quote what was given. */
function namesOnlyTables(root: Error): boolean {
  return (
    root.name === 'PostgresError' && 'code' in root && /^(?!22|P0)\w{5}$/.test(String(root.code))
  )
}

function rootOf(thrown: unknown): unknown {
  let root = thrown
  for (
    let depth = 0;
    depth < 10 && root instanceof Error && root.cause instanceof Error;
    depth += 1
  )
    root = root.cause
  return root
}

/** All from the first quotation mark to the last: what stands between may have such marks of its own. */
function withoutQuoted(message: string): string {
  const first = message.search(/["“«`]|(?<!\w)'/)
  const quoted = message.slice(first)
  const last = quoted.search(/["”»`'][^"”»`']*$/)
  const after = last > 0 ? quoted.slice(last + 1) : ''
  const told = first < 0 ? message : `${message.slice(0, first)}…${after}`
  return told.split('\n', 1).join('').slice(0, 300)
}

function textOf(root: Error, name: string, as: string): Record<string, string> {
  const value: unknown = Reflect.get(root, name)
  return typeof value === 'string' ? { [as]: value } : {}
}
