import { type Frame, Layout } from '../layout/layout.tsx'

interface LinkToPassPageProps {
  frame: Frame
  person: { name: string; email: string }
  /** How they learn of it; `known`: they have an account, whose link is nobody else's to see. */
  told: { how: 'mail' } | { how: 'link'; address: string } | { how: 'known' }
  back: { href: string; label: string }
}

/** Somebody was invited: what remains to be done. */
export function LinkToPassPage({ frame, person, told, back }: LinkToPassPageProps) {
  const title = told.how === 'link' ? 'Un lien à transmettre' : 'C’est fait'
  return (
    <Layout frame={frame} title={title}>
      <div class="prose">
        <h1>{title}</h1>
        {told.how === 'mail' && (
          <p>
            Un courriel part vers {person.email}, avec un lien de connexion qui sert une fois,
            pendant trois jours.
          </p>
        )}
        {told.how === 'known' && (
          <p>
            {person.name} ({person.email}) a déjà un compte : le rôle est donné. Qu’il ou elle se
            connecte comme d’habitude ; un administrateur du guichet peut faire un nouveau lien.
          </p>
        )}
        {told.how === 'link' && (
          <>
            <p>
              Transmettez ce lien à {person.name} ({person.email}) par un moyen sûr : il ouvre son
              compte. Il sert une seule fois, pendant trois jours, et ne sera plus montré.
            </p>
            <SecretField label="Lien de connexion" value={told.address} />
          </>
        )}
        <p>
          <a href={back.href}>{back.label}</a>
        </p>
      </div>
    </Layout>
  )
}

/** Something to copy that is shown once. */
export function SecretField({ label, value }: { label: string; value: string }) {
  return (
    <div class="form-field address">
      <label for="secret">{label}</label>
      <input id="secret" value={value} readonly autocomplete="off" />
    </div>
  )
}
