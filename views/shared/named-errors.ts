import { lowerFirst } from '../format.ts'
import type { FormError } from './form.tsx'

/** Errors as the summary above a form tells them, each with the name of its question: « Valeur : ce champ est à remplir. » */
export function namedErrors(errors: FormError[], labels: Map<string, string>): FormError[] {
  return errors.map(({ name, text }) => {
    const label = name === null ? undefined : labels.get(name)
    return { name, text: label === undefined ? text : `${label} : ${lowerFirst(text)}` }
  })
}
