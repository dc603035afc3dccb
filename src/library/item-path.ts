/** Where everyone reads an item. */
export function itemPath({ kind, slug }: { kind: string; slug: string }): string {
  return kind === 'practice' ? `/documents/pratiques/${slug}` : `/documents/${slug}`
}
