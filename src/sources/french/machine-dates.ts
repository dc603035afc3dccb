/**
 * A feed's date in the form that readPublished reads, when it was printed by a program in one that people do not
 * write: ISO 8601 without separators or with a zone but no hour, a zone's name in brackets (RFC 9557), an offset of one
 * digit after GMT or UTC, the year after the zone (Unix `date`).
 */
export function rewriteMachineDate(written: string): string {
  return written
    .trim()
    .replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
    .replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6')
    .replace(/^(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)$/, '$1T00:00:00$2')
    .replace(/^(\d{4}-.*T.*?)(Z|[+-]\d\d:?\d\d)?\[([\w/]+)\]$/, (_whole, start, offset, zone) =>
      offset === undefined ? `${start} ${zone}` : `${start}${offset}`,
    )
    .replace(
      /\(?\b(GMT|UTC) ?([+-])(\d\d?)(?::?(\d\d))?\)?$/i,
      (_whole, _name, sign, hour, minute) => `${sign}${hour.padStart(2, '0')}${minute ?? '00'}`,
    )
    .replace(/ (\d\d:\d\d:\d\d) ([A-Z]{3,5}) (\d{4})$/, ' $3 $1 $2')
}
