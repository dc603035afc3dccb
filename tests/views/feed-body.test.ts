import * as fc from 'fast-check'
import { Parser } from 'htmlparser2'
import { describe, expect, it } from 'vitest'
import type { Facts } from '../../src/consultations/facts.ts'
import type { Change, FeedConsultation, FeedNotice } from '../../src/consultations/shown.ts'
import { CSV_HEADER, csvRow } from '../../views/consultations/csv.ts'
import { consultationEntry, noticeEntry } from '../../views/consultations/entry.ts'
import { NOW, notice, school, winter } from '../support/feed-consultation.ts'
import { HOSTILE_TEXTS, RUNS } from '../support/hostile.ts'

const CONTEXT = {
  baseUrl: 'https://guichet.example',
  tagAuthority: 'guichet.example',
  tagDate: '2026',
  now: NOW,
}

function body(changes: Partial<FeedNotice>, consultation: Partial<FeedConsultation> = {}): string {
  return noticeEntry(notice(changes, consultation), CONTEXT).html
}

function factsWith(facts: Partial<Facts>): Partial<FeedConsultation> {
  return { facts: { ...school().facts, ...facts } }
}

const LATER = winter('2026-12-22T12:00')
const POSTPONED: Change = { field: 'deadline', before: winter('2026-12-15T12:00'), after: LATER }

