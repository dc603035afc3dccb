import type { Child } from 'hono/jsx'

/** What every field of a form shows. */
export interface FieldProps {
  /** Name under which it is sent; its element is `champ-` and this. */
  name: string
  label: string
  /** What to write, with an example. */
  hint?: string
  optional?: boolean
  /** What is wrong, and what to do. */
  error?: string | undefined
  /** It was read somewhere and not typed: « à vérifier ». */
  unchecked?: boolean
}

/** One thing to put right, and the field where. */
export interface FormError {
  /** Name of the field; null: the form as a whole. */
  name: string | null
  text: string
}

/** The element that a field's first control has. */
export function fieldId(name: string): string {
  return `champ-${name.replaceAll(/[^\w-]+/g, '-')}`
}

/** Everything that is to be put right, before the form: the browser goes there first. */
export function ErrorSummary({ errors }: { errors: FormError[] }) {
  if (errors.length === 0) return null
  return (
    <section class="errors" role="alert" tabindex={-1} autofocus aria-labelledby="erreurs">
      <h2 id="erreurs">
        {errors.length === 1
          ? 'Un point est à corriger'
          : `${errors.length} points sont à corriger`}
      </h2>
      <ul>
        {errors.map(({ name, text }) => (
          <li>{name === null ? text : <a href={`#${fieldId(name)}`}>{text}</a>}</li>
        ))}
      </ul>
    </section>
  )
}

/** The message at a field for its name. */
export function errorOf(errors: FormError[], name: string): string | undefined {
  return errors.find((error) => error.name === name)?.text
}

/** What a form shows again at the field of each name: what was typed there, and what is wrong with it. */
export function typedFields(
  typed: URLSearchParams | ((name: string) => string),
  errors: FormError[],
): (name: string) => Pick<TextFieldProps, 'name' | 'value' | 'error'> {
  const value = typeof typed === 'function' ? typed : (name: string) => typed.get(name) ?? ''
  return (name) => ({ name, value: value(name), error: errorOf(errors, name) })
}

/** The same, each under the label that stands for its name. */
export function labelledFields(
  labels: Partial<Record<string, string>>,
  ...shown: Parameters<typeof typedFields>
) {
  const field = typedFields(...shown)
  return (name: string) => ({ ...field(name), label: labels[name] ?? name })
}

interface TextFieldProps extends FieldProps {
  value: string
  type?: 'text' | 'email' | 'tel' | 'url' | 'search'
  /** Width in characters, where the answer is short. */
  size?: number
  maxlength?: number
  inputmode?: 'numeric' | 'decimal'
  autocomplete?: string
}

/** A line of text. */
export function TextField({ value, type = 'text', size, maxlength, ...field }: TextFieldProps) {
  const { inputmode, autocomplete, ...shown } = field
  return (
    <div class="form-field">
      <FieldLabel {...shown} />
      <input
        id={fieldId(field.name)}
        name={field.name}
        type={type}
        value={value}
        size={size}
        maxlength={maxlength}
        inputmode={inputmode}
        autocomplete={autocomplete ?? 'off'}
        aria-describedby={describedBy(field)}
        aria-invalid={field.error ? 'true' : undefined}
      />
    </div>
  )
}

interface TextAreaProps extends FieldProps {
  value: string
  rows?: number
  /** Stands for its name in what elements are called, where two forms of a page have a field of that name. */
  called?: string
}

/** Several lines of text. */
export function TextArea({ value, rows = 4, called, ...given }: TextAreaProps) {
  const field = { ...given, name: called ?? given.name }
  return (
    <div class="form-field">
      <FieldLabel {...field} />
      <textarea
        id={fieldId(field.name)}
        name={given.name}
        rows={rows}
        aria-describedby={describedBy(field)}
        aria-invalid={field.error ? 'true' : undefined}
      >
        {value}
      </textarea>
    </div>
  )
}

export interface FormOption {
  value: string
  label: string
  hint?: string
  /** Heading that it stands under, in a list. */
  group?: string
}

interface SelectFieldProps extends FieldProps {
  value: string
  options: FormOption[]
  /** The choice that says nothing. */
  none: string
}

/** One of many. */
export function SelectField({ value, options, none, ...field }: SelectFieldProps) {
  const groups = [...Map.groupBy(options, ({ group }) => group)]
  return (
    <div class="form-field">
      <FieldLabel {...field} />
      <select
        id={fieldId(field.name)}
        name={field.name}
        aria-describedby={describedBy(field)}
        aria-invalid={field.error ? 'true' : undefined}
      >
        <option value="">{none}</option>
        {groups.map(([group, members]) => {
          const items = members.map((option) => (
            <option value={option.value} selected={option.value === value}>
              {option.label}
            </option>
          ))
          return group === undefined ? items : <optgroup label={group}>{items}</optgroup>
        })}
      </select>
    </div>
  )
}

interface ChoiceFieldProps extends FieldProps {
  values: string[]
  options: FormOption[]
  /** Several may be ticked. */
  several?: boolean
}

