import type { SheetPage, SheetWords } from '../../src/forms/sheet.ts'
import { shortDate } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Section } from '../layout/layout.tsx'
import { renderPage } from '../layout/render-page.ts'
import {
  ChoiceField,
  DateField,
  errorOf,
  FileField,
  type FormError,
  type FormOption,
  SelectField,
  SubmitLine,
  TextArea,
  TextField,
} from './form.tsx'
import { uploadProblemTexts } from '../words/upload-problems.ts'
import { Table } from './table.tsx'
import { namedErrors } from './named-errors.ts'

/** One question of a form. */
export type SheetField =
  | {
      kind: 'line' | 'text' | 'day' | 'number' | 'email' | 'url'
      name: string
      label: string
      hint?: string
      optional?: boolean
    }
  | {
      kind: 'select' | 'choice' | 'ticks'
      name: string
      label: string
      hint?: string
      optional?: boolean
      options: FormOption[]
    }
  | { kind: 'hour'; name: string; label: string; hint?: string; optional?: boolean }
  | { kind: 'file'; name: string; label: string; hint?: string; optional?: boolean }
  | { kind: 'heading'; label: string }

/** A form on a page of its own. */
export interface Sheet {
  title: string
  lead?: string
  fields: SheetField[]
  submit: string
  back: { href: string; label: string }
}

/** Where two hands were at once: what stands now beside what was typed. */
export interface BothVersions {
  label: string
  theirs: string
  yours: string
}

/** How forms on pages of their own are written, each under this entry of the menu, and what is refused in whose words. */
export function sheetWords<P extends { code: string }>(
  errors: SheetWords<P>['errors'],
  current: Section = 'pacte',
): SheetWords<P> {
  return {
    page: (page) => renderPage(<FormSheet {...page} current={current} />),
    errors,
    uploadError: (code) => uploadProblemTexts[code],
  }
}

function FormSheet(props: SheetPage & { current: Section }) {
  const { frame, sheet, typed, errors, both, upload, current } = props
  const { title, lead, fields, submit, back } = sheet
  const version = typed.get('version')
  const labels = new Map(
    fields.flatMap((field) =>
      field.kind === 'heading' ? [] : [[field.name, field.label] as const],
    ),
  )
  return (
    <InnerPage
      frame={frame}
      title={title}
      current={current}
      back={back}
      errors={namedErrors(errors, labels)}
    >
      {lead !== undefined && <p>{lead}</p>}
      <Both both={both} />
      <form
        method="post"
        action={frame.path}
        class="entry"
        enctype={upload ? 'multipart/form-data' : undefined}
        novalidate
      >
        {version !== null && <input type="hidden" name="version" value={version} />}
        {fields.map((field) => (
          <Question field={field} typed={typed} errors={errors} />
        ))}
        <SubmitLine>{submit}</SubmitLine>
      </form>
    </InnerPage>
  )
}

function Both({ both }: { both: BothVersions[] }) {
  if (both.length === 0) return null
  return (
    <Table
      caption="Ce qui est enregistré, et ce que vous avez écrit"
      columns={['Champ', 'Enregistré', 'Le vôtre']}
    >
      {both.map(({ label, theirs, yours }) => (
        <tr>
          <th scope="row">{label}</th>
          <td class="logged" data-label="Enregistré">
            {sideText(theirs)}
          </td>
          <td class="logged" data-label="Le vôtre">
            {sideText(yours)}
          </td>
        </tr>
      ))}
    </Table>
  )
}

/** A day as it is read; anything else as it was typed. */
function sideText(value: string): string {
  if (/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(value)) return shortDate(value)
  return value || 'vide'
}

interface QuestionProps {
  field: SheetField
  typed: URLSearchParams
  errors: FormError[]
}

function Question({ field, typed, errors }: QuestionProps) {
  if (field.kind === 'heading') return <h2>{field.label}</h2>
  const { name, label, hint, optional } = field
  const shown = {
    name,
    label,
    ...(hint === undefined ? {} : { hint }),
    ...(optional === undefined ? {} : { optional }),
    error: errorOf(errors, name),
  }
  const value = typed.get(name) ?? ''
  switch (field.kind) {
    case 'text':
      return <TextArea {...shown} value={value} />
    case 'day':
      return <DateField {...shown} {...dayParts(typed, name)} />
    case 'number':
      return <TextField {...shown} value={value} size={12} inputmode="decimal" />
    case 'hour':
      return <TextField {...shown} value={value} size={7} />
    case 'email':
      return <TextField {...shown} value={value} type="email" />
    case 'url':
      return <TextField {...shown} value={value} type="url" />
    case 'select':
      return <SelectField {...shown} value={value} options={field.options} none="Choisissez" />
    case 'choice':
      return <ChoiceField {...shown} values={[value]} options={field.options} />
    case 'ticks':
      return <ChoiceField {...shown} values={typed.getAll(name)} options={field.options} several />
    case 'file':
      return (
        <FileField
          {...shown}
          hint={hint ?? 'PDF, document bureautique, image, CSV ou texte ; 20 Mo au plus.'}
        />
      )
    default:
      return <TextField {...shown} value={value} />
  }
}

/** As typed in three parts, or out of a day (2026-12-15). */
function dayParts(typed: URLSearchParams, name: string) {
  const [year = '', month = '', day = ''] = (typed.get(name) ?? '').split('-')
  return {
    day: typed.get(`${name}.day`) ?? day,
    month: typed.get(`${name}.month`) ?? month,
    year: typed.get(`${name}.year`) ?? year,
  }
}
