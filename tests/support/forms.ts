import { Parser } from 'htmlparser2'

/** A form of a page, with what could be sent in each of its fields. */
export interface SentForm {
  action: string
  multipart: boolean
  /** Names of its fields: two forms of the same shape ask the same. */
  shape: string
  fields: FormField[]
}

/** Null: nothing is sent under the name. */
interface FormField {
  name: string
  emptied: string | null
  filledIn: string | null
  long: string | null
}

/** Longer than any column of a page. */
export const LONG_WORD = 'anticonstitutionnellement'.repeat(8)

/** The forms of a page that write, at the address where the page stands. */
export function formsIn(html: string, at: string): SentForm[] {
  const forms: SentForm[] = []
  let form: SentForm | null = null
  let choices: FormField | null = null
  const parser = new Parser({
    onopentag(name, given) {
      const { name: field = '', value = '', type = 'text' } = given
      if (name === 'form' && given['method'] === 'post') {
        const multipart = given['enctype'] === 'multipart/form-data'
        form = { action: given['action'] ?? at, multipart, shape: '', fields: [] }
        forms.push(form)
      }
      if (!form || (field === '' && name !== 'option')) return
      const isTrap = given['tabindex'] === '-1'
      if (isTrap || (name === 'input' && type === 'hidden')) form.fields.push(always(field, value))
      else if (name === 'input' && /^(checkbox|radio)$/.test(type)) {
        const isFirst = type === 'checkbox' || !form.fields.some((each) => each.name === field)
        if (isFirst)
          form.fields.push({
            name: field,
            emptied: null,
            filledIn: value || 'on',
            long: value || 'on',
          })
      } else if (name === 'input' && type === 'file') return
      else if (name === 'input' || name === 'textarea')
        form.fields.push({
          name: field,
          emptied: '',
          filledIn: exampleOf(field, type, value),
          long: longOf(field, type, value),
        })
      else if (
        name === 'button' &&
        value !== '' &&
        !form.fields.some((each) => each.name === field)
      )
        form.fields.push(always(field, value))
      if (name === 'select') {
        choices = { name: field, emptied: '', filledIn: null, long: null }
        form.fields.push(choices)
      }
      if (name === 'option' && choices && value !== '') {
        choices.filledIn ??= value
        choices.long ??= value
      }
    },
    onclosetag(name) {
      if (name === 'select') choices = null
      if (name === 'form') {
        if (form) form.shape = form.fields.map((each) => each.name.replaceAll(/\d+/g, '')).join(' ')
        form = null
      }
    },
  })
  parser.end(html)
  return forms
}

function always(name: string, value: string): FormField {
  return { name, emptied: value, filledIn: value, long: value }
}

function exampleOf(name: string, type: string, value: string): string {
  if (value !== '') return value
  if (type === 'email' || /courriel|email|mail/i.test(name)) return 'camille@exemple.example'
  if (type === 'url' || /address|adresse-web|site|url/i.test(name))
    return 'https://exemple.example/page'
  if (name.endsWith('.day')) return '15'
  if (name.endsWith('.month')) return '12'
  if (name.endsWith('.year')) return '2026'
  if (/\.time$|heure/.test(name)) return '12 h 00'
  if (/montant|amount|seats|places|nombre|count|valeur|value|effectif/i.test(name)) return '12'
  if (/commune|lieu|place|ville/i.test(name)) return 'Narbonne'
  if (/siret/i.test(name)) return '123 456 782 00010'
  if (/phone|telephone/i.test(name)) return '04 68 00 00 00'
  return 'Exemple de saisie'
}

function longOf(name: string, type: string, value: string): string {
  const example = exampleOf(name, type, value)
  return /^(Exemple|[A-ZÀ-Ý])/.test(example) ? `${LONG_WORD} ${example}` : example
}
