/** What the consultation says since somebody else changed it, beside what was typed. */
export function Theirs({ theirs }: { theirs: { label: string; value: string }[] }) {
  if (theirs.length === 0) return null
  return (
    <section class="note" aria-labelledby="autre-version">
      <h2 id="autre-version">La consultation a changé entre-temps</h2>
      <p>
        Votre saisie est dans le formulaire ci-dessous ; elle n’est pas encore publiée. Voici ce que
        dit maintenant la consultation, là où vous dites autre chose :
      </p>
      <dl class="facts">
        {theirs.map(({ label, value }) => (
          <div>
            <dt>{label}</dt>
            <dd>{value === '' ? 'vide' : value}</dd>
          </div>
        ))}
      </dl>
      <p>Publier de nouveau garde votre saisie.</p>
    </section>
  )
}
