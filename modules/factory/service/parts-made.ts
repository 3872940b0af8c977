import type { Service } from '@ronghe/kit/module'
import { QUALITY_GOOD, type Series } from '@ronghe/kit/series'
import type { factory } from '../contract.ts'
import { isoOf } from '../micros.ts'
import { countedIn } from '../oee/counted.ts'
import { type TagRow, tagsByIds } from '../store/tags.ts'
import { known } from './equipment.ts'
import { daysMax, knownWindow, wholeMs } from './happened.ts'
import { type Span, spanOf } from './spans.ts'

const partsAtOnce = 200
/** A part is looked at for so long before its end at the most, when nothing was made before it. */
const partMicrosMax = 3_600_000_000

/** Parts one by one, as far as the machine's states are known (F4). */
export const partsMade: Pick<Service<typeof factory>, 'partsMade'> = {
  async partsMade(ctx, { params, query }) {
    const machine = await known(ctx, params.equipmentId)
    const asked = spanOf(query, daysMax)
    const { series } = ctx.house
    const window = await knownWindow(ctx, machine.id, asked)
    const until = window.toMicros
    const head = { equipmentName: machine.name, organisationId: machine.organisationId }
    if (until <= asked.fromMicros)
      return { ...head, until: isoOf(asked.fromMicros), basis: 'evidenced' as const, parts: [] }
    const { counts, countedBy } = await countedIn(ctx.sql, series, machine.id, window)
    const all = (counts ?? []).toSorted((a, b) => a.timeMicros - b.timeMicros)
    const beyond = all[query.limit ?? partsAtOnce]
    // Whoever asks on from `until` keeps milliseconds: no part lies between it and what they keep.
    const last = beyond ? wholeMs(Math.ceil, all[(query.limit ?? partsAtOnce) - 1]!.timeMicros) : until
    const some = all.filter(({ timeMicros }) => timeMicros <= last)
    const tags = (await tagsByIds(ctx.sql, query.tag ?? [])).filter((tag) => tag.equipmentId === machine.id)
    const parts = []
    let before = asked.fromMicros
    for (const { timeMicros, good, rejected } of some) {
      const span = { fromMicros: Math.max(before, timeMicros - partMicrosMax), toMicros: timeMicros }
      const measured = await measuredIn(series, tags, span)
      parts.push({
        ...{
          startsAt: isoOf(span.fromMicros),
          at: isoOf(timeMicros),
          good,
          rejected: rejected ?? 0,
          measured,
        },
      })
      before = timeMicros
    }
    return { ...head, until: isoOf(last), basis: countedBy?.basis ?? 'evidenced', parts }
  },
}

/** Least, mean and most of each signal, scaled as people see it; the mean is of what was said. */
async function measuredIn(series: Series, tags: readonly TagRow[], span: Span) {
  if (tags.length === 0 || span.toMicros <= span.fromMicros) return []
  const numbers = await series.resolve(tags.map(({ id }) => id))
  // What a signal was when the part began holds until it says something else.
  const before = await series.last([...numbers], span.fromMicros)
  const buckets = await series.buckets({
    ...{ series: [...numbers], ...span, bucketMicros: span.toMicros - span.fromMicros },
  })
  return tags.map(({ id, name, unit, scale, shift }, index) => {
    const found = buckets.filter((one) => one.series === numbers[index] && one.count > 0)
    const shown = (value: number) => value * scale + shift
    const held = before[index]
    const isHeld = held?.quality === QUALITY_GOOD && held.text === null && Number.isFinite(held.value)
    const start = isHeld ? [shown(held.value)] : []
    const ends = [...start, ...found.flatMap(({ min, max }) => [shown(min), shown(max)])]
    const count = found.reduce((sum, one) => sum + one.count, start.length)
    const sum = found.reduce((sum, one) => sum + shown(one.mean) * one.count, start[0] ?? 0)
    return {
      ...{ tagId: id, name, unit: unit ?? null },
      least: count > 0 ? Math.min(...ends) : null,
      mean: count > 0 ? sum / count : null,
      most: count > 0 ? Math.max(...ends) : null,
    }
  })
}
