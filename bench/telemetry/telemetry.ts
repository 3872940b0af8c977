import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Row } from '../results.ts'
import { influx } from './influx.ts'
import { openOurs } from './ours.ts'
import { openPeer, type Peer, programPath } from './peer.ts'
import { conditionsOf, countOf, type PointSet, type Size } from './points.ts'
import { inParallel, type Store } from './store.ts'
import { victoria } from './victoria.ts'

const peers: readonly Peer[] = [influx, victoria]
/** Debian's packages of the peers. */
const packages: Record<string, string> = { influxd: 'influxdb', 'victoria-metrics': 'victoria-metrics' }

type Figure = { name: string; value: number; unit: string; isMoreBetter: boolean }

/** Measures our store, and the peers that are installed, with the same points; `say` tells how far it is. */
export async function runTelemetry(
  size: Size,
  options: { withPeers: boolean; say: (text: string) => void },
): Promise<Row[]> {
  const { withPeers, say } = options
  const ours = await inDirectory((directory) => openOurs(directory), size, say)
  const rows: Row[] = ours.figures.map((one) => rowOf(one, size, ours, null))
  for (const peer of withPeers ? peers : []) {
    if (programPath(peer.program) === null) {
      const how = `apt-get install ${packages[peer.program]}`
      say(`${peer.name} is not installed and not measured; on Debian: ${how}`)
      continue
    }
    const theirs = await inDirectory((directory) => openPeer(peer, directory), size, say)
    for (const one of theirs.figures) {
      const mine = ours.figures.find(({ name }) => name === one.name)
      if (mine)
        rows.push(rowOf(mine, size, ours, { ...one, durability: theirs.durability, peer: theirs.name }))
    }
  }
  return rows
}

function rowOf(
  one: Figure,
  size: Size,
  ours: { durability: string },
  theirs: (Figure & { peer: string; durability: string }) | null,
): Row {
  const { name, value, unit, isMoreBetter } = one
  const conditions = `${conditionsOf(size)}; ours ${ours.durability}`
  if (theirs === null) return { engine: 'telemetry', name, value, unit, peer: null, ratio: null, conditions }
  const ratio = isMoreBetter ? value / theirs.value : theirs.value / value
  return {
    ...{ engine: 'telemetry', name, value, unit },
    peer: { name: theirs.peer, value: theirs.value },
    ratio: Number.isFinite(ratio) ? ratio : null,
    conditions: `${conditions}; theirs ${theirs.durability}`,
  }
}

type Measured = { figures: Figure[]; durability: string; name: string }

async function inDirectory(
  open: (directory: string) => Promise<Store>,
  size: Size,
  say: (text: string) => void,
): Promise<Measured> {
  const directory = await mkdtemp(path.join(tmpdir(), 'ronghe-bench-'))
  const store = await open(directory)
  try {
    say(`${store.name} …`)
    return { figures: await measure(store, size), durability: store.durability, name: store.name }
  } finally {
    await store.close()
    await rm(directory, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function measure(store: Store, size: Size): Promise<Figure[]> {
  const { week, day, years, batchRows } = size
  const figures: Figure[] = []
  const add = (name: string, value: number, unit: string, isMoreBetter = false) =>
    figures.push({ name, value, unit, isMoreBetter })
  add('ingest', (await written(store, week, batchRows)).perSecond, 'points/s', true)
  await written(store, day, batchRows)
  await written(store, years, batchRows)
  await store.settle()
  const total = [week, day, years].reduce((sum, set) => sum + countOf(set), 0)
  add('on disk', (await store.bytes()) / total, 'bytes/point')
  const dayOf = { ...day, steps: Math.min(day.steps, 86_400_000 / day.stepMs) }
  const asks: [string, PointSet, number, number][] = [
    ['1-minute mean of one signal over a day', dayOf, 1, 60_000],
    [`1-hour mean of ${week.signals} signals over a week`, week, week.signals, 3_600_000],
    ['one signal over ten years at screen width', years, 1, screenBucketMs(years)],
  ]
  for (const [name, set, signals, bucketMs] of asks) {
    const wanted = Math.min(set.steps, Math.floor((set.steps * set.stepMs) / bucketMs)) * signals
    add(name, await fastest(store, set, signals, bucketMs, wanted), 'ms')
  }
  const lost = await lostAtKill(store, { ...day, name: 'killed' }, batchRows)
  add('acknowledged points lost at kill -9', lost, 'points')
  return figures
}

/** As many whole hours as make at most a thousand buckets, which is how our pages ask for long spans. */
function screenBucketMs({ steps, stepMs }: PointSet): number {
  return Math.ceil((steps * stepMs) / 1000 / 3_600_000) * 3_600_000
}

async function written(store: Store, set: PointSet, batchRows: number): Promise<{ perSecond: number }> {
  const writes = store.prepare(set, batchRows)
  // The first write waits until all batches are made; it stays out of the measurement.
  await writes[0]?.()
  const startedMs = performance.now()
  await inParallel(writes.slice(1))
  const seconds = (performance.now() - startedMs) / 1000
  return { perSecond: (countOf(set) * (1 - 1 / writes.length)) / seconds }
}

/** The fastest of five, after a check that about as many buckets come back as there are. */
async function fastest(
  store: Store,
  set: PointSet,
  signals: number,
  bucketMs: number,
  wanted: number,
): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let turn = 0; turn < 5; turn++) {
    const startedMs = performance.now()
    const found = await store.means(set, signals, bucketMs)
    best = Math.min(best, performance.now() - startedMs)
    // Stores differ by one bucket at an end.
    if (Math.abs(found - wanted) > 2 * signals)
      throw new Error(`${store.name}: ${found} of ${wanted} buckets`)
  }
  return best
}

/** Kills the store right after its last acknowledgement; how many points it had acknowledged and lost. */
async function lostAtKill(store: Store, set: PointSet, batchRows: number): Promise<number> {
  await inParallel(store.prepare(set, batchRows))
  await store.crash()
  return countOf(set) - (await store.count(set))
}
