import type { Child } from 'hono/jsx'
import type { Filling } from '../../src/templates/filling.ts'
import { TEMPLATE_FILES } from '../../src/templates/files.ts'
import type { TemplateDocument } from '../../src/templates/blocks.ts'
import { longDate, longMoment, numberText, plural } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { DOCUMENT_LABELS, FORMAT_LABELS } from '../words/templates.ts'

interface OrderPageProps {
  frame: Frame
  back: { href: string; label: string }
  /** Address of this page: the files are below. */
  base: string
  filling: Filling
  /** « modèle commun de consultation, version 2 adoptée le … » */
  version: string
  madeAt: Date
  erasedAt: Date
  /** What is still to be filled in, by document. */
  blanks: Map<TemplateDocument, string[]>
  /** Labels of fields that could not be read. */
  leftOut: string[]
  /** False where a Node process has yet to write the files. */
  ready: boolean
  /** What may be done besides. */
  children?: Child
}

/** The documents of one consultation, and what is still to be done with them. */
export function OrderPage(props: OrderPageProps) {
  const { frame, back, base, filling, version, madeAt, erasedAt, blanks, ready } = props
  const { object } = filling.known.facts
  const title = 'Documents de la consultation'
  const missing = [...new Set([...blanks.values()].flat())]
  return (
    <InnerPage
      frame={frame}
      title={title}
      current="aide"
      back={{ href: back.href, label: back.label }}
    >
      <p class="lead">
        {filling.known.buyer.name}
        {object && ` : ${object}`}
      </p>
      <p class="quiet">
        Faits le {longMoment(madeAt)} avec le {version}.
      </p>
      {ready ? (
        <ul>
          {TEMPLATE_FILES.map(({ name, document, format }) => (
            <li>
              <a href={`${base}/${name}`} download>
                {DOCUMENT_LABELS[document]}
              </a>{' '}
              ({FORMAT_LABELS[format]})
            </li>
          ))}
        </ul>
      ) : (
        <p class="note" role="status">
          Les documents sont en préparation : <a href={base}>rechargez cette page</a> dans une
          minute.
        </p>
      )}
      <Remarks {...props} />
      {missing.length > 0 && (
        <section aria-labelledby="a-completer">
          <h2 id="a-completer">Reste à compléter</h2>
          <p>
            {plural(missing.length, 'point est surligné', 'points sont surlignés')} dans les
            documents :
          </p>
          <ul>
            {missing.map((what) => (
              <li>{what}</li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="ensuite">
        <h2 id="ensuite">Ensuite</h2>
        <p>
          Relisez, complétez, joignez le dossier technique, puis publiez. Ces documents aident à
          bien consulter ; l’acheteur en reste responsable.
        </p>
        <p>Cette page et les documents sont effacés le {longDate(erasedAt)}.</p>
        {props.children}
      </section>
    </InnerPage>
  )
}

function Remarks({ filling, leftOut }: OrderPageProps) {
  const { scope, turnoverLeftOut, asked, paymentShortened, paymentDays, rules } = filling
  const cap = rules['turnover-cap']
  const remarks = [
    leftOut.length > 0 &&
      `N’ont pas pu être lus et restent à compléter : ${leftOut.join(', ').toLowerCase()}.`,
    scope === 'depends' &&
      'Le montant n’est pas connu, ou pas entièrement sous le seuil du modèle : vérifiez que ce modèle convient.',
    turnoverLeftOut === 'above-cap' &&
      cap &&
      `Le chiffre d’affaires minimal n’a pas été repris : il dépasse ${numberText(cap.value)} fois le montant du marché (art. ${cap.article}).`,
    turnoverLeftOut === 'no-amount' &&
      'Le chiffre d’affaires minimal n’a pas été repris : sans montant du marché, son plafond ne peut pas être vérifié.',
    asked.winner.length > 0 &&
      `Demandé à la seule entreprise retenue, et non à toutes : ${asked.winner.join(', ')}.`,
    asked.needless.length > 0 &&
      `Non repris dans les pièces demandées : ${asked.needless.join(', ')}. Le modèle les contient déjà, ou vous les trouvez vous-même à partir du SIRET.`,
    filling.known.facts.response?.signature === true &&
      'Votre fiche dit qu’une signature est exigée pour déposer ; le modèle ne l’exige que de l’entreprise retenue : mettez les deux d’accord.',
    paymentShortened &&
      paymentDays !== null &&
      `Le délai de paiement a été ramené à ${plural(paymentDays, 'jour', 'jours')}, le plus long que la loi permette (art. ${rules['payment-days']?.article}).`,
  ].filter((remark) => typeof remark === 'string')
  if (remarks.length === 0) return null
  return (
    <section class="note" aria-labelledby="a-savoir">
      <h2 id="a-savoir">À savoir</h2>
      <ul>
        {remarks.map((remark) => (
          <li>{remark}</li>
        ))}
      </ul>
    </section>
  )
}