describe('the body of a feed entry', () => {
  it('tells what a firm looks for, in its order, and nothing unknown', () => {
    expect(body({}).replaceAll(/<\/(?:p|li)>|<ul>/g, '$&\n')).toBe(
      `<p><strong>À remettre avant le mardi 15 décembre 2026 à 12 h 00</strong> (heure de Paris) – 25 jours pour répondre.</p>
<p><strong>Visite obligatoire</strong> : jeudi 3 décembre 2026 à 14 h 00, sur rendez-vous au 04 00 00 00 00.</p>
<ul>
<li>Pour vous : lot 6 – Électricité (12 lots au total)</li>
<li>Acheteur : Ville de Narbonne</li>
<li>Lieu : Narbonne</li>
<li>Montant estimé : de 40 000 à 90 000 € HT pour ce lot</li>
<li>Procédure adaptée, travaux ; durée 5 mois à partir de mars 2027</li>
<li>Critères : prix 60 %, valeur technique 40 %</li>
<li>Qualifications demandées : Qualifelec ou équivalent</li>
<li>Répondre sur : <a href="https://marchespublics.aude.fr/consultation/1">marchespublics.aude.fr</a></li>
<li>Contact : service de la commande publique, 04 00 00 00 00</li>
</ul><p>Objet : Rénovation thermique de l'école Jean-Jaurès</p>
<p>Référence 2026-0042 – relevé le 20/11/2026 sur <a href="https://www.boamp.fr/avis/26-00000">BOAMP 26-00000</a>. Seuls l'avis et le dossier publiés par l'acheteur font foi.</p>
`,
    )
  })

  it('of which nothing is known still says what it is and what is binding', () => {
    const bare = body(
      {},
      {
        facts: {},
        lots: [],
        matchingLots: [],
        placeLabel: null,
        buyerName: null,
        deadline: null,
        source: null,
        daysGiven: null,
      },
    )
    expect(bare).toBe(
      "<p>Objet : Rénovation thermique de l'école Jean-Jaurès</p><p>Référence 2026-0042. Seuls l'avis et le dossier publiés par l'acheteur font foi.</p>",
    )
  })

  it('puts what changes first, old date and new', () => {
    const text = body(
      { kind: 'extension', changes: [POSTPONED], reason: 'visite supplémentaire' },
      { deadline: LATER },
    )
    expect(text).toMatch(
      /^<p><strong>Ce qui change<\/strong> : date limite reportée du mardi 15 décembre à 12 h 00 au <strong>mardi 22 décembre 2026 à 12 h 00<\/strong>\. Motif donné : visite supplémentaire\.<\/p><p><strong>À remettre/,
    )
  })

  it('gives each changed field its line, the date before the others', () => {
    const changes: Change[] = [
      { field: 'duration', before: '4 mois', after: '5 mois' },
      { field: 'lot.amount', lot: '6', before: null, after: { min: 40_000, max: 90_000 } },
      { field: 'documentsVersion', before: 'a', after: 'b' },
      { field: 'samples', before: 'Un échantillon', after: null },
      POSTPONED,
    ]
    const [first = ''] = body({ kind: 'correction', changes }).split('</p>')
    expect(first.split('<br/>')).toEqual([
      '<p><strong>Ce qui change</strong> : date limite reportée du mardi 15 décembre à 12 h 00 au <strong>mardi 22 décembre 2026 à 12 h 00</strong>.',
      'Durée : avant, 4 mois ; maintenant, <strong>5 mois</strong>.',
      'Lot 6, montant estimé : avant, non communiqué ; maintenant, <strong>40 000 à 90 000 € HT</strong>.',
      'Dossier de consultation modifié.',
      'Échantillons : avant, Un échantillon ; maintenant, non communiqué.',
    ])
  })

  it('shows the deadline or the change in the preview of a phone', () => {
    expect(textOf(body({})).slice(0, 140)).toContain('mardi 15 décembre 2026 à 12 h 00')
    const moved = body({ kind: 'extension', changes: [POSTPONED] }, { deadline: LATER })
    expect(textOf(moved).slice(0, 140)).toContain('mardi 22 décembre 2026 à 12 h 00')
  })

  it('says when the deadline must be checked', () => {
    const doubtful = { deadline: winter('2026-12-15T12:00', 'sources-disagree') }
    expect(body({}, doubtful)).toContain("Date à vérifier sur le profil d'acheteur.")
    expect(body({})).not.toContain('à vérifier')
    const day = { deadline: winter('2026-12-15T00:00', 'no-hour') }
    expect(body({}, day)).toContain('avant le mardi 15 décembre 2026</strong>')
    expect(body({}, day)).toContain("Heure à vérifier sur le profil d'acheteur.")
  })

  it('says how a consultation has ended instead of its deadline', () => {
    const abandoned = body(
      { kind: 'cancellation', reason: 'Besoin disparu', changes: [] },
      { state: 'abandoned' },
    )
    expect(abandoned).toMatch(
      /^<p><strong>Procédure déclarée sans suite<\/strong>\. Motif donné : Besoin disparu\.<\/p>/,
    )
    expect(abandoned).not.toMatch(/À remettre|Visite|Répondre/)
    expect(body({}, { state: 'withdrawn' })).toMatch(/^<p><strong>Avis annulé<\/strong>\.<\/p>/)
  })

  it('says per lot what became of it', () => {
    const outcome = {
      kind: 'awarded' as const,
      winners: [{ name: 'SARL Exemple', siret: null, commune: 'Lézignan-Corbières' }],
      amount: 68_400,
      bids: 4,
      irregularBids: null,
      notifiedOn: null,
      ground: null,
    }
    const lots = [
      { number: '6', title: 'Électricité', outcome },
      {
        number: '7',
        title: 'Chauffage',
        outcome: { ...outcome, kind: 'unsuccessful' as const, winners: [], ground: 'Aucune offre' },
      },
    ]
    const text = body({ kind: 'award' }, { state: 'awarded', lots })
    expect(text).toContain(
      '<li>Lot 6 – Électricité : SARL Exemple (Lézignan-Corbières), 68 400 € HT, 4 offres reçues</li><li>Lot 7 – Chauffage : infructueux (aucune offre)</li>',
    )
  })

  it('answers by e-mail or on paper where there is no platform', () => {
    const email = { kind: 'email' as const, address: 'marches@narbonne.fr', signature: null }
    expect(body({}, factsWith({ response: email }))).toContain(
      '<li>Répondre par courriel : <a href="mailto:marches@narbonne.fr">marches@narbonne.fr</a></li>',
    )
    const paper = { kind: 'paper' as const, address: 'Mairie, 11100 Narbonne', signature: null }
    expect(body({}, factsWith({ response: paper }))).toContain(
      '<li>Répondre sur papier : Mairie, 11100 Narbonne</li>',
    )
  })

  it('warns of a reserved contract and names the coordinator of several buyers', () => {
    const buyers = [
      { name: 'Grand Narbonne', siret: null, coordinator: true },
      { name: 'Ville de Narbonne', siret: null, coordinator: false },
    ]
    const text = body({}, factsWith({ buyers, reserved: 'integration' }))
    expect(text).toContain('<li>Réservé : insertion</li>')
    expect(text).toContain(
      '<li>Groupement de commandes : Grand Narbonne (coordonnateur), Ville de Narbonne</li>',
    )
  })

  it('links to nothing but the web', () => {
    const response = { kind: 'platform' as const, address: 'javascript:alert(1)', signature: null }
    const text = body({}, factsWith({ response, documentsUrl: 'data:text/html,x', noticeUrl: 'x' }))
    expect(text).not.toMatch(/javascript:|data:/)
    expect(text).toContain("<li>Répondre sur le profil d'acheteur</li>")
  })

  it('keeps at most 2 000 characters of the object', () => {
    const text = body({}, factsWith({ object: 'mot '.repeat(5_000) }))
    expect(text.length).toBeLessThan(4_000)
  })
})

