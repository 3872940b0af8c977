import type { Ctx } from '@ronghe/kit/module'
import { localDay, localToMicros, weekdayOf } from '../calendar/expand.ts'
import { defaultTimeZone } from '../calendar/planned.ts'
import type { AlarmRouteBody } from '../contract/alarm-routing.ts'
import { insertRoute, routesOf } from '../store/alarm-routes.ts'
import * as andon from '../store/andon.ts'
import { insertWatch, isNameTaken } from '../store/anomaly-watches.ts'
import { insertCorrection, listCorrections } from '../store/corrections.ts'
import { equipmentById, unitByCode } from '../store/equipment.ts'
import { insertEntry, listEntries } from '../store/handover.ts'
import { insertProduct, productByCode, replaceRates } from '../store/products.ts'
import { insertStopChange } from '../store/stop-changes.ts'
import { keepTag, tagsOfMachine } from '../store/tags.ts'

type Words = { zh: string; en: string }
type Clocked = { daysAgo: number; at: string }
type OfMachine = { organisation: string; equipment: string }

/** What people of the sample said and set: words on stops, hand-over, calls, products, routes, a watch. */
export type SampleShopDay = {
  products: readonly {
    organisation: string
    code: string
    name: Words
    idealCycleMs: number
    rates: readonly { equipment: string; idealCycleMs: number }[]
  }[]
  routes: readonly {
    organisation: string
    name: Words
    priority: AlarmRouteBody['priority']
    shift?: Words
    levels: readonly { afterMinutes: number; roles: readonly string[] }[]
  }[]
  stopWords: readonly (OfMachine & {
    weekdays: readonly number[]
    start: string
    end: string
    reason: string
    note: Words | null
  })[]
  handover: readonly (Clocked & {
    organisation: string
    unit: string
    equipment: string | null
    kind: 'note' | 'fault' | 'quality' | 'material' | 'safety' | 'order'
    isPoint: boolean
    body: Words
    personName: string
  })[]
  andon: readonly (OfMachine &
    Clocked & {
      kind: andon.AndonKind
      answerMinutes: number
      resolveMinutes: number
      note: Words
      resolution: Words
      personName: string
    })[]
  anomalies: readonly (OfMachine & {
    name: Words
    signals: readonly string[]
    stepSeconds: number
    learnDaysAgo: readonly [number, number]
    onlyProduction: boolean
  })[]
}
type Ids = { owner: (code: string) => string; machine: (key: string) => string }

/** Words on stops are said of so many days back. */
const saidDays = 14

/** Loads what is not there yet; what a person changed stays. */
export async function keepShopDay(ctx: Ctx, sample: Partial<SampleShopDay>, ids: Ids): Promise<void> {
  for (const one of sample.products ?? []) await keepProduct(ctx, one, ids)
  await keepRoutes(ctx, sample.routes ?? [], ids)
  await keepWords(ctx, sample.stopWords ?? [], ids)
  await keepHandover(ctx, sample.handover ?? [], ids)
  await keepCalls(ctx, sample.andon ?? [], ids)
  for (const one of sample.anomalies ?? []) await keepWatch(ctx, one, ids)
}

async function keepProduct(ctx: Ctx, one: SampleShopDay['products'][number], ids: Ids): Promise<void> {
  const organisationId = ids.owner(one.organisation)
  if (await productByCode(ctx.sql, organisationId, one.code)) return
  const { code, name, idealCycleMs, rates } = one
  const product = { id: ctx.newId(), organisationId }
  const row = { ...product, code, name: name.zh, nameEn: name.en, idealCycleMs, isSample: true }
  await insertProduct(ctx.sql, row)
  const ofMachines = rates.map((rate) => ({
    equipmentId: ids.machine(`${one.organisation}/${rate.equipment}`),
    idealCycleMs: rate.idealCycleMs,
  }))
  await replaceRates(ctx.sql, product, ofMachines)
}

async function keepRoutes(ctx: Ctx, routes: SampleShopDay['routes'], ids: Ids): Promise<void> {
  for (const [organisation, own] of Map.groupBy(routes, (one) => one.organisation)) {
    const organisationId = ids.owner(organisation)
    if ((await routesOf(ctx.sql, organisationId)).length > 0) continue
    for (const { name, priority, shift, levels } of own) {
      const told = levels.map(({ afterMinutes, roles }) => ({
        afterMinutes,
        roles: [...roles],
        personIds: [],
      }))
      const narrowed = shift ? { shift: shift.zh } : {}
      const body = { name: name.zh, priority, ...narrowed, levels: told }
      await insertRoute(ctx.sql, { id: ctx.newId(), organisationId, body }, ctx.now)
    }
  }
}

async function keepWords(ctx: Ctx, words: SampleShopDay['stopWords'], ids: Ids): Promise<void> {
  for (const [key, own] of Map.groupBy(words, (one) => `${one.organisation}/${one.equipment}`)) {
    const equipmentId = ids.machine(key)
    const organisationId = ids.owner(own[0]?.organisation ?? '')
    const ever = { fromMicros: 0, toMicros: ctx.now.getTime() * 1000 }
    if ((await listCorrections(ctx.sql, equipmentId, ever, { pageSize: 1 })).total > 0) continue
    for (const day of daysBack(ctx.now))
      for (const one of own.filter(({ weekdays }) => weekdays.includes(weekdayOf(day)))) {
        const changeId = ctx.newId()
        const change = { id: changeId, organisationId, equipmentId, kind: 'classify' as const }
        await insertStopChange(ctx.sql, change, nobody, ctx.now)
        const span = { fromMicros: micros(day, one.start), toMicros: micros(day, one.end) }
        const said = { state: null, reason: one.reason, overProduction: false, note: one.note?.zh ?? null }
        const row = { ...change, ...span, ...said, id: ctx.newId(), changeId, by: null, personName: null }
        await insertCorrection(ctx.sql, row, ctx.now)
      }
  }
}

