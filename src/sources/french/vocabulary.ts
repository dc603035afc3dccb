/** The words French notices and feeds use, in their plain form (see passage.ts): lower case, without accents. */

/** Names of the months, French and English, whole and shortened, with their numbers. */
export const MONTHS: Record<string, number> = {
  janvier: 1,
  janv: 1,
  jan: 1,
  january: 1,
  fevrier: 2,
  fevr: 2,
  fev: 2,
  february: 2,
  feb: 2,
  mars: 3,
  mar: 3,
  march: 3,
  avril: 4,
  avr: 4,
  april: 4,
  apr: 4,
  mai: 5,
  may: 5,
  juin: 6,
  june: 6,
  jun: 6,
  juillet: 7,
  juill: 7,
  juil: 7,
  july: 7,
  jul: 7,
  aout: 8,
  aou: 8,
  august: 8,
  aug: 8,
  septembre: 9,
  september: 9,
  sept: 9,
  sep: 9,
  octobre: 10,
  october: 10,
  oct: 10,
  novembre: 11,
  november: 11,
  nov: 11,
  decembre: 12,
  december: 12,
  dec: 12,
}

/** Names of the days as a pattern: they are read over, the date itself decides. */
export const WEEKDAY =
  '(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim' +
  '|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?![a-z])\\.?'

/** Zone names that may follow an hour anywhere, with what they say. */
export const ZONES: Record<string, string> = {
  utc: '+00:00',
  gmt: '+00:00',
  cet: '+01:00',
  cest: '+02:00',
  'europe/paris': 'Europe/Paris',
}

/** Zone names read in a feed's own dates only: « est » and « met » are French words elsewhere. RFC 822, section 5. */
export const FEED_ZONES: Record<string, string> = {
  ut: '+00:00',
  z: '+00:00',
  est: '-05:00',
  edt: '-04:00',
  cst: '-06:00',
  cdt: '-05:00',
  mst: '-07:00',
  mdt: '-06:00',
  pst: '-08:00',
  pdt: '-07:00',
  met: '+01:00',
  mest: '+02:00',
}

/** Places whose hour a notice may give (« heure de La Réunion »). */
export const HOURS_OF: Record<string, string> = {
  paris: 'Europe/Paris',
  france: 'Europe/Paris',
  metropole: 'Europe/Paris',
  bruxelles: 'Europe/Brussels',
  reunion: 'Indian/Reunion',
  mayotte: 'Indian/Mayotte',
  martinique: 'America/Martinique',
  guadeloupe: 'America/Guadeloupe',
  guyane: 'America/Cayenne',
  cayenne: 'America/Cayenne',
  noumea: 'Pacific/Noumea',
  'nouvelle-caledonie': 'Pacific/Noumea',
  tahiti: 'Pacific/Tahiti',
  papeete: 'Pacific/Tahiti',
}

/** Small numbers in letters, as before « lots ». */
export const NUMBERS: Record<string, number> = {
  deux: 2,
  trois: 3,
  quatre: 4,
  cinq: 5,
  six: 6,
  sept: 7,
  huit: 8,
  neuf: 9,
  dix: 10,
  onze: 11,
  douze: 12,
}

/** Acronyms that keep their capitals when a title in capitals becomes a sentence. */
export const ACRONYMS = new Set(
  (
    'ACM AEP AMO AMOA AMU ANS APD APS ARS ATMO BDC BPU BT BTP CAF CARSAT CCAS CCI CCTP CFA CFO CHU CIAS CNFPT CPAM ' +
    'CSPS CSU CTM CVC DAE DCE DECI DPE DPGF DRAC DSI DSP ECPAD ECS EDF EHPAD ENR EPCI EPI EPL ERP ESAT ESS EU EP ' +
    'FTTH GED GMAO GPS GTB GTC HLM HT HTA HTB IGH INSEE IP IRM IRVE ISO IT LED LGV MAPA MOE MPLS OLD OPC OPH ORSEC ' +
    'PAPI PCA PLU PLUI PLIE PMI PMR PRA PV RD RDC RFID RGAA RGE RGPD RH RN SAAS SAU SDIS SI SIG SIRH SMICTOM SPANC ' +
    'SPS SSI SSIAP STEP SYADEN TCE TNT TP UPS VAE VMC VPN VRD WAN ZA ZAC ZAE ZI'
  ).split(' '),
)
