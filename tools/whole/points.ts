import { XMLParser } from 'fast-xml-parser'
import { DataType, OPCUAClient } from 'node-opcua-client'
import { readJson, type Session } from './whole.ts'

/** One point of a signal; a value is null where the machine said that it has none. */
export type Point = { timeMicros: number; value: string | number | null; quality: string }

const observationsMax = 50_000

/** ISO 8601 to whole microseconds. */
export function microsOf(text: string): number {
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? ''
  return Math.floor(Date.parse(text) / 1000) * 1_000_000 + Number(fraction.padEnd(6, '0').slice(0, 6))
}

/** All that the MTConnect agent has said of a device so far, by the name of the data item; no conditions. */
export async function saidByAgent(url: string, device: string): Promise<Map<string, Point[]>> {
  const said = new Map<string, Point[]>()
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false })
  for (let from = 1, isMore = true; isMore; ) {
    // A new connection each time: reading so much takes longer than an idle one is kept by the agent.
    const answer = await fetch(`${url}/${device}/sample?from=${from}&count=${observationsMax}`, {
      headers: { connection: 'close' },
    })
    const { MTConnectStreams: document } = parser.parse(await answer.text())
    from = Number(document.Header.nextSequence)
    isMore = from <= Number(document.Header.lastSequence)
    for (const one of observationsOf(document.Streams)) {
      const points = said.get(one.name) ?? []
      said.set(one.name, points)
      const value = one['#text'] === 'UNAVAILABLE' ? null : String(one['#text'] ?? '')
      points.push({ timeMicros: microsOf(one.timestamp), value, quality: value === null ? 'bad' : 'good' })
    }
  }
  return said
}

type Observation = { name: string; timestamp: string; '#text'?: string }

/** Samples and events, however deep, in the order of the document. */
function observationsOf(node: unknown, isInside = false): Observation[] {
  if (Array.isArray(node)) return node.flatMap((one) => observationsOf(one, isInside))
  if (typeof node !== 'object' || node === null) return []
  if (isInside && 'timestamp' in node && 'name' in node) return [node as Observation]
  return Object.entries(node).flatMap(([key, child]) => {
    return key === 'Condition' ? [] : observationsOf(child, isInside || key === 'Samples' || key === 'Events')
  })
}

/** What the OPC UA server's history has of some nodes, by the last part of their names. */
export async function saidByOpcua(
  url: string,
  nodes: readonly string[],
  from: Date,
): Promise<Map<string, Point[]>> {
  const client = OPCUAClient.create({ endpointMustExist: false })
  const said = new Map<string, Point[]>()
  await client.withSessionAsync(url, async (session) => {
    for (const nodeId of nodes) {
      const result = await session.readHistoryValue(nodeId, from, new Date(Date.now() + 60_000))
      const values = (result.historyData as { dataValues?: HistoryValue[] } | null)?.dataValues ?? []
      said.set(nodeId.slice(nodeId.lastIndexOf('.') + 1), values.map(pointOf))
    }
  })
  return said
}

type HistoryValue = {
  sourceTimestamp: Date
  statusCode: { isGood(): boolean }
  value: { dataType: DataType; value: string | number | null }
}

function pointOf({ sourceTimestamp, statusCode, value }: HistoryValue): Point {
  const isGood = statusCode.isGood() && value.dataType !== DataType.Null
  return {
    timeMicros: sourceTimestamp.getTime() * 1000,
    value: isGood ? value.value : null,
    quality: isGood ? 'good' : 'bad',
  }
}

export type Tag = { id: string; name: string; scale: number; shift: number; valueType: string }

/** Every point that the house keeps of a signal, by its own export. */
export async function keptPoints(session: Session, tag: Tag, from: Date): Promise<Point[]> {
  const span = `from=${from.toISOString()}&to=${new Date(Date.now() + 86_400_000).toISOString()}`
  const answer = await session.get(`/factory/tags/${tag.id}/points?format=csv&${span}`)
  if (!answer.ok) await readJson(answer)
  const [, ...lines] = (await answer.text()).trim().split(/\r?\n/)
  return lines.map((line) => {
    const [at = '', value = '', quality = ''] = line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    const text = value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value
    return { timeMicros: microsOf(at), value: quality === 'good' ? text : null, quality }
  })
}

/**
 * What is wrong with what is kept, against what was said: every change that was said is kept once, at its
 * time; and besides there is nothing but marks of silence, each ended by the value that held.
 */
export function differences(said: readonly Point[], kept: readonly Point[], tag: Tag): string[] {
  const faults: string[] = []
  const changes = said.filter((one, index) => index === 0 || one.value !== said[index - 1]?.value)
  const bySaid = new Map(said.map((one) => [one.timeMicros, one]))
  const byKept = new Map(kept.map((one) => [one.timeMicros, one]))
  if (byKept.size !== kept.length) faults.push('a time twice')
  for (const one of changes) {
    const found = byKept.get(one.timeMicros)
    if (!found) faults.push(`missing ${one.timeMicros} ${one.value}`)
    else if (!isSame(one.value, found.value, tag))
      faults.push(`${one.timeMicros} ${one.value} is ${found.value}`)
  }
  let staleMicros = Number.NaN
  let held: Point['value'] = null
  for (const one of kept) {
    if (bySaid.has(one.timeMicros)) held = one.value
    else if (one.quality === 'stale') staleMicros = one.timeMicros
    else if (one.timeMicros !== staleMicros + 1 || one.value !== held)
      faults.push(`too much: ${one.timeMicros} ${one.value} ${one.quality}`)
  }
  return faults
}

function isSame(said: Point['value'], kept: Point['value'], tag: Tag): boolean {
  if (said === null || kept === null) return said === kept
  if (tag.valueType === 'text') return String(said) === String(kept)
  const wanted = Number(said) * tag.scale + tag.shift
  return Math.abs(wanted - Number(kept)) <= Math.abs(wanted) * 1e-12
}
