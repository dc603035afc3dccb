import { Contact } from '../shared/contact.tsx'
import { type Frame, Layout } from '../layout/layout.tsx'

/** What is known of visitors: next to nothing. */
export function PrivacyPage({ frame }: { frame: Frame }) {
  return (
    <Layout frame={frame} title="Données personnelles">
      <div class="prose">
        <h1>Données personnelles</h1>
        <p class="lead">
          Consulter et s’abonner ne demandent ni compte, ni adresse e-mail, ni cookie.
        </p>
        <h2>Visiteurs</h2>
        <p>
          Aucun cookie n’est déposé chez qui n’est pas connecté, aucun outil de mesure d’audience
          n’est utilisé et aucune page ne fait appel à un service tiers. Le journal technique ne
          retient ni adresse complète, ni ce qui a été cherché.
        </p>
        <h2>Formulaires et courriels</h2>
        <p>
          Pour freiner les abus, les envois de formulaires sont comptés par empreinte de l’adresse
          réseau ou du compte ; ces empreintes sont effacées dans la demi-heure, celles des adresses
          à qui l’on demande de confirmer une alerte le lendemain. Le texte d’un courriel est effacé
          dès l’envoi, l’adresse de son destinataire un mois plus tard.
        </p>
        <h2>Agents des partenaires</h2>
        <p>
          Se connecter dépose un cookie, nécessaire à la session : il ne sert à rien d’autre et
          s’efface à la fermeture du navigateur ; la session finit après deux heures sans usage,
          douze heures au plus. Le passage par un fournisseur d’identité en demande un second, pour
          dix minutes. D’un compte sont gardés le nom, l’adresse e-mail professionnelle et les rôles
          ; d’une session en cours, son début, son dernier usage et le nom du navigateur.
        </p>
        <p>
          Un journal retient qui a écrit quoi, quand et pour quel partenaire, afin que chaque
          collectivité puisse répondre de ce qui est publié en son nom. Seuls les administrateurs du
          guichet le lisent.
        </p>
        <h2>Alertes par e-mail</h2>
        <p>
          Seule l’adresse que vous donnez est gardée, avec ce que vous suivez et le rythme : pour
          vous écrire ce que vous avez demandé, et rien d’autre. Elle est effacée dès que vous
          arrêtez l’alerte, au bout de sept jours si vous ne l’avez pas confirmée, et trente jours
          après que votre messagerie a refusé un message. Reste alors, pour ne plus lui écrire, une
          empreinte de l’adresse refusée (un an) ou qui s’est plainte (trois ans). Les messages ne
          contiennent ni image ni lien de suivi.
        </p>
        <h2>Inscriptions aux formations</h2>
        <p>
          Avec votre accord, l’entreprise, la personne, l’adresse e-mail, la commune et le métier
          que vous indiquez servent aux organisateurs de la formation, et à eux seuls : confirmer,
          rappeler, délivrer l’attestation et demander ce qu’il en est quatre mois après. Ils sont
          effacés un an après la session, un mois après une annulation ; il n’en reste que des
          totaux. Votre lien privé permet de les voir et d’annuler. Une adresse laissée pour être
          prévenu d’une session est effacée dès l’envoi du message, au plus tard après un an.
        </p>
        <h2>Personnes citées dans les avis</h2>
        <p>
          Les avis publiés par les acheteurs nomment parfois une personne à contacter. Ces
          coordonnées professionnelles sont montrées parce que l’acheteur les a publiées pour cela.
          De même pour les correspondants PME, désignés par leurs collectivités.
        </p>
        <h2>Entreprises titulaires de marchés</h2>
        <p>
          Les acheteurs publient qui obtient leurs marchés, par son SIRET et souvent son nom : la
          loi le leur demande. Pour un entrepreneur individuel, ce numéro est une donnée
          personnelle. Le guichet demande au registre public des entreprises (SIRENE) la taille et
          la commune de ces entreprises, pour l’analyse annuelle et les{' '}
          <a href="/donnees">données ouvertes</a>. Il n’y prend aucun nom de personne, ni celui
          d’une entreprise qui a demandé à ne pas être diffusée. Ces informations sont redemandées
          chaque année et gardées aussi longtemps que le marché est publié.
        </p>
        <h2>Vos droits</h2>
        <p>
          Le responsable du traitement est l’éditeur : <Contact frame={frame} />. Vous pouvez lui
          demander l’accès à vos données, leur rectification ou leur effacement, ou vous opposer à
          leur publication. En cas de désaccord, vous pouvez saisir la{' '}
          <a href="https://www.cnil.fr/fr/plaintes" rel="external">
            CNIL
          </a>
          .
        </p>
      </div>
    </Layout>
  )
}
