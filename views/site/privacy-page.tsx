import { Contact, ReachedAt } from '../shared/contact.tsx'
import { type Frame, Layout } from '../layout/layout.tsx'
import { days, type KeptTimes, months, Register, years } from './register.tsx'

/** What is known of visitors: next to nothing. */
export function PrivacyPage({
  frame,
  kept,
  dataOfficer,
}: {
  frame: Frame
  kept: KeptTimes
  /** How to reach the data protection officer; null: as the operator. */
  dataOfficer: string | null
}) {
  const { requestMonths, meetings, alerts, templateDays, session, trainings } = kept
  return (
    <Layout
      frame={frame}
      title="Données personnelles"
      description="Ce que Guichet sait de ses visiteurs (rien), ce qu’il garde de qui remplit un formulaire, pourquoi et combien de temps : le registre des traitements."
    >
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
          s’efface à la fermeture du navigateur ; la session finit après {session.idleHours} heures
          sans usage, {session.wholeHours} heures au plus. Le passage par un fournisseur d’identité
          en demande un second, pour dix minutes. D’un compte sont gardés le nom, l’adresse e-mail
          professionnelle et les rôles ; d’une session en cours, son début, son dernier usage et le
          nom du navigateur.
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
          arrêtez l’alerte, au bout de {days(alerts.unconfirmedDays)} si vous ne l’avez pas
          confirmée, et {days(alerts.suspendedDays)} après que votre messagerie a refusé un message.
          Reste alors, pour ne plus lui écrire, une empreinte de l’adresse refusée (
          {years(alerts.bouncedYears)}) ou qui s’est plainte ({years(alerts.complainedYears)}). Les
          messages ne contiennent ni image ni lien de suivi.
        </p>
        <h2>Inscriptions aux formations</h2>
        <p>
          Avec votre accord, l’entreprise, la personne, l’adresse e-mail, la commune et le métier
          que vous indiquez servent aux organisateurs de la formation, et à eux seuls : confirmer,
          rappeler, délivrer l’attestation et demander ce qu’il en est quatre mois après. Ils sont
          effacés {months(trainings.personsMonths)} après la session,{' '}
          {months(trainings.cancelledMonths)} après une annulation ; il n’en reste que des totaux.
          Votre lien privé permet de les voir et d’annuler. Une adresse laissée pour être prévenu
          d’une session est effacée dès l’envoi du message, au plus tard après un an.
        </p>
        <h2>Questions, médiations et autres demandes d’aide</h2>
        <p>
          Avec votre accord, ce que vous indiquez (entreprise, personne, adresse e-mail, téléphone,
          commune, message et pièces jointes) n’est lu que par les agents désignés du partenaire qui
          vous répond, et ne sert qu’à cela. Il n’est transmis à un autre que si vous l’acceptez.
          Dans une médiation avec un acheteur partenaire, c’est son correspondant PME qui lit votre
          demande ; un autre acheteur n’apprend votre nom que si vous l’avez permis. Le dossier
          d’une entreprise en difficulté n’est lu que par quelques personnes nommées. Tout est
          effacé {months(requestMonths)} après la fin de la demande ; il en reste le type, le sujet,
          les dates et l’issue, pour des totaux. Une demande où plus rien ne bouge est close
          d’elle-même. Votre lien privé permet de suivre la demande, de la retirer et de tout
          effacer aussitôt.
        </p>
        <h2>Rendez-vous des rencontres avec les acheteurs</h2>
        <p>
          Avec votre accord, l’entreprise, son SIRET si vous le donnez, la personne, l’adresse
          e-mail, le téléphone et ce que vous vendez servent à l’acheteur que vous rencontrez et à
          l’organisateur : préparer le rendez-vous, le rappeler ou vous proposer une place qui se
          libère. Personne, adresse et téléphone sont effacés {months(meetings.personsMonths)} après
          la rencontre, {months(meetings.givenBackMonths)} après une annulation ; l’entreprise et
          son SIRET après {months(meetings.firmsMonths)}, le temps de savoir quelles entreprises
          sont nouvelles pour l’acheteur. Une adresse laissée pour les prochaines rencontres est
          effacée quand vous le demandez, au plus tard après {months(meetings.interestMonths)}, ou
          au bout de {days(meetings.unconfirmedDays)} si vous ne l’avez pas confirmée.
        </p>
        <h2>Modèle commun de consultation</h2>
        <p>
          Ce qu’un acheteur écrit pour remplir les documents du modèle ne sert qu’à les établir : il
          est effacé avec eux au bout de {days(templateDays)}. L’utilisation reste comptée avec le
          nom de l’acheteur, sans celui d’une personne.
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
        <h2>Registre des traitements</h2>
        <p>
          Les durées ci-dessous sont celles que le programme applique : ce qui arrive à son terme
          est effacé de lui-même, sans que personne ait à y penser.
        </p>
      </div>
      <Register kept={kept} />
      <div class="prose">
        <h2>Vos droits</h2>
        <p>
          Le responsable du traitement est l’éditeur : <Contact frame={frame} />
          {dataOfficer !== null && (
            <>
              {' '}
              ; son délégué à la protection des données : <ReachedAt at={dataOfficer} />
            </>
          )}
          . Vous pouvez lui demander l’accès à vos données, leur rectification ou leur effacement,
          ou vous opposer à leur publication. En cas de désaccord, vous pouvez saisir la{' '}
          <a href="https://www.cnil.fr/fr/plaintes" rel="external">
            CNIL
          </a>
          .
        </p>
      </div>
    </Layout>
  )
}
