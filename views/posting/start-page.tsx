import { errorOf, ErrorSummary, type FormError, SubmitButton, TextField } from '../shared/form.tsx'
import { type Frame, Layout } from '../layout/layout.tsx'

interface StartPageProps {
  frame: Frame
  partner: { slug: string; name: string }
  address: string
  errors: FormError[]
  /** The consultation that this address already led to on the board. */
  known: { path: string; title: string; completeAt: string } | null
}

/** Before anything is typed: what is already published elsewhere need not be typed here. */
export function StartPage({ frame, partner, address, errors, known }: StartPageProps) {
  const title = 'Annoncer une consultation'
  return (
    <Layout frame={frame} title={errors.length > 0 ? `Erreur : ${title}` : title}>
      <div class="prose">
        <p class="back">
          <a href="/espace">Espace partenaires</a>
        </p>
        <h1>{title}</h1>
        <p class="lead">Pour {partner.name}</p>
        <ErrorSummary errors={errors} />
        {known && (
          <section class="note" aria-labelledby="deja">
            <h2 id="deja">Cette consultation est déjà sur le guichet</h2>
            <p>
              <a href={known.path}>{known.title}</a>
            </p>
            <p>
              Rien à ressaisir. Si vous voulez aider les entreprises,{' '}
              <a href={known.completeAt}>ajoutez trois précisions</a>.
            </p>
          </section>
        )}
        <section aria-labelledby="ailleurs">
          <h2 id="ailleurs">Elle est déjà publiée ailleurs</h2>
          <p>
            Ce qui paraît sur votre profil d’acheteur ou au BOAMP arrive ici de soi-même. Si vous ne
            la voyez pas encore, collez son adresse ou son numéro : le formulaire sera rempli avec
            ce qui a pu être lu.
          </p>
          <form method="post" action={`/espace/${partner.slug}/consultations/nouvelle`} novalidate>
            <input type="hidden" name="form" value="steps" />
            <TextField
              name="adresse"
              label="Adresse de l’avis, ou numéro BOAMP"
              hint="Par exemple 26-12345, ou https://marchespublics.aude.fr/…"
              value={address}
              error={errorOf(errors, 'adresse')}
            />
            <SubmitButton>Chercher</SubmitButton>
          </form>
        </section>
        <section aria-labelledby="ici">
          <h2 id="ici">Elle n’est publiée nulle part</h2>
          <form method="post" action={`/espace/${partner.slug}/consultations/nouvelle`}>
            <input type="hidden" name="form" value="short" />
            <p>
              Un petit marché, ou des travaux de moins de 90 000 € HT : douze questions sur une
              page, moins de trois minutes.
            </p>
            <SubmitButton>Petit marché</SubmitButton>
          </form>
          <form method="post" action={`/espace/${partner.slug}/consultations/nouvelle`}>
            <input type="hidden" name="form" value="steps" />
            <p>Un marché plus important : quatre étapes courtes, enregistrées une à une.</p>
            <SubmitButton quiet>Par étapes</SubmitButton>
          </form>
        </section>
      </div>
    </Layout>
  )
}
