/** « 1 à 5, 7 et 9 »: three and more that follow each other as a range; what is no number as it is. */
export function numberRanges(numbers: string[]): string {
  const runs: string[][] = []
  for (const number of numbers) {
    const run = runs.at(-1)
    if (run && follows(run.at(-1) ?? '', number)) run.push(number)
    else runs.push([number])
  }
  const parts = runs.flatMap((run) => (run.length > 2 ? [`${run[0]} à ${run.at(-1)}`] : run))
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} et ${parts.at(-1)}` : parts.join('')
}

function follows(number: string, next: string): boolean {
  return /^\d{1,6}$/.test(number) && /^\d{1,6}$/.test(next) && Number(next) === Number(number) + 1
}
