import { systemCaller } from '@ronghe/kit/auth'
import type { Sql } from '@ronghe/kit/db'
import type { House } from '@ronghe/kit/module'
import type { Change } from '@ronghe/kit/series'
import { askAllWatches, askWatches, type TagNews } from '../store/alarm-watches.ts'
import * as store from '../store/derivation.ts'
import { askDaysOfTags } from '../store/energy-days.ts'
import { type TagPlace, tagPlaces } from '../store/tags.ts'
import { counterMeanings } from './meanings.ts'

/** Journal entries of one step. */
const changesMax = 20_000
/** A tag's row may become visible this much after the time it carries. */
const visibleMs = 5 * 60_000
/** What is younger than this belongs to a day of energy that is not summed yet. */
const lateMicros = 5 * 60_000_000

/** The journal as machines see it. */
export type Journal = {
  /** Works off new entries; true when there may be more. */
  follow(): Promise<boolean>
  /**
   * Which tags change the states and counts of a machine; before it is said, all but counters change states.
   */
  watch(equipmentId: string, watched: Watched): void
  /**
   * Newest source time of a machine's durable points, and when the newest became so; since this process
   * began.
   */
  newsOf(equipmentId: string): News | null
}

export type Watched = { states: ReadonlySet<string>; counters: ReadonlySet<string> }
export type News = { newest: number; newsAt: number }

/**
 * Follows the telemetry journal. What a change asks for is kept in one transaction with how far the journal
 * was read.
 */
export function followJournal(house: House): Journal {
  const places = new Map<number, TagPlace>()
  const watched = new Map<string, Watched>()
  const news = new Map<string, News>()
  let learntAt = new Date(0)
  let isChecked = false

  /** Learns the series of tags that were made since; what is still unknown belongs to no machine (yet). */
  async function learn(): Promise<void> {
    const since = new Date(learntAt.getTime() - visibleMs)
    learntAt = house.clock.now()
    const tags = await house.act(systemCaller, ({ sql }) => tagPlaces(sql, since))
    const numbers = await house.series.resolve(tags.map((tag) => tag.id))
    for (const [index, tag] of tags.entries()) places.set(numbers[index] ?? 0, tag)
  }

  /** A telemetry store that is behind our cursor is another one than we read before: begin anew. */
  async function check(): Promise<void> {
    const { commit } = await house.series.stats()
    await house.act(systemCaller, async ({ sql }) => {
      if ((await store.journal(sql)) <= commit) return
      await store.keepJournal(sql, 0)
      await store.askEverything(sql)
      await askAllWatches(sql)
    })
    isChecked = true
  }

  function note(change: Change, asked: Map<string, store.Asked>): void {
    const place = places.get(change.series)
    if (!place) return
    const { id, equipmentId, meaning } = place
    const nowMicros = nowOf(house)
    const newest = Math.max(news.get(equipmentId)?.newest ?? 0, change.toMicros - 1)
    news.set(equipmentId, { newest, newsAt: nowMicros })
    const wanted = watched.get(equipmentId)
    const isCounter = wanted ? wanted.counters.has(id) : meaning !== null && counterMeanings.has(meaning)
    const isState = wanted ? wanted.states.has(id) : !isCounter
    if (!isState && !isCounter) return
    const { fromMicros } = change
    const one = asked.get(equipmentId) ?? { equipmentId, pendingFrom: null, daysFrom: null, knownTo: null }
    if (isCounter) one.daysFrom = Math.min(one.daysFrom ?? fromMicros, fromMicros)
    if (isState) {
      one.pendingFrom = Math.min(one.pendingFrom ?? fromMicros, fromMicros)
      // A machine whose clock is ahead makes no future known.
      one.knownTo = Math.max(one.knownTo ?? 0, Math.min(change.toMicros, nowMicros))
    }
    asked.set(equipmentId, one)
  }

  return {
    watch: (equipmentId, tags) => void watched.set(equipmentId, tags),
    newsOf: (equipmentId) => news.get(equipmentId) ?? null,
    async follow() {
      if (!isChecked) await check()
      const before = await house.act(systemCaller, ({ sql }) => store.journal(sql))
      const { changes, cursor } = await house.series.changes(before, changesMax)
      if (cursor === before) return false
      if (changes.some((one) => !places.has(one.series))) await learn()
      const asked = new Map<string, store.Asked>()
      for (const change of changes) note(change, asked)
      await house.act(systemCaller, async ({ sql, now }) => {
        if (asked.size > 0) await store.askChanged(sql, [...asked.values()], now)
        await spread(sql, newsOfTags(house, changes, places), nowOf(house))
        await store.keepJournal(sql, cursor)
      })
      return changes.length >= changesMax
    },
  }
}

/** Alarms follow all news; days of energy, which are kept when they are over, follow what comes late. */
async function spread(sql: Sql, told: readonly TagNews[], nowMicros: number): Promise<void> {
  await askWatches(sql, told)
  const late = told.filter((one) => one.fromMicros < nowMicros - lateMicros)
  if (late.length > 0) await askDaysOfTags(sql, late)
}

function nowOf(house: House): number {
  return house.clock.now().getTime() * 1000
}

/** What each signal brought; one whose clock is ahead makes no future known. */
function newsOfTags(
  house: House,
  changes: readonly Change[],
  places: ReadonlyMap<number, TagPlace>,
): TagNews[] {
  const nowMicros = nowOf(house)
  const news = new Map<string, TagNews>()
  for (const { series, fromMicros, toMicros } of changes) {
    const tagId = places.get(series)?.id
    if (!tagId) continue
    const before = news.get(tagId)
    news.set(tagId, {
      tagId,
      fromMicros: Math.min(before?.fromMicros ?? fromMicros, fromMicros),
      toMicros: Math.max(before?.toMicros ?? 0, Math.min(toMicros, nowMicros)),
    })
  }
  return [...news.values()]
}
