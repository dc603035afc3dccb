/** A term of the glossary, in plain words. */
export interface GlossaryEntry {
  term: string
  meaning: string
}

/** The prose of each block of the model, by its key. */
export type TemplateTexts = Record<string, string>
