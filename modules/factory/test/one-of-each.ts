import { systemCaller } from '@ronghe/kit/auth'
import { eventually, type TestHouse } from '@ronghe/kit/test'
import type { AlarmBody } from '../contract/alarm-shapes.ts'
import { isoOf } from '../micros.ts'
import { keepLetters, listLetters } from '../store/dead-letters.ts'
import { append, type as, hour, makeMachine, minute, type TestPoint, unitId, upload } from '../testing.ts'

type Api = Awaited<ReturnType<typeof as>>
type World = { house: TestHouse; a: Api; start: number; move: (ms: number) => void }

const alarm: AlarmBody = {
  ...{ name: '负载高', kind: 'limit', signal: 'load', level: 'H', limit: 80, priority: 'high' },
  ...{ mustAcknowledge: true, latches: false },
}
const day = '2026-03-01'
const zone = 'Asia/Shanghai'
const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
const flat = { months, fromMinute: 0, toMinute: 1440, kind: 'flat' as const, fenPerKwh: '60' }

/**
 * One of everything that a firm can have in this room, made by its administrator; answers the id of each by
 * the name that parameters of routes have.
 */
export async function oneOfEach(world: World): Promise<Record<string, string>> {
  const { house, a } = world
  const made = await makeMachine(house.house, { code: 'M-1', unit: 'L1' })
  const { id: equipmentId, edgeId, unitId: line } = made.machine
  const { load: tagId = '', parts: partsTag = '' } = made.tags
  const machine = { house, a, equipmentId, tagId, partsTag, unitId: line, edgeId, start: world.start }
  return {
    ...{ equipmentId, edgeId, tagId, unitId: line },
    ...(await ofSignals(machine)),
    ...(await ofShifts(machine)),
    ...(await ofEnergy(machine)),
    ...(await ofEdges(machine)),
    ...(await ofAlarms(machine, world)),
  }
}

type Place = Omit<World, 'move'> & {
  equipmentId: string
  tagId: string
  partsTag: string
  unitId: string
  edgeId: string
}

async function ofSignals({ a, tagId, equipmentId, start, house }: Place) {
  const definition = {
    ...{ tags: [tagId], aggregates: ['average' as const], span: 'week' as const },
    ...{ isStepped: true, compare: 'week' as const },
  }
  const question = { tags: [tagId], from: isoOf(start - hour), to: isoOf(start) }
  const name = '一号'
  const drawn = { name, unitId: await unitId(house.house, 'firm-a', 'S1') }
  const tiers = { rawDays: 30, minuteDays: 60, hourDays: 90, reason: '试' }
  const rule = { ...tiers, rank: 1, name, meaning: null, pattern: 'load', equipmentId: null }
  await a.hold({ body: { tagId, reason: '质量争议' } })
  const text = { name: '说明.pdf', content: '%PDF-1.4 one' }
  const sent = await upload(house, a.headers, `/factory/equipment/${equipmentId}/documents`, text)
  return {
    documentId: (sent.body as { id: string }).id,
    chartId: (await a.addChart({ body: { name, isShared: false, definition } })).id,
    exportId: (await a.addExport({ body: { kind: 'points', format: 'csv', question } })).id,
    pictureId: (await a.addPicture({ body: drawn })).id,
    ruleId: (await a.addRetentionRule({ body: rule })).id,
  }
}

async function ofShifts({ a, equipmentId, unitId: line, start }: Place) {
  const params = { equipmentId }
  const span = { startsAt: isoOf(start - 2 * hour), endsAt: isoOf(start - hour) }
  const product = await a.addProduct({ body: { code: 'P-1', name: '轴', rates: [] } })
  const stop = { stops: [{ equipmentId, ...span }], reason: '等料' }
  const changed = await a.classifyStops({ body: stop })
  const said = { ...span, product: 'P-1', good: 3, rejected: 0, note: '手记' }
  const entry = { kind: 'note' as const, body: '换刀', isPoint: true }
  const later = { startsAt: isoOf(start + hour), endsAt: isoOf(start + 2 * hour) }
  const before = { startsAt: isoOf(start - 4 * hour), endsAt: isoOf(start - 3 * hour) }
  const correction = { ...before, state: 'down' as const, reason: '停机' }
  const exception = { kind: 'maintenance' as const, name: '大修', ...later }
  return {
    productId: product.id,
    changeId: changed.changeIds[0] ?? '',
    correctionId: (await a.addCorrection({ params, body: correction })).id,
    countId: (await a.addDeclaredCount({ params, body: said })).id,
    runId: (
      await a.addProductRun({
        params,
        body: { productId: product.id, idealCycleMs: 60_000, startsAt: span.startsAt },
      })
    ).id,
    exceptionId: (await a.addException({ params: { unitId: line }, body: exception })).id,
    entryId: (await a.addHandover({ params: { unitId: line }, body: entry })).id,
    callId: (await a.callAndon({ body: { unitId: line, equipmentId, kind: 'quality' } })).id,
  }
}

