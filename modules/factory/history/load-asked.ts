import { type Caller, systemCaller } from '@ronghe/kit/auth'
import { Fault } from '@ronghe/kit/errors'
import type { House } from '@ronghe/kit/module'
import { startRounds } from '@ronghe/kit/rounds'
import { registry } from '@ronghe/registry/contract'
import type { ExportQuestion } from '../contract/exports.ts'
import type { ChartDefinition } from '../contract/history.ts'
import { exports } from '../service/exports.ts'
import { insertChart, listCharts } from '../store/charts.ts'
import { equipmentByCode } from '../store/equipment.ts'
import { listExports } from '../store/exports.ts'
import { tagsOfMachine } from '../store/tags.ts'
import { exporterOf } from './exports.ts'

type Words = { zh: string; en: string }
type Asked = { equipment: string; signals: readonly string[] }

/** What a person of the sample asked of the history; signals by their names. */
export type SampleAsked = {
  creditCode: string
  email: string
  charts: readonly (Asked & { name: Words; definition: Omit<ChartDefinition, 'tags'> })[]
  exports: readonly (Asked & {
    kind: 'points' | 'aggregates'
    format: 'parquet' | 'csv'
    daysAgo: readonly [number, number]
    question?: Omit<ExportQuestion, 'tags' | 'from' | 'to'>
  })[]
}

const everyMs = 10_000
const dayMs = 86_400_000
/** The history has come when its newest value is no older. */
const freshMs = 3_600_000

/** Waits until the machines' history has come, has the files made once, and stops by itself. */
export function startSampleAsked(house: House, sample: SampleAsked): () => Promise<void> {
  let isDone = false
  const round = async () => {
    isDone ||= await askSample(house, sample)
    if (isDone) void stop()
  }
  const stop = startRounds(house.log, { everyMs, failed: 'sample exports', round })
  return stop
}

/** Charts at once, files once there is a history; true when nothing is left to do. */
export async function askSample(house: House, sample: SampleAsked): Promise<boolean> {
  const person = await personOf(house, sample)
  const isDone = !person || (await ask(house, person, sample))
  exporterOf(house)?.wake()
  return isDone
}

function ask(house: House, person: Person, sample: SampleAsked): Promise<boolean> {
  const { organisationId, personId, personName } = person
  return house.act(person, async (ctx) => {
    const reader = { organisationId, personId }
    const tags = async ({ equipment, signals }: Asked) => {
      const id = (await equipmentByCode(ctx.sql, organisationId, equipment))?.id ?? ''
      const known = await tagsOfMachine(ctx.sql, id)
      return signals.map((name) => {
        const tag = known.find((one) => one.name === name)
        if (!tag) throw new Error(`the sample names an unknown signal ${name}`)
        return tag.id
      })
    }
    if ((await listCharts(ctx.sql, reader, { pageSize: 1 })).total === 0)
      for (const { name, definition, ...asked } of sample.charts) {
        const row = { ...reader, personName, name: name.zh, isShared: true, isSample: true }
        const whole = { ...definition, tags: await tags(asked) }
        await insertChart(ctx.sql, { ...row, id: ctx.newId(), definition: whole }, ctx.now)
      }
    if ((await listExports(ctx.sql, organisationId, { pageSize: 1 })).total > 0) return true
    const wanted = await Promise.all(sample.exports.map(tags))
    const newest = await house.series.last([...(await house.series.resolve(wanted.flat()))])
    const isThere = newest.some((one) => one && ctx.now.getTime() - one.timeMicros / 1000 < freshMs)
    if (!isThere) return false
    // No room asks here that could tell of it; the exporter is woken when this is committed.
    const silent = { ...ctx, emit: async () => {} }
    for (const [at, { kind, format, daysAgo, question }] of sample.exports.entries()) {
      const [from, to] = daysAgo.map((days) => new Date(ctx.now.getTime() - days * dayMs).toISOString())
      const span = { tags: wanted[at] ?? [], from: from ?? '', to: to ?? '' }
      // A disk that has no room for files is no fault of the sample.
      await exports
        .addExport(silent, {
          params: {},
          query: {},
          body: { kind, format, question: { ...question, ...span } },
        })
        .catch((error: unknown) => {
          if (!(error instanceof Fault)) throw error
        })
    }
    return true
  })
}

type Person = Caller & { organisationId: string; personId: string; personName: string }

async function personOf(house: House, { creditCode, email }: SampleAsked): Promise<Person | null> {
  const organisationId = await house.act(systemCaller, async (ctx) => {
    const { rows } = await ctx.read(registry).organisations({ query: { pageSize: 100_000 } })
    return rows.find((row) => row.creditCode === creditCode)?.id
  })
  if (!organisationId) return null
  const { rows } = await house.act({ ...systemCaller, organisationId }, (inside) => {
    return inside.read(registry).members({ query: { pageSize: 200 } })
  })
  const found = rows.find((row) => row.email === email)
  if (!found) return null
  return { ...systemCaller, organisationId, personId: found.personId, personName: found.name }
}