describe('a feed entry', () => {
  it('stands at its publication, or when it was found if that was more than a day later', () => {
    const entry = noticeEntry(notice(), CONTEXT)
    expect(entry.published).toEqual(notice().publishedAt)
    const late = new Date('2026-11-21T07:00:01Z')
    expect(noticeEntry(notice({ recordedAt: late }), CONTEXT).published).toEqual(late)
    expect(entry.updated).toEqual(notice().recordedAt)
    const ahead = new Date('2026-11-20T10:00:00Z')
    expect(noticeEntry(notice({ publishedAt: ahead }), CONTEXT).updated).toEqual(ahead)
  })

  it('keeps its id and its dates whatever becomes of the consultation', () => {
    const entry = noticeEntry(notice(), CONTEXT)
    const later = noticeEntry(
      notice({}, { title: 'Autre', state: 'abandoned', updatedAt: new Date('2027-01-01') }),
      CONTEXT,
    )
    expect(entry.id).toBe('tag:guichet.example,2026:avis/7')
    expect([later.id, later.published, later.updated]).toEqual([
      entry.id,
      entry.published,
      entry.updated,
    ])
  })

  it('is filed under trade, type, buyer and commune', () => {
    expect(noticeEntry(notice(), CONTEXT).categories.map(({ label }) => label)).toEqual([
      'Électricité, éclairage, solaire, courants faibles',
      'Travaux',
      'Ville de Narbonne',
      'Narbonne',
    ])
  })

  it('tells machines the deadline with its offset', () => {
    expect(noticeEntry(notice(), CONTEXT).data).toMatchObject({
      kind: 'tender',
      deadline: '2026-12-15T12:00:00+01:00',
      lots: 12,
    })
  })

  it('per consultation is dated by its last change', () => {
    const entry = consultationEntry(school({ updatedAt: LATE }), CONTEXT)
    expect(entry.id).toBe('tag:guichet.example,2026:consultation/2026-0042')
    expect(entry.updated).toEqual(LATE)
    expect(entry.html).toBe(body({}))
  })

  it('has nothing in its body but the six simple elements, whatever buyers write', () => {
    const hostile = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE_TEXTS))
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        const html = body(
          {
            kind: 'correction',
            reason: other,
            changes: [
              { field: 'object', before: one, after: other },
              { field: 'amount', before: one, after: { min: other } },
            ],
          },
          {
            title: one,
            placeLabel: other,
            buyerName: one,
            lots: [{ number: one, title: other }],
            matchingLots: [one],
            source: { name: other, url: one, readAt: NOW },
            ...factsWith({
              object: one,
              qualifications: [one, other],
              duration: other,
              expectedStart: one,
              contact: { name: one, phone: other, email: one },
              siteVisit: { obligation: 'advised', dates: [], booking: one },
              response: { kind: 'email', address: other, signature: null },
            }),
          },
        )
        expect(elementsOf(html)).toEqual([])
      }),
      { numRuns: RUNS },
    )
  })

  it('shows an object made of markup as text', () => {
    const object = '<script>alert("1")</script> & <b onclick=x>l\'eau</b>'
    const html = body({}, factsWith({ object }))
    expect(textOf(html)).toContain(`Objet : ${object}`)
    expect(elementsOf(html)).toEqual([])
  })
})

describe('a row of the CSV', () => {
  const cell = (name: string, consultation: FeedConsultation) =>
    csvRow(consultation, CONTEXT)[CSV_HEADER.indexOf(name)]

  it('has a cell under each column', () => {
    expect(csvRow(school(), CONTEXT)).toHaveLength(CSV_HEADER.length)
    expect(new Set(CSV_HEADER).size).toBe(CSV_HEADER.length)
  })

  it("tells the deadline with its offset, and the source's own reference", () => {
    const consultation = school(factsWith({ reference: '26TX04' }))
    expect(cell('date_limite', consultation)).toBe('2026-12-15T12:00:00+01:00')
    expect(cell('date_limite_a_verifier', consultation)).toBe('non')
    expect(cell('reference', consultation)).toBe('2026-0042')
    expect(cell('reference_source', consultation)).toBe('26TX04')
    expect(cell('adresse_officielle', consultation)).toBe(
      'https://marchespublics.aude.fr/consultation/1',
    )
  })

  it('leaves empty what is unknown', () => {
    expect(cell('date_limite', school({ deadline: null }))).toBeNull()
    expect(cell('montant_min', school())).toBeNull()
  })
})

const LATE = new Date('2026-11-25T09:00:00Z')

const ALLOWED: Record<string, string[]> = {
  p: [],
  ul: [],
  li: [],
  strong: [],
  br: [],
  a: ['href'],
}

/** Elements and attributes that have no place in a body. */
function elementsOf(html: string): string[] {
  const strange: string[] = []
  const parser = new Parser({
    onopentag(name, attributes) {
      const allowed = ALLOWED[name]
      const others = Object.keys(attributes).filter((key) => !allowed?.includes(key))
      if (!allowed || others.length > 0) strange.push([name, ...others].join(' '))
      if (name === 'a' && !/^(https?|mailto):/.test(attributes['href'] ?? '')) strange.push('href')
    },
    oncomment: () => strange.push('comment'),
    onprocessinginstruction: () => strange.push('instruction'),
  })
  parser.end(html)
  return strange
}

function textOf(html: string): string {
  let text = ''
  const parser = new Parser({
    ontext(part) {
      text += part
    },
  })
  parser.end(html)
  return text
}
