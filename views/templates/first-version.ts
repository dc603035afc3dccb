import type { GlossaryEntry, TemplateTexts } from '../../src/templates/blocks.ts'

/** The text that an instance proposes to the pact's steering committee, which adopts it or has it changed. */
export const FIRST_VERSION: { note: string; texts: TemplateTexts; glossary: GlossaryEntry[] } = {
  note: 'Première rédaction, proposée au comité de pilotage après vérification par un service juridique.',
  texts: {
    'letter-intro':
      'Madame, Monsieur,\n{acheteur} vous invite à remettre une offre pour les travaux décrits ici. Cette lettre vaut règlement de consultation : tout ce qu’il faut savoir pour répondre s’y trouve, et rien d’autre ne vous sera demandé.',
    subject:
      'Le détail technique est dans le dossier de consultation, qui est gratuit : {dossier}.',
    lots: 'Les travaux sont divisés en lots. Vous pouvez répondre à un lot, à plusieurs ou à tous ; chaque lot est jugé à part et donne un marché.',
    'no-lots':
      'Les travaux forment un seul lot, pour la raison suivante : {motif de non-allotissement}.',
    calendar:
      'Une offre qui arrive après la date et l’heure limites ne peut pas être ouverte, même de quelques minutes. Déposez-la la veille si vous le pouvez : si vous l’envoyez plusieurs fois, seule la dernière compte.',
    'visit-compulsory':
      'La visite du site est obligatoire : une offre sans visite ne peut pas être retenue. Elle se fait ainsi : {visite}. Une attestation vous est remise sur place.',
    'visit-advised': 'La visite du site est conseillée, non obligatoire : {visite}.',
    answer:
      'Votre offre est à déposer ainsi : {réponse}.\nUne signature, même électronique, n’est pas exigée pour déposer : seule l’entreprise retenue signe.',
    consortium:
      'Vous pouvez répondre seul ou à plusieurs (« groupement », ou « cotraitance »), et faire appel à des sous-traitants. {groupement}',
    'asked-documents':
      'Votre offre se compose de ces pièces, et d’aucune autre. Une pièce déjà remise à {acheteur} pour une consultation récente, et encore valable, n’a pas à être fournie de nouveau : dites-le-nous.',
    turnover:
      'Chiffre d’affaires annuel minimal : {chiffre d’affaires}. La loi limite cette exigence à {plafond de chiffre d’affaires} fois le montant estimé du marché (code de la commande publique, art. {article du plafond}).',
    'winner-documents':
      'Ces preuves ne sont demandées qu’à l’entreprise à laquelle nous envisageons d’attribuer le marché [à vérifier par le service juridique : ce qui se demande à la seule entreprise retenue]. Les autres n’ont rien à fournir. Aucun extrait Kbis n’est demandé : votre numéro SIRET suffit.\n- attestation de régularité fiscale et attestation de vigilance sociale (Urssaf), en cours de validité ;\n- attestation d’assurance de responsabilité civile et, pour les travaux qui y sont soumis, de responsabilité décennale ;\n- relevé d’identité bancaire ;\n- si vous employez des salariés étrangers soumis à autorisation de travail : leur liste nominative.',
    choice:
      'Nous retenons l’offre économiquement la plus avantageuse selon les critères suivants et eux seuls.',
    negotiation:
      'Nous pouvons négocier avec les entreprises les mieux classées, à égalité entre elles, ou choisir sans négocier. Remettez donc dès maintenant votre meilleure offre. Une offre incomplète peut être régularisée à notre demande, si elle n’est pas anormalement basse.',
    'variants-allowed':
      'Variantes : elles sont autorisées. Vous pouvez proposer une autre solution technique, en expliquant ce qu’elle change au prix et au résultat.',
    'variants-refused':
      'Variantes : elles ne sont pas autorisées. Répondez à la demande telle qu’elle est décrite.',
    after:
      'Chaque entreprise qui a répondu reçoit le résultat par écrit. Si votre offre n’est pas retenue, demandez-nous pourquoi : nous vous donnons les notes de votre offre et ce qui a fait la différence.\nVotre offre vous engage 90 jours à partir de la date limite.',
    price:
      'Le prix est celui de votre acte d’engagement. {forme du prix} Le prix comprend tout ce qui est nécessaire à la bonne exécution des travaux.',
    advance:
      'Avance : {avance}\nElle vous aide à acheter et à embaucher avant le premier paiement ; vous pouvez la refuser.',
    payment:
      'Nous payons en {délai de paiement} au plus après réception de votre facture sur Chorus Pro (code de la commande publique, art. {article du paiement}). En cas de retard, vous avez droit sans le demander à des intérêts (taux de la Banque centrale européenne augmenté de {points de retard} points, art. {article des intérêts}) et à {indemnité de retard} de frais de recouvrement (art. {article de l’indemnité}) [à vérifier par le service juridique : délai, taux et frais de retard, et leurs articles].',
    subcontracting:
      'Vous pouvez sous-traiter une partie des travaux, si nous avons accepté le sous-traitant. À partir de {seuil de paiement direct} TTC, nous le payons directement (code de la commande publique, art. {article du paiement direct}).',
    insurance:
      'Vous devez être assuré pour votre responsabilité civile et, pour les travaux qui y sont soumis, pour votre responsabilité décennale.',
    help: 'Vos questions : {contact}. Les réponses sont données à toutes les entreprises.\nVous pouvez aussi vous faire aider, gratuitement, par votre chambre de commerce et d’industrie, votre chambre de métiers et de l’artisanat ou votre organisation professionnelle.\nEn cas de désaccord, le médiateur des entreprises peut être saisi gratuitement. Le tribunal compétent est le tribunal administratif de Montpellier [à vérifier par le service juridique : le tribunal, et les recours à nommer].',
    'deed-intro':
      'Ce document est votre engagement. Remplissez les cases vides ; ce qui est déjà écrit vient de la consultation et ne se modifie pas. Une fois signé par l’acheteur, il devient le marché avec le cadre de prix, la lettre de consultation et le dossier technique.',
    honour:
      'En répondant, je déclare sur l’honneur n’être dans aucun des cas où le code de la commande publique exclut de répondre à un marché, être en règle de l’obligation d’emploi des travailleurs handicapés, et que les renseignements donnés ici sont exacts [à vérifier par le service juridique : les termes de la déclaration]. Aucun autre formulaire (DC1, DC2, DUME) n’est demandé ; s’il est joint, il est accepté.',
    commitment:
      'J’ai lu la lettre de consultation et le dossier. Je m’engage, seul ou au nom du groupement, à exécuter les travaux aux conditions qu’ils décrivent et aux prix indiqués ci-dessous.',
    'deed-terms':
      'Cahier des clauses administratives générales des marchés de travaux (CCAG Travaux) : {cahier des clauses générales}\nDurée : {durée}. Début prévu : {début}.\nPaiement : {délai de paiement} au plus. Avance : {avance}',
    signature:
      'La signature n’est demandée qu’à l’entreprise retenue. Déposez ce document rempli ; vous le signerez si votre offre est choisie.',
    'lump-sum':
      'Le prix est global et forfaitaire : le total de ce tableau est le prix du marché, les quantités ne servent qu’à le comprendre. Ajoutez des lignes si nécessaire.',
    'unit-prices':
      'Les prix sont unitaires : les quantités réellement exécutées sont payées aux prix de ce tableau. Les quantités indiquées servent à comparer les offres.',
    'prices-open':
      '{global et forfaitaire ou unitaire} Remplissez chaque ligne ; le total hors taxes est celui de l’acte d’engagement.',
    'summary-intro':
      'L’essentiel de la consultation en une page. La lettre de consultation et le dossier font seuls foi.',
  },
  glossary: [
    {
      term: 'Acte d’engagement',
      meaning:
        'Le document par lequel l’entreprise s’engage sur un prix et un délai. Signé des deux côtés, il devient le marché.',
    },
    {
      term: 'Allotissement',
      meaning:
        'Le partage d’un marché en lots, par métier ou par lieu, pour que des entreprises plus petites puissent répondre.',
    },
    {
      term: 'Avance',
      meaning:
        'Une part du prix versée avant le début des travaux. Elle se rembourse ensuite sur les paiements.',
    },
    {
      term: 'Bordereau des prix unitaires',
      meaning: 'La liste des prix à l’unité (au mètre, à l’heure, à la pièce).',
    },
    {
      term: 'CCAG',
      meaning:
        'Cahier des clauses administratives générales : les règles communes à tous les marchés de travaux qui y renvoient.',
    },
    {
      term: 'Cotraitance, groupement',
      meaning:
        'Plusieurs entreprises répondent ensemble. « Conjoint » : chacune répond de sa part. « Solidaire » : chacune répond de tout.',
    },
    {
      term: 'Critère, pondération',
      meaning:
        'Ce sur quoi les offres sont notées, et le poids de chaque note dans le total, sur 100 %.',
    },
    {
      term: 'Décomposition du prix global et forfaitaire',
      meaning: 'Le détail d’un prix fixé une fois pour toutes pour l’ensemble des travaux.',
    },
    {
      term: 'DUME, DC1, DC2',
      meaning:
        'Des formulaires de candidature. Le modèle commun les remplace par une déclaration dans l’acte d’engagement.',
    },
    {
      term: 'Garantie décennale',
      meaning:
        'L’assurance qui couvre pendant dix ans les dommages graves d’un ouvrage de construction.',
    },
    {
      term: 'Profil d’acheteur',
      meaning:
        'Le site où une collectivité publie ses consultations et reçoit les offres par voie électronique.',
    },
    {
      term: 'Sous-traitance',
      meaning:
        'L’entreprise titulaire confie une partie des travaux à une autre, que l’acheteur doit accepter.',
    },
    {
      term: 'Variante',
      meaning: 'Une autre solution que celle du dossier, proposée par l’entreprise.',
    },
  ],
}
