export type ParetoRow = { name: string; value: number; cumulative: number }

/** Largest first, each with its cumulative share in per cent; nothing lost gives no rows. */
export function paretoOf(rows: readonly { name: string; value: number }[]): ParetoRow[] {
  const lost = rows
    .filter((row) => row.value > 0)
    .sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1))
  const total = lost.reduce((sum, row) => sum + row.value, 0)
  let sum = 0
  return lost.map(({ name, value }) => {
    sum += value
    return { name, value, cumulative: (sum / total) * 100 }
  })
}
