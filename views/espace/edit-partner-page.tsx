import type { TypedPartner } from '../../src/partners/edit-partner.ts'
import { shortDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import {
  errorOf,
  ErrorSummary,
  type FormError,
  SubmitButton,
  TextArea,
  TextField,
} from '../shared/form.tsx'

interface EditPartnerPageProps {
  frame: Frame
  partner: { slug: string; name: string; siret: string; buys: boolean; signs: boolean }
  typed: TypedPartner
  /** It has just been saved. */
  done: boolean
  errors: FormError[]
}

/** What the public pages say of a partner. */
export function EditPartnerPage({ frame, partner, typed, done, errors }: EditPartnerPageProps) {
  const { slug, name, siret } = partner
  return (
    <Layout frame={frame} title={errors.length > 0 ? `Erreur : ${name}` : name}>
      <div class="prose">
        <p class="back">
          <a href="/espace/administration">Administration du guichet</a>
        </p>
        <h1>{name}</h1>
        {done && (
          <p class="note" role="status">
            C’est enregistré. <a href={`/acheteurs/${slug}`}>Voir la page publique</a>
          </p>
        )}
        <ErrorSummary errors={errors} />
        <p>
          SIRET {siret} · <a href={`/espace/${slug}/equipe`}>Équipe</a> ·{' '}
          <a href={`/espace/administration/journal?objet=partner:${slug}`}>Historique</a>
        </p>
        <form method="post" action={`/espace/administration/partenaires/${slug}`} novalidate>
          <Fields partner={partner} typed={typed} errors={errors} />
        </form>
      </div>
    </Layout>
  )
}

function Fields({
  partner,
  typed,
  errors,
}: Pick<EditPartnerPageProps, 'partner' | 'typed' | 'errors'>) {
  const error = (name: string) => errorOf(errors, name)
  return (
    <div class="entry">
      <TextField
        name="signataire_depuis"
        label="Signataire du pacte depuis le"
        hint="Par exemple 02/03/2026"
        optional={!partner.signs}
        size={12}
        value={dayShown(typed.since)}
        error={error('signataire_depuis')}
      />
      <TextField
        name="signataire_jusqu_au"
        label="Jusqu’au"
        hint="Seulement si le partenaire a quitté le pacte"
        optional
        size={12}
        value={dayShown(typed.until)}
        error={error('signataire_jusqu_au')}
      />
      <TextArea
        name="couverture"
        label="Lesquelles de ses consultations sont ici"
        hint="Une phrase entière, comme « Toutes les consultations de la Ville à partir de 15 000 € HT paraissent ici. »"
        optional={!partner.buys}
        rows={2}
        value={typed.coverage}
        error={error('couverture')}
      />
      <TextField
        name="site"
        type="url"
        label="Site"
        optional
        value={typed.website}
        error={error('site')}
      />
      <TextField
        name="profil_acheteur"
        type="url"
        label="Profil d’acheteur"
        optional
        value={typed.buyerProfileUrl}
        error={error('profil_acheteur')}
      />
      {partner.buys && (
        <TextArea
          name="alias"
          label="Autres noms"
          hint="Tels qu’il les écrit ailleurs, un par ligne"
          optional
          value={typed.aliases}
          error={error('alias')}
        />
      )}
      <h2>Correspondant PME</h2>
      <p>Une personne ; sans nom, la page publique dit « à désigner ».</p>
      <TextField
        name="correspondant_nom"
        label="Prénom et nom"
        optional
        value={typed.correspondent.name}
        error={error('correspondant_nom') ?? error('correspondant')}
      />
      <TextField
        name="correspondant_fonction"
        label="Fonction"
        optional
        value={typed.correspondent.function}
        error={error('correspondant_fonction')}
      />
      <TextField
        name="correspondant_courriel"
        type="email"
        label="Adresse électronique"
        optional
        value={typed.correspondent.email}
        error={error('correspondant_courriel')}
      />
      <TextArea
        name="correspondant_telephones"
        label="Téléphones"
        hint="Un par ligne"
        optional
        rows={2}
        value={typed.correspondent.phones}
        error={error('correspondant_telephones')}
      />
      <SubmitButton>Enregistrer</SubmitButton>
    </div>
  )
}

function dayShown(day: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? shortDate(day) : day
}