async function ofEnergy({ a, equipmentId, partsTag, unitId: line }: Place) {
  const named = { name: '总表', unitId: line, equipmentId, tagId: partsTag }
  const meter = await a.addEnergyMeter({ body: { ...named, reading: 'counter', measuredIn: 'kWh' } })
  const source = { source: '试', isVerified: false }
  const priced = { name: '电价', validFrom: day, timeZone: zone, periods: [flat], ...source }
  const factor = { validFrom: day, kgPerKwh: '0.5', ...source }
  const target = { meterId: meter.id, period: 'day' as const, kwh: '10', validFrom: day }
  return {
    meterId: meter.id,
    tariffId: (await a.addEnergyTariff({ body: priced })).id,
    factorId: (await a.addEnergyFactor({ body: factor })).id,
    targetId: (await a.addEnergyTarget({ body: target })).id,
  }
}

async function ofEdges({ a, house, edgeId, unitId: line, start }: Place) {
  const standby = await a.addEdge({ body: { code: 'standby', name: '备机' } })
  const reader = await a.addNamespaceReader({ body: { name: '看板', unitId: line } })
  await a.configureEdge({ params: { edgeId }, body: { devices: [], note: '空' } })
  const target = { edges: [standby.id], note: '一组' }
  await a.rollOutConfiguration({ params: { edgeId, version: 1 }, body: target })
  const letter = { code: 'letter.payload', topic: 'spBv1.0/x', device: 'd', metric: null, detail: 'x' }
  const whole = { ...letter, atMs: start / 1000, count: 1, payload: Buffer.from('no protobuf') }
  const kept = await house.house.act(systemCaller, async (ctx) => {
    await keepLetters(ctx.sql, edgeId, [whole], ctx.newId)
    return listLetters(ctx.sql, 'zh', {} as never)
  })
  return {
    standbyId: standby.id,
    readerId: reader.id,
    rollOutId: (await a.rollOuts({ query: {} })).rows[0]?.id ?? '',
    letterId: kept.rows[0]?.id ?? '',
  }
}

async function ofAlarms({ a, equipmentId, tagId, start, house }: Place, { move }: World) {
  const body = { ...alarm, equipmentIds: [equipmentId] }
  const definition = await a.addAlarmDefinition({ body: { code: 'LOAD-H', body } })
  const level = { afterMinutes: 0, roles: ['operator'], personIds: [] }
  const route = { name: '值班', priority: 'high' as const, levels: [level] }
  const group = { name: '一线', equipmentIds: [equipmentId], windowSeconds: 60 }
  await eventually('the definition is watched', async () => {
    move(1000)
    return (await a.alarmWatches({ query: {} })).rows[0]?.evaluatedTo
  })
  const points: TestPoint[] = [
    { tag: tagId, at: start + 10 * minute, value: 99 },
    { tag: tagId, at: start + 11 * minute, value: 10 },
  ]
  move(20 * 60_000)
  await append(house.house, points)
  const raised = await eventually('the alarm stands in the journal', async () => {
    move(1000)
    return (await a.alarms({ query: {} })).rows[0]
  })
  return {
    definitionId: definition.id,
    routeId: (await a.addAlarmRoute({ body: route })).id,
    groupId: (await a.addAlarmGroup({ body: group })).id,
    alarmId: raised.id,
    watchId: raised.watchId,
  }
}
