import type { TypedFields } from './schema.ts'

/** Everything that a form sent, by name; names that every object has mean no field. */
export function typedIn(form: URLSearchParams): TypedFields {
  const names = [...new Set(form.keys())].filter((name) => !(name in Object.prototype))
  return Object.fromEntries(names.map((name) => [name, form.getAll(name)]))
}
