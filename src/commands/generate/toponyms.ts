import type { Words } from './works.ts'

/**
 * The name of a hamlet of no map, like « Puechmaurel »: a few names are common, thousands are met once in a while, as
 * words are in any language, so that a search finds a dozen, thousands or anything between.
 */
export function inventToponym(random: () => number): string {
  const count = BEGINNINGS.length * MIDDLES.length * ENDINGS.length
  const rank = Math.floor(count * random() ** 3)
  const part = (words: Words, at: number) => words[at % words.length] ?? words[0]
  const ofRest = Math.floor(rank / BEGINNINGS.length)
  return (
    part(BEGINNINGS, rank) +
    part(MIDDLES, ofRest) +
    part(ENDINGS, Math.floor(ofRest / MIDDLES.length))
  )
}

const BEGINNINGS: Words = [
  'Puech',
  'Mont',
  'Roque',
  'Font',
  'Villa',
  'Mas',
  'Castel',
  'Serre',
  'Cambo',
  'Peyre',
  'Aigue',
  'Combe',
  'Malve',
  'Salse',
  'Grave',
  'Borde',
  'Escou',
  'Lauze',
  'Tourne',
  'Rive',
  'Bello',
  'Cante',
  'Maille',
  'Paul',
  'Ferra',
  'Garri',
  'Lavel',
  'Miram',
  'Negre',
  'Olm',
  'Pradel',
  'Quil',
  'Raba',
  'Sauve',
  'Tala',
  'Verde',
]

const MIDDLES: Words = [
  'maur',
  'long',
  'blanc',
  'fer',
  'gail',
  'rouj',
  'sel',
  'tort',
  'bres',
  'cab',
  'dour',
  'fau',
  'gran',
  'joul',
  'lan',
  'mer',
  'nau',
  'ol',
  'pin',
  'rab',
  'sar',
  'tres',
  'val',
  'vign',
  'bal',
  'carc',
  'dam',
  'esp',
  'fol',
  'gin',
  'houn',
  'lis',
  'mandr',
  'nis',
  'orb',
  'perd',
  'rouss',
  'sabl',
  'trem',
  'vern',
]

const ENDINGS: Words = [
  'el',
  'ac',
  'ette',
  'ille',
  'ens',
  'argues',
  'ou',
  'ières',
  'as',
  'enc',
  'ols',
  'ergues',
  'ères',
  'ade',
  'ouls',
  'is',
  'aut',
  'ane',
  'osse',
  'isse',
  'onne',
  'uc',
  'ène',
  'et',
  'iran',
  'ignan',
  'atel',
  'oulès',
  'ezac',
  'elle',
]
