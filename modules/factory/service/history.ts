import type { Aggregate, Result } from '@ronghe/aggregate'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { sheetOf } from '@ronghe/kit/sheet'
import type { factory } from '../contract.ts'
import { aggregatesOf } from '../history/aggregates.ts'
import { approximateBefore } from '../history/approximate.ts'
import * as store from '../store/history.ts'
import { type TagRow, tagsByIds } from '../store/tags.ts'
import { spanOf } from './spans.ts'

type Routes = Pick<Service<typeof factory>, 'historySignals' | 'aggregates' | 'aggregatesFile'>
type Asked = {
  tag: string[]
  aggregate: Aggregate[]
  from: string
  to: string
  intervalMs: number
  stepped: boolean
}

const spanDaysMax = 3660
/** Most figures (signals × aggregates × intervals) of one answer, and of one file. */
const figuresMax = 200_000
const fileFiguresMax = 1_000_000

export const history: Routes = {
  async historySignals(ctx, { query }) {
    return store.listSignals(ctx.sql, ctx.caller.locale, query)
  },

  async aggregates(ctx, { query }) {
    const { results, approximate } = await answered(ctx, query, figuresMax)
    return {
      at: (results[0]?.[0] ?? []).map(({ at }) => at / 1000),
      rows: query.tag.map((tagId, index) => ({
        tagId,
        approximateBefore: approximate[index] ?? null,
        results: query.aggregate.map((aggregate, place) =>
          columnsOf(aggregate, results[index]?.[place] ?? []),
        ),
      })),
    }
  },

  async aggregatesFile(ctx, { query }) {
    const { tags, results, approximate } = await answered(ctx, query, fileFiguresMax)
    const machines = await store.listSignals(ctx.sql, ctx.caller.locale, {
      tag: query.tag,
      pageSize: query.tag.length,
    })
    const columns = tags.flatMap((tag, index) =>
      query.aggregate.map((aggregate, place) => ({
        key: `${index}.${place}`,
        title: titleOf(
          ctx,
          tag,
          machines.rows.find(({ tagId }) => tagId === tag.id),
          aggregate,
        ),
      })),
    )
    const nameAt = (at: number) =>
      tags.flatMap((tag, index) => (at / 1000 < (approximate[index] ?? 0) ? [labelOf(ctx, tag)] : []))
    const rows = (results[0]?.[0] ?? []).map(({ at }, interval) => {
      const cells = columns.map(({ key }) => {
        const [index, place] = key.split('.').map(Number)
        return [key, results[index!]![place!]![interval]!.value] as const
      })
      const marked = nameAt(at).join(', ')
      return { at: new Date(at / 1000).toISOString(), ...Object.fromEntries(cells), approximate: marked }
    })
    const head = { key: 'at', title: ctx.t('factory.column.at') }
    const title = ctx.t('factory.page.history')
    const isMarked = approximate.some((one) => one !== null)
    const last = { key: 'approximate', title: ctx.t('factory.history.approximateIn') }
    const all = [head, ...columns, ...(isMarked ? [last] : [])]
    return sheetOf({ title, columns: all, rows, format: query.format })
  },
}

async function answered(
  ctx: Ctx,
  query: Asked,
  max: number,
): Promise<{ tags: TagRow[]; results: Result[][][]; approximate: (number | null)[] }> {
  const span = spanOf(query, spanDaysMax)
  const intervalMicros = query.intervalMs * 1000
  const count = Math.ceil((span.toMicros - span.fromMicros) / intervalMicros)
  const asked = count * query.tag.length * query.aggregate.length
  if (asked > max) {
    const field = { field: 'intervalMs', rule: 'fault.factory.history.tooMuch', values: { asked, max } }
    throw new Fault('factory.history.tooMuch', { asked, max }, [field])
  }
  const found = await tagsByIds(ctx.sql, query.tag)
  if (found.length !== query.tag.length) throw new Fault('kit.notFound')
  const tags = query.tag.map((id) => found.find((tag) => tag.id === id)!)
  if (tags.some(({ valueType }) => valueType === 'text'))
    throw new Fault('factory.history.textSignal', {}, [
      { field: 'tag', rule: 'fault.factory.history.textSignal' },
    ])
  const { series } = ctx.house
  const numbers = await series.resolve(tags.map(({ id }) => id))
  const signals = tags.map(({ scale, shift }, index) => ({ number: numbers[index] ?? 0, scale, shift }))
  const question = { ...span, intervalMicros, aggregates: query.aggregate, isStepped: query.stepped }
  const approximate = await approximateBefore(series, [...numbers], question)
  return { tags, results: await aggregatesOf(series, signals, question), approximate }
}

function columnsOf(aggregate: Aggregate, results: readonly Result[]) {
  return {
    aggregate,
    value: results.map(({ value }) => value),
    status: results.map(({ status }) => status),
    partial: results.flatMap(({ isPartial }, index) => (isPartial ? [index] : [])),
  }
}

function labelOf(ctx: Ctx, tag: TagRow): string {
  return (ctx.caller.locale === 'zh' ? tag.label : tag.labelEn) ?? tag.name
}

function titleOf(
  ctx: Ctx,
  tag: TagRow,
  machine: store.HistorySignalRow | undefined,
  aggregate: Aggregate,
): string {
  const label = labelOf(ctx, tag)
  const unit = tag.unit ? ` (${tag.unit})` : ''
  return `${machine?.equipmentName ?? ''} ${label}${unit} ${ctx.t(`factory.value.aggregate.${aggregate}`)}`
}
