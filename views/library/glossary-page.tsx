import { type Frame, Layout } from '../layout/layout.tsx'
import { GLOSSARY, GLOSSARY_TITLE } from '../words/glossary.ts'

/** Every technical word of this site, said in plain French; each has an address to link to. */
export function GlossaryPage({ frame }: { frame: Frame }) {
  return (
    <Layout
      frame={frame}
      title={GLOSSARY_TITLE}
      description="Les mots de la commande publique en français courant : lot, procédure adaptée, profil d’acheteur, DCE, sans suite…"
      current="aide"
    >
      <div class="prose">
        <h1>{GLOSSARY_TITLE}</h1>
        <p class="lead">
          Ce que veulent dire les mots que l’on rencontre ici, et dans les dossiers des acheteurs.
        </p>
        <nav aria-label="Sur cette page">
          <ul class="inline">
            {GLOSSARY.map(({ title }, rank) => (
              <li>
                <a href={`#partie-${rank + 1}`}>{title}</a>
              </li>
            ))}
          </ul>
        </nav>
        {GLOSSARY.map(({ title, terms }, rank) => (
          <section aria-labelledby={`partie-${rank + 1}`}>
            <h2 id={`partie-${rank + 1}`}>{title}</h2>
            <dl class="facts">
              {terms.map(({ id, term, meaning }) => (
                <div id={id}>
                  <dt>{term}</dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <p>
          Pour la suite : <a href="/documents/guides/repondre">comment répondre</a>,{' '}
          <a href="/documents/guides/se-grouper">se grouper</a>,{' '}
          <a href="/contacts">qui peut m’aider</a>.
        </p>
      </div>
    </Layout>
  )
}
