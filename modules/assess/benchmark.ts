import { scaled } from './form/checks.ts'

/** The least number of firms behind any figure that is shown of others. */
export const cellMin = 5
const barsMax = 10

/** One firm of a cohort, in the order of the submissions. */
export type Peer = { runId: string; total: string }
export type Bar = { from: string; to: string; firms: number }
export type CellResult = {
  firms: number | null
  percentile: number | null
  median: string | null
  bars: Bar[]
  /** Firms of the group that lie below the own total. */
  below: number | null
}
export const held: CellResult = { firms: null, percentile: null, median: null, bars: [], below: null }

/**
 * A group of firms as it may be shown (A9). The group grows by five at a time, so that two looks never
 * differ by one firm; it is held back with fewer than five, and where it and a wider group that is shown
 * differ by fewer than five, since the difference would be those firms. No noise is added: what is shown is
 * true.
 */
export function cellOf(
  group: readonly Peer[],
  wider: readonly Peer[],
  own: string | null,
  high: string,
): CellResult {
  const peers = stepped(group)
  if (peers.length < cellMin) return held
  if (!isApart(peers, stepped(wider))) return held
  const sorted = peers.map(({ total }) => total).toSorted(compare)
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? null
  const below = own === null ? null : sorted.filter((total) => compare(total, own) < 0).length
  // Per cent of the group that lies below.
  const percentile = below === null ? null : Math.floor((100 * below) / sorted.length)
  return { firms: peers.length, percentile, median, bars: barsOf(sorted, high), below }
}

/** The first 5, 10, 15 … of a group. */
export function stepped(group: readonly Peer[]): readonly Peer[] {
  return group.slice(0, group.length - (group.length % cellMin))
}

/** Neither of the two tells of fewer than five firms by what it has and the other has not. */
function isApart(group: readonly Peer[], wider: readonly Peer[]): boolean {
  const [inside, outside] = [new Set(group.map(idOf)), new Set(wider.map(idOf))]
  const rest = wider.filter((one) => !inside.has(one.runId)).length
  const extra = group.filter((one) => !outside.has(one.runId)).length
  return [rest, extra].every((count) => count === 0 || count >= cellMin)
}

function idOf({ runId }: Peer): string {
  return runId
}

function compare(one: string, other: string): number {
  const [left, right] = [scaled(one), scaled(other)]
  return left < right ? -1 : left > right ? 1 : 0
}

/** Tenths of the range, neighbours joined until every bar has five firms or none. */
function barsOf(sorted: readonly string[], high: string): Bar[] {
  const top = scaled(high)
  const bars: Bar[] = []
  for (let at = 0; at < barsMax; at += 1) {
    const [low, end] = [(top * BigInt(at)) / 10n, (top * BigInt(at + 1)) / 10n]
    const isLast = at === barsMax - 1
    const firms = sorted.filter((total) => {
      const value = scaled(total)
      return value >= low && (isLast || value < end)
    }).length
    const open = bars.at(-1)
    if (open && open.firms > 0 && open.firms < cellMin) {
      open.to = textOf(end)
      open.firms += firms
    } else bars.push({ from: textOf(low), to: textOf(end), firms })
  }
  return joinLast(bars)
}

/** A last bar of fewer than five is joined to the ones before it. */
function joinLast(bars: Bar[]): Bar[] {
  for (
    let last = bars.at(-1);
    bars.length > 1 && last && last.firms > 0 && last.firms < cellMin;
    last = bars.at(-1)
  ) {
    bars.pop()
    const before = bars.at(-1)
    if (before) Object.assign(before, { to: last.to, firms: before.firms + last.firms })
  }
  return bars
}

function textOf(value: bigint): string {
  const text = `${value / 1_000_000_000n}.${String(value % 1_000_000_000n).padStart(9, '0')}`
  return text.replace(/\.?0+$/, '')
}
