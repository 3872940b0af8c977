import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import {
  AttributeIds,
  type ClientSession,
  ClientSubscription,
  type DataValue,
  type HistoryData,
  HistoryReadRequest,
  MessageSecurityMode,
  OPCUACertificateManager,
  OPCUAClient,
  ReadRawModifiedDetails,
  SecurityPolicy,
  StatusCodes,
  TimestampsToReturn,
} from 'node-opcua'
import { readPlantConfig } from '../config.ts'
import { type Plant, startPlant } from '../plant.ts'
import { calendarOf, dayMicros, plantDayAt, presentInstant, recordedDayOf } from '../play/calendar.ts'
import { type Observation, Playhead } from '../play/playhead.ts'
import { playUntil } from '../play/pump.ts'
import { loadRecording } from '../play/recording.ts'

const mazak = loadRecording('Mazak01', 1000)
const calendar = calendarOf(mazak.dates, 4)
const folder = mkdtempSync(join(tmpdir(), 'ronghe-plant-opcua-'))
/** 2016-10-21 08:30:00 UTC as the plant plays it in March 2026: the machine works. */
const started = workingInstant()
let now = started
let plant: Plant
let client: OPCUAClient
let session: ClientSession

function workingInstant(): number {
  let day = plantDayAt(calendar, Date.parse('2026-03-03T12:00:00Z') * 1000)
  while (recordedDayOf(calendar, day) !== 1) day += 1
  return presentInstant(calendar, day, Date.parse('2016-10-21T08:30:00Z') * 1000)
}

function clientManager(): OPCUACertificateManager {
  return new OPCUACertificateManager({
    rootFolder: join(folder, 'client'),
    automaticallyAcceptUnknownCertificate: true,
  })
}

before(async () => {
  const machines = [{ key: 'machining', recording: 'Mazak01', protocol: 'opcua', shiftHours: 4 }]
  const config = readPlantConfig({
    dataDirectory: join(folder, 'plant'),
    opcuaPort: 0,
    historyDays: 2,
    machines,
  })
  plant = await startPlant(config, () => now)
  client = OPCUAClient.create({ endpointMustExist: false, clientCertificateManager: clientManager() })
  await client.connect(plant.opcuaUrl!)
  session = await client.createSession()
})

after(async () => {
  await session.close()
  await client.disconnect()
  await plant.stop()
  rmSync(folder, { recursive: true })
})

const nodeId = (name: string) => `ns=1;s=Mazak01.${name}`
const read = (name: string) => session.read({ nodeId: nodeId(name), attributeId: AttributeIds.Value })

/** What the plant plays of a data item from an instant of its plant day on. */
function played(name: string, fromMicros: number, untilMicros: number): Observation[] {
  const item = mazak.device.items.findIndex((one) => one.name === name)
  const seen: Observation[] = []
  const playhead = new Playhead(calendar, mazak.days, fromMicros)
  playUntil(
    [{ playhead, observe: (one) => one.item === item && one.timeMicros >= fromMicros && seen.push(one) }],
    untilMicros,
  )
  return seen
}

test('there is no MTConnect agent where no machine asks for one', () => {
  assert.equal(plant.mtconnectUrl, null)
  assert.match(plant.opcuaUrl!, /^opc\.tcp:\/\/127\.0\.0\.1:\d+$/)
})

test('the machine is found by browsing, with identification and components, marked as a sample', async () => {
  const names = async (node: string) => {
    const result = await session.browse(node)
    return (result.references ?? []).map(
      (reference) => `${reference.browseName.name}=${reference.nodeId.toString()}`,
    )
  }
  const objects = await session.browse('ObjectsFolder')
  const machines = objects.references!.find((reference) => reference.browseName.name === 'Machines')!
  assert.deepEqual(
    (await names(machines.nodeId.toString())).filter((name) => name.startsWith('Mazak')),
    ['Mazak01=ns=1;s=Mazak01'],
  )
  const below = await names('ns=1;s=Mazak01')
  for (const name of ['Identification', 'base', 'controller', 'systems', 'avail']) {
    assert.ok(
      below.some((one) => one.startsWith(`${name}=`)),
      `${name} in ${below.join(' ')}`,
    )
  }
  assert.ok((await names('ns=1;s=Mazak01-path')).includes('execution=ns=1;s=Mazak01.execution'))
  assert.ok((await names('ns=1;s=Mazak01-base')).includes('C2=ns=1;s=Mazak01-C2'))
  assert.equal((await read('Identification.Manufacturer')).value.value, 'Mazak')
  assert.match((await read('Identification.ComponentName')).value.value, /示例.*sample/)
  const display = await session.read({ nodeId: 'ns=1;s=Mazak01', attributeId: AttributeIds.DisplayName })
  assert.match(display.value.value.text, /示例.*sample/)
})

test('a value is read with the present time of its recorded instant, its unit and its range', async () => {
  for (const name of ['execution', 'Xload', 'Srpm', 'auto_time', 'logic_cond', 'line']) {
    const last = played(name, started - dayMicros, now).at(-1)!
    const seen = await read(name)
    assert.equal(seen.statusCode, StatusCodes.Good, name)
    assert.equal(String(seen.value.value), last.text, name)
    assert.equal(seen.sourceTimestamp!.getTime() * 1000, last.timeMicros, name)
  }
  const [unit, range] = await Promise.all(
    ['EngineeringUnits', 'EURange'].map(async (property) => {
      const path = await session.browse(nodeId('Xload'))
      const found = path.references!.find((reference) => reference.browseName.name === property)!
      return (await session.read({ nodeId: found.nodeId, attributeId: AttributeIds.Value })).value.value
    }),
  )
  assert.equal(unit.displayName.text, '%')
  assert.ok(range.low <= 0 && range.high >= 100)
})

