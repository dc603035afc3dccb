/** An address of this site to go on to; the partners' area for anything else. */
export function safeNext(asked: string | null): string {
  return asked !== null && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,2000}$/.test(asked)
    ? asked
    : '/espace'
}
