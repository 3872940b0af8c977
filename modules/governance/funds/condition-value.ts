const fenInYuan = 100

/** Is the fact money? It is kept in fen; people read and write yuan. */
function isMoney(fact: string): boolean {
  return fact.endsWith('Fen')
}

function each(text: string, change: (value: number) => string): string {
  return text
    .split(',')
    .map((one) => (one.trim() === '' || Number.isNaN(Number(one)) ? one : change(Number(one))))
    .join(',')
}

/** The value of a condition as a person writes it. */
export function writtenValue(fact: string, kept: string): string {
  return isMoney(fact) ? each(kept, (fen) => String(fen / fenInYuan)) : kept
}

/** What is kept of it; the reverse of `writtenValue`. */
export function keptValue(fact: string, written: string): string {
  return isMoney(fact) ? each(written, (yuan) => String(Math.round(yuan * fenInYuan))) : written
}
