import { join } from 'node:path'
import { ingestOf, rollOutSample } from '@ronghe/factory'
import type { House } from '@ronghe/kit/module'
import plantDefaults from '@ronghe/plant/plant.json' with { type: 'json' }
import { guangxi } from '@ronghe/region-guangxi'

/**
 * Which machine's own server plays which recording. Ports of 0 are chosen by the plant; here they must be
 * known.
 */
export function plantConfig(house: House, folder: string) {
  return {
    dataDirectory: join(folder, 'plant'),
    host: '127.0.0.1',
    mtconnectPort: house.config.SAMPLE_MTCONNECT_PORT,
    opcuaPort: house.config.SAMPLE_OPCUA_PORT,
    historyDays: house.config.SAMPLE_HISTORY_DAYS,
    machines: plantDefaults.machines,
  }
}

type Plant = ReturnType<typeof plantConfig>
type Edge = { edgeId: string; organisation: string; code: string }

function sampleOf({ organisation, code }: Pick<Edge, 'organisation' | 'code'>) {
  const { edges } = guangxi.sample.equipment()
  return edges.find((one) => one.organisation === organisation && one.code === code)
}

/** Whether a program runs for an edge. */
export function isRunning(edge: Edge): boolean {
  return !sampleOf(edge)?.isSpare
}

/** Gives edges that have their machines from the server those that are set up at another. */
export async function rollOutEdges(
  house: House,
  plant: Plant,
  edges: readonly Edge[],
  personName: string,
): Promise<void> {
  for (const edge of edges) {
    const setUp = sampleOf(edge)?.setUpAt
    const from = edges.find((one) => one.organisation === edge.organisation && one.code === setUp?.edge)
    if (!from || !setUp) continue
    const [first, second] = setUp.notes
    const devices = devicesOf(plant, edge)
    const versions = [
      { note: first.zh, devices: devices.map(withoutLastTag) },
      { note: second.zh, devices },
    ]
    await rollOutSample(house, { from: from.edgeId, to: edge.edgeId, personName, versions })
  }
}

function withoutLastTag<T extends { tags: readonly unknown[] }>(device: T) {
  return { ...device, tags: device.tags.slice(0, -1) }
}

/** The file of one sample edge; its machines stand in it, or come from the server. */
export function edgeConfig(house: House, folder: string, password: string, plant: Plant, edge: Edge) {
  return {
    server: `mqtt://127.0.0.1:${ingestOf(house).port}`,
    group: edge.organisation,
    node: edge.code,
    username: edge.edgeId,
    password,
    hostId: 'ronghe',
    language: house.config.RONGHE_LANGUAGE,
    buffer: { directory: join(folder, 'edges', edge.organisation), bytesMax: 256 * 1024 * 1024 },
    devices: sampleOf(edge)?.setUpAt ? 'server' : devicesOf(plant, edge),
  }
}

/** Its machines and the signals that the sample names. */
function devicesOf(plant: Plant, { organisation, code: edge }: Edge) {
  const { sample } = guangxi
  return sample
    .equipment()
    .equipment.filter((one) => one.organisation === organisation && one.connection?.edge === edge)
    .map(({ code, connection }) => {
      const tags =
        sample.tags().machines.find((one) => one.organisation === organisation && one.equipment === code)
          ?.tags ?? []
      return connection?.protocol === 'opcua'
        ? opcuaDevice(connection.device, plant, tags)
        : mtconnectDevice(connection?.device ?? '', connection?.machine ?? '', plant, tags)
    })
}

/** The sample names nodes by their namespace; the plant's own is its first. */
function nodeIdOf(source: string): string {
  return source.replace(/^nsu=[^;]+;/, 'ns=1;')
}

type Tags = ReturnType<typeof guangxi.sample.tags>['machines'][number]['tags']

function mtconnectDevice(device: string, machine: string, plant: Plant, tags: Tags) {
  return {
    device,
    adapter: 'mtconnect',
    url: `http://${plant.host}:${plant.mtconnectPort}/${machine}`,
    tags: tags.map(({ name, source, valueType, unit, part }) => ({
      name,
      dataItem: source,
      type: valueType,
      part,
      ...(unit ? { unit } : {}),
    })),
  }
}

function opcuaDevice(device: string, plant: Plant, tags: Tags) {
  return {
    device,
    adapter: 'opcua',
    endpoint: `opc.tcp://${plant.host}:${plant.opcuaPort}`,
    securityMode: 'SignAndEncrypt',
    securityPolicy: 'Basic256Sha256',
    trustUnknown: true,
    backfillDays: 30,
    tags: tags.map(({ name, source, valueType, unit }) => ({
      name,
      nodeId: nodeIdOf(source),
      samplingMs: 0,
      type: valueType,
      ...(unit ? { unit } : {}),
    })),
  }
}
