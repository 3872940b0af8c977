import type { PlantConfig } from './config.ts'
import { nextInstanceId } from './instance.ts'
import { Agent } from './mtconnect/agent.ts'
import { type AgentServer, serveAgent } from './mtconnect/server.ts'
import { indexRows } from './opcua/history.ts'
import { type OpcuaServer, startOpcua } from './opcua/server.ts'
import { addMachine } from './opcua/space.ts'
import { type Calendar, calendarOf, plantDayAt, plantDayStart, recordedDayOf } from './play/calendar.ts'
import { Playhead } from './play/playhead.ts'
import { startPump, type Track } from './play/pump.ts'
import { loadRecording, type Recording } from './play/recording.ts'
import { say } from './words.ts'

/** A plant that runs. Urls are null where no machine uses the protocol. */
export type Plant = {
  mtconnectUrl: string | null
  opcuaUrl: string | null
  machines: { key: string; device: string; protocol: 'mtconnect' | 'opcua' }[]
  stop(): Promise<void>
}

type Machine = { recording: Recording; calendar: Calendar; fromMicros: number }

/**
 * Starts the sample plant and resolves when both servers answer and the history up to now is there (with
 * `speed` 0). Rejects when a port is taken; then nothing runs. `stop` closes all connections.
 */
export async function startPlant(
  config: PlantConfig,
  nowMicros: () => number = systemMicros,
): Promise<Plant> {
  const startedMicros = nowMicros()
  const machinesOf = (protocol: string, tickMicros: number) =>
    config.machines
      .filter((machine) => machine.protocol === protocol)
      .map((machine) => openMachine(machine, tickMicros, startedMicros, config.historyDays))
  const agents = machinesOf('mtconnect', 1)
  const servers = machinesOf('opcua', 1000)
  const historyMicros = Math.min(...[...agents, ...servers].map((machine) => machine.fromMicros))
  const untilMicros = () => {
    const now = nowMicros()
    return config.speed === 0 ? now : Math.min(now, historyMicros + (now - startedMicros) * config.speed)
  }
  const stops: (() => unknown)[] = []
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end()
  }
  try {
    const agent = agents.length === 0 ? null : await startAgent(config, agents, nowMicros)
    if (agent !== null) stops.push(agent.server.stop)
    const opcua = servers.length === 0 ? null : await startServer(config, servers, untilMicros)
    if (opcua !== null) stops.push(opcua.server.stop)
    const tracks = [...(agent?.tracks ?? []), ...(opcua?.tracks ?? [])]
    stops.push(startPump(tracks, untilMicros, () => agent?.agent.wake()))
    return {
      mtconnectUrl: agent === null ? null : `http://${config.host}:${agent.server.port}`,
      opcuaUrl: opcua === null ? null : opcua.server.endpointUrl,
      machines: config.machines.map(({ key, recording, protocol }) => ({ key, device: recording, protocol })),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function systemMicros(): number {
  return Date.now() * 1000
}

function openMachine(
  machine: PlantConfig['machines'][number],
  tickMicros: number,
  nowMicros: number,
  historyDays: number,
): Machine {
  const recording = loadRecording(machine.recording, tickMicros)
  const calendar = calendarOf(recording.dates, machine.shiftHours)
  const fromMicros = plantDayStart(calendar, plantDayAt(calendar, nowMicros - historyDays * 86_400_000_000))
  return { recording, calendar, fromMicros }
}

async function startAgent(
  config: PlantConfig,
  machines: readonly Machine[],
  nowMicros: () => number,
): Promise<{ agent: Agent; server: AgentServer; tracks: Track[] }> {
  const agent = new Agent({
    devices: machines.map((machine) => machine.recording.device),
    bufferSize: bufferSizeFor(machines, nowMicros()),
    instanceId: nextInstanceId(config.dataDirectory, nowMicros()),
    sender: say('plant.name'),
    nowMicros,
  })
  const tracks = machines.map(({ recording, calendar, fromMicros }, device) => ({
    playhead: new Playhead(calendar, recording.days, fromMicros),
    observe: agent.observe.bind(agent, device),
  }))
  const { host, mtconnectPort, streamsMax } = config
  return { agent, server: await serveAgent(agent, { host, port: mtconnectPort, streamsMax }), tracks }
}

/** The smallest power of two, from the agent's usual 131,072 on, that holds the history twice. */
function bufferSizeFor(machines: readonly Machine[], nowMicros: number): number {
  let rows = 0
  for (const { recording, calendar, fromMicros } of machines) {
    const last = plantDayAt(calendar, nowMicros)
    for (let day = plantDayAt(calendar, fromMicros); day <= last; day += 1) {
      rows += recording.days[recordedDayOf(calendar, day)]!.item.length
    }
  }
  return Math.max(131_072, 2 ** Math.ceil(Math.log2(rows * 2)))
}

/** History is read from the recording, so the playhead begins with the day that is played at the start. */
async function startServer(
  config: PlantConfig,
  machines: readonly Machine[],
  untilMicros: () => number,
): Promise<{ server: OpcuaServer; tracks: Track[] }> {
  const server = await startOpcua({
    directory: config.dataDirectory,
    host: config.host,
    port: config.opcuaPort,
  })
  const tracks = machines.map(({ recording, calendar, fromMicros }) => {
    const rows = indexRows(recording.days, recording.device.items.length)
    const history = { calendar, days: recording.days, rows, fromMicros, untilMicros }
    const { observe } = addMachine(
      server.server.engine.addressSpace!,
      server.machines,
      recording.device,
      history,
    )
    return { playhead: new Playhead(calendar, recording.days, untilMicros()), observe }
  })
  return { server, tracks }
}
