/** The ocid of a planned purchase: that of a planning process, which is never its consultation's. */
export function planningOcid(ocidPrefix: string, { id }: { id: number }): string {
  return `${ocidPrefix}-programme-${id}`
}

/** The number of the planned purchase that an ocid of this instance means; null for any other. */
export function purchaseNumberIn(ocid: string, ocidPrefix: string): number | null {
  const [, prefix, number] = /^(.+)-programme-(\d{1,9})$/.exec(ocid) ?? []
  return prefix === ocidPrefix ? Number(number) : null
}
