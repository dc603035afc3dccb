/** A body outside, by its page among the contacts where it has one. */
export function BodyName({ body, slug }: { body: string | null; slug: string | null }) {
  return slug === null ? <>{body}</> : <a href={`/contacts/organismes/${slug}`}>{body}</a>
}