async function keepHandover(ctx: Ctx, entries: SampleShopDay['handover'], ids: Ids): Promise<void> {
  for (const [key, own] of Map.groupBy(entries, (one) => `${one.organisation}/${one.unit}`)) {
    const [first] = own
    if (!first) continue
    const organisationId = ids.owner(first.organisation)
    const unit = await unitByCode(ctx.sql, organisationId, first.unit)
    if (!unit) throw new Error(`the sample names an unknown unit ${key}`)
    if ((await listEntries(ctx.sql, 'zh', { unit: unit.id, pageSize: 1 })).total > 0) continue
    for (const one of own) {
      const equipmentId = one.equipment ? ids.machine(`${one.organisation}/${one.equipment}`) : null
      const { kind, isPoint, body, personName } = one
      const row = {
        organisationId,
        unitId: unit.id,
        equipmentId,
        kind,
        isPoint,
        body: body.zh,
        isSample: true,
      }
      await insertEntry(
        ctx.sql,
        { ...row, id: ctx.newId() },
        { id: null, name: personName },
        moment(ctx.now, one),
      )
    }
  }
}

async function keepCalls(ctx: Ctx, calls: SampleShopDay['andon'], ids: Ids): Promise<void> {
  for (const [organisation, own] of Map.groupBy(calls, (one) => one.organisation)) {
    const organisationId = ids.owner(organisation)
    if ((await andon.listCalls(ctx.sql, 'zh', { organisation: organisationId, pageSize: 1 })).total > 0)
      continue
    for (const one of own) {
      const machine = await equipmentById(
        ctx.sql,
        'zh',
        ids.machine(`${organisation}/${one.equipment}`),
        ctx.now,
      )
      if (!machine) continue
      const id = ctx.newId()
      const by = { id: null, name: one.personName }
      const calledAt = moment(ctx.now, one)
      const later = (minutes: number) => new Date(calledAt.getTime() + minutes * 60_000)
      const place = { organisationId, unitId: machine.unitId, equipmentId: machine.id }
      await andon.insertCall(ctx.sql, { ...place, id, kind: one.kind, note: one.note.zh }, by, calledAt)
      await andon.answerCall(ctx.sql, id, by, later(one.answerMinutes))
      await andon.resolveCall(ctx.sql, id, one.resolution.zh, by, later(one.resolveMinutes))
    }
  }
}

/** Learns from the plant's history once that is there. */
async function keepWatch(ctx: Ctx, one: SampleShopDay['anomalies'][number], ids: Ids): Promise<void> {
  const equipmentId = ids.machine(`${one.organisation}/${one.equipment}`)
  const organisationId = ids.owner(one.organisation)
  if (await isNameTaken(ctx.sql, equipmentId, one.name.zh)) return
  const tags = await tagsOfMachine(ctx.sql, equipmentId)
  const tagIds = one.signals.map((name) => {
    const tag = tags.find((each) => each.name === name)
    if (!tag) throw new Error(`the sample names an unknown signal ${name}`)
    return tag.id
  })
  const tagId = ctx.newId()
  const label = (locale: 'zh' | 'en') =>
    `${ctx.house.translate(locale, 'factory.anomaly.scoreOf')} ${one.name[locale]}`
  await keepTag(
    ctx.sql,
    {
      ...{
        id: tagId,
        organisationId,
        equipmentId,
        name: 'anomaly.1',
        label: label('zh'),
        labelEn: label('en'),
      },
      ...{ valueType: 'number', meaning: null, unit: 'P1', scale: 1, shift: 0, place: 5000 },
      isReadOnly: true,
    },
    ctx.now,
  )
  const ago = (days: number) => new Date(ctx.now.getTime() - days * 86_400_000).toISOString()
  const [from, to] = one.learnDaysAgo
  const { stepSeconds, onlyProduction } = one
  const span = { learnFrom: ago(from), learnTo: ago(to) }
  const settings = { tagIds, stepSeconds, ...span, onlyProduction, sensitivity: 'usual' as const }
  const row = { id: ctx.newId(), organisationId, equipmentId, name: one.name.zh, settings, tagId }
  await insertWatch(ctx.sql, { ...row, personId: null, personName: null, isSample: true }, ctx.now)
}

const nobody = { id: null, name: null }

/** The local days before today, the latest first. */
function daysBack(now: Date): string[] {
  return Array.from({ length: saidDays }, (_, index) =>
    localDay((now.getTime() - (index + 1) * 86_400_000) * 1000, defaultTimeZone),
  )
}

function micros(day: string, clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  return localToMicros(day, hour * 60 + minute, defaultTimeZone)
}

function moment(now: Date, { daysAgo, at }: Clocked): Date {
  const day = localDay((now.getTime() - daysAgo * 86_400_000) * 1000, defaultTimeZone)
  return new Date(micros(day, at) / 1000)
}
