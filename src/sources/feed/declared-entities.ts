/** References resolved in one document: without a bound, a short entity named often would multiply its size. */
const REFERENCE_LIMIT = 1_000

/**
 * The entities that a document declares for itself (`<!ENTITY nom "Ville de Tuchan">`). Only short plain values
 * count; entities made of entities (the « billion laughs ») or kept elsewhere (XXE) resolve to nothing.
 */
export class DeclaredEntities {
  readonly #values = new Map<string, string>()
  #resolved = 0

  /** Reads a declaration: what stands between `<!` and `>`, a DOCTYPE with the start of its list included. */
  note(declaration: string): void {
    const entities = /ENTITY\s+([^\s%"'<>]{1,50})\s+(?:(["'])([^"'&<%]{0,100})\2)?/g
    for (const [, name = '', , value = ''] of declaration.matchAll(entities))
      if (!this.#values.has(name)) this.#values.set(name, value)
  }

  resolve(text: string): string {
    if (this.#values.size === 0) return text
    return text.replace(/&([^\s&;]{1,50});/g, (reference, name: string) => {
      const value = this.#values.get(name)
      if (value === undefined) return reference
      this.#resolved += 1
      return this.#resolved <= REFERENCE_LIMIT ? value : ''
    })
  }
}