test('what the recording lacks is bad, and nothing can be written', async () => {
  const missing = await read('avail')
  assert.equal(missing.statusCode, StatusCodes.BadNoCommunication)
  assert.equal(missing.value.value ?? null, null)
  const value = { dataType: 'Double', value: 1 }
  const written = await session.write({
    nodeId: nodeId('Xload'),
    attributeId: AttributeIds.Value,
    value: { value },
  } as never)
  assert.equal(written, StatusCodes.BadNotWritable)
})

type Answer = { values: DataValue[]; continuationPoint: Buffer | null; statusCode: unknown }

async function history(
  name: string,
  from: Date,
  to: Date,
  most: number,
  point?: Buffer | null,
): Promise<Answer> {
  const historyReadDetails = new ReadRawModifiedDetails({
    isReadModified: false,
    startTime: from,
    endTime: to,
    numValuesPerNode: most,
    returnBounds: false,
  })
  const request = new HistoryReadRequest({
    historyReadDetails,
    timestampsToReturn: TimestampsToReturn.Source,
    releaseContinuationPoints: false,
    nodesToRead: [{ nodeId: nodeId(name), continuationPoint: point ?? null } as never],
  })
  const result = (await session.historyRead(request)).results![0]!
  const data = result.historyData as HistoryData | null
  return {
    values: data?.dataValues ?? [],
    continuationPoint: result.continuationPoint,
    statusCode: result.statusCode,
  }
}

function shown({ sourceTimestamp, statusCode, value }: DataValue): string {
  return `${sourceTimestamp!.getTime()} ${statusCode === StatusCodes.Good ? value.value : statusCode.name}`
}
const asShown = ({ timeMicros, text }: Observation) =>
  `${timeMicros / 1000} ${/^unavailable/i.test(text) ? 'BadNoCommunication' : text}`

test('the whole history is read, page by page, and is what was played', async () => {
  const from = new Date((started - 2 * dayMicros) / 1000)
  const to = new Date(started / 1000)
  for (const name of ['execution', 'total_time', 'system_cond']) {
    const seen: string[] = []
    let point: Buffer | null = null
    do {
      const page: Answer = await history(name, from, to, 1000, point)
      assert.ok(page.values.length <= 1000)
      seen.push(...page.values.map(shown))
      point = page.continuationPoint?.length ? page.continuationPoint : null
    } while (point !== null)
    const wanted = played(name, from.getTime() * 1000, started).map(asShown)
    assert.ok(wanted.length > 20, name)
    assert.deepEqual(seen, wanted, name)
  }
})

test('history goes on from the last known time without gap', async () => {
  const open = new Date(Date.UTC(1601, 0, 1))
  const first = await history('total_time', new Date((started - 3_600_000_000) / 1000), open, 50)
  const last = first.values.at(-1)!.sourceTimestamp!
  const next = await history('total_time', new Date(last.getTime() + 1), open, 50)
  const seen = [...first.values, ...next.values].map(shown)
  const wanted = played('total_time', started - 3_600_000_000, started).map(asShown)
  assert.deepEqual(seen, wanted.slice(0, seen.length))
  assert.ok(seen.length > 50)
})

test('a subscription brings every change as it is played, and history joins it', async () => {
  const subscription = ClientSubscription.create(session, {
    requestedPublishingInterval: 20,
    requestedLifetimeCount: 1000,
    requestedMaxKeepAliveCount: 10,
    maxNotificationsPerPublish: 0,
    publishingEnabled: true,
    priority: 1,
  })
  const until = started + 60_000_000
  const wanted = played('total_time', started, until).map(asShown)
  assert.ok(wanted.length > 10)
  const seen: string[] = []
  const complete = new Promise<void>((resolve) => {
    void (async () => {
      const item = await subscription.monitor(
        { nodeId: nodeId('total_time'), attributeId: AttributeIds.Value },
        { samplingInterval: 0, queueSize: 1000, discardOldest: true },
        TimestampsToReturn.Source,
      )
      item.on('changed', (value) => {
        seen.push(shown(value))
        // The first one is the state at the start; then the clock is moved on and a minute is played.
        if (seen.length === 1) now = until
        if (seen.length > wanted.length) resolve()
      })
    })()
  })
  await complete
  await subscription.terminate()
  assert.deepEqual(seen.slice(1), wanted)
  const again = await history('total_time', new Date(started / 1000), new Date(until / 1000), 0)
  assert.deepEqual(again.values.map(shown), wanted)
})

test('Basic256Sha256, signed and encrypted, works as well, and no other policy is offered', async () => {
  const secure = OPCUAClient.create({
    securityMode: MessageSecurityMode.SignAndEncrypt,
    securityPolicy: SecurityPolicy.Basic256Sha256,
    endpointMustExist: false,
    clientCertificateManager: clientManager(),
  })
  await secure.connect(plant.opcuaUrl!)
  const secureSession = await secure.createSession()
  const value = await secureSession.read({ nodeId: nodeId('power'), attributeId: AttributeIds.Value })
  assert.equal(value.value.value, 'ON')
  const endpoints = await secure.getEndpoints()
  const offered = endpoints.map(
    (one) => `${MessageSecurityMode[one.securityMode]} ${one.securityPolicyUri?.split('#')[1]}`,
  )
  assert.deepEqual(offered.sort(), ['None None', 'SignAndEncrypt Basic256Sha256'])
  assert.match(endpoints[0]!.server.applicationName.text ?? '', /示例/)
  await secureSession.close()
  await secure.disconnect()
})