/** One of a few, or several of them, all to be seen. */
export function ChoiceField({ values, options, several = false, ...field }: ChoiceFieldProps) {
  return (
    <FieldGroup {...field}>
      {options.map((option, index) => {
        const id = index === 0 ? fieldId(field.name) : `${fieldId(field.name)}-${index}`
        return (
          <p class="tick">
            <input
              id={id}
              name={field.name}
              type={several ? 'checkbox' : 'radio'}
              value={option.value}
              checked={values.includes(option.value)}
              aria-describedby={option.hint ? `${id}-sens` : undefined}
            />
            <label for={id}>{option.label}</label>
            {option.hint && (
              <span class="hint" id={`${id}-sens`}>
                {option.hint}
              </span>
            )}
          </p>
        )
      })}
    </FieldGroup>
  )
}

interface DateFieldProps extends FieldProps {
  day: string
  month: string
  year: string
  /** Undefined: a day without an hour. */
  time?: string
}

/** A day, with its hour where one is asked: typed, in French, without a calendar that needs a script. */
export function DateField({ day, month, year, time, ...field }: DateFieldProps) {
  const part = (key: string, label: string, value: string, size: number) => (
    <p class="date-part">
      <label for={key === 'day' ? fieldId(field.name) : fieldId(`${field.name}.${key}`)}>
        {label}
      </label>
      <input
        id={key === 'day' ? fieldId(field.name) : fieldId(`${field.name}.${key}`)}
        name={`${field.name}.${key}`}
        value={value}
        size={size}
        maxlength={20}
        autocomplete="off"
        inputmode={key === 'day' || key === 'year' ? 'numeric' : undefined}
      />
    </p>
  )
  return (
    <FieldGroup {...field}>
      <div class="date-parts">
        {part('day', 'Jour', day, 2)}
        {part('month', 'Mois', month, 9)}
        {part('year', 'Année', year, 4)}
        {time !== undefined && part('time', 'Heure', time, 7)}
      </div>
    </FieldGroup>
  )
}

interface SubmitProps {
  /** It is not what the page is for. */
  quiet?: boolean
  children: Child
}

/** What sends a form. */
export function SubmitButton({ quiet = false, children }: SubmitProps) {
  return (
    <button type="submit" class={quiet ? 'button button-quiet' : 'button'}>
      {children}
    </button>
  )
}

/** The same, on a line of its own. */
export function SubmitLine(props: SubmitProps) {
  return (
    <p>
      <SubmitButton {...props} />
    </p>
  )
}

/** What ends a form: sending it, or going back to an address without. */
export function FormActions({ label, back }: { label: string; back: string }) {
  // Beside « Annuler la session », « Annuler » would not say which of the two it does.
  const leave = label.startsWith('Annuler') ? 'Revenir sans annuler' : 'Annuler'
  return (
    <p class="form-actions">
      <SubmitButton>{label}</SubmitButton>
      <a href={back}>{leave}</a>
    </p>
  )
}

interface FileFieldProps extends FieldProps {
  hint: string
  /** Kinds of files that the browser proposes. */
  accept?: string
  multiple?: boolean
  /** What came before. */
  children?: Child
}

/** A file, or several. */
export function FileField({ accept, multiple, children, ...field }: FileFieldProps) {
  return (
    <div class="form-field">
      <FieldLabel {...field} />
      {children}
      <input
        id={fieldId(field.name)}
        name={field.name}
        type="file"
        accept={accept}
        multiple={multiple}
        aria-describedby={describedBy(field)}
        aria-invalid={field.error ? 'true' : undefined}
      />
    </div>
  )
}

/** Controls that answer one question together. */
export function FieldGroup({ children, ...field }: FieldProps & { children: Child }) {
  return (
    <fieldset
      class="form-field"
      aria-describedby={describedBy(field)}
      aria-invalid={field.error ? 'true' : undefined}
    >
      <legend>
        <Caption {...field} />
      </legend>
      <Aid {...field} />
      {children}
    </fieldset>
  )
}

function FieldLabel(field: FieldProps) {
  return (
    <>
      <label for={fieldId(field.name)}>
        <Caption {...field} />
      </label>
      <Aid {...field} />
    </>
  )
}

function Caption({ label, optional, unchecked }: FieldProps) {
  return (
    <>
      {label}
      {optional && <span class="quiet"> (facultatif)</span>}
      {unchecked && <strong class="tag"> À vérifier</strong>}
    </>
  )
}

function Aid({ name, hint, error }: FieldProps) {
  return (
    <>
      {hint && (
        <p class="hint" id={`${fieldId(name)}-aide`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="field-error" id={`${fieldId(name)}-erreur`}>
          <span class="unseen">Erreur : </span>
          {error}
        </p>
      )}
    </>
  )
}

function describedBy({ name, hint, error }: FieldProps): string | undefined {
  const ids = [
    hint ? `${fieldId(name)}-aide` : null,
    error ? `${fieldId(name)}-erreur` : null,
  ].filter((id) => id !== null)
  return ids.length > 0 ? ids.join(' ') : undefined
}
