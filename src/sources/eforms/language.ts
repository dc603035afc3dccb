import { lineIn, proseIn } from '../structured-facts.ts'
import { elementsAt, type XmlElement } from '../xml-tree.ts'

/** A text on one line, in French where the notice has it in several languages; null where there is none. */
export function lineOf(element: XmlElement | undefined, path: string): string | null {
  return lineIn(inFrench(elementsAt(element, path)))
}

/** As lineOf, with its line breaks. */
export function proseOf(element: XmlElement | undefined, path: string): string | null {
  return proseIn(inFrench(elementsAt(element, path)))
}

function inFrench(versions: XmlElement[]): XmlElement | undefined {
  return versions.find(({ attributes }) => attributes.get('languageID') === 'FRA') ?? versions[0]
}
