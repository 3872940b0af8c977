import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { namespaceDeskOf } from '../namespace/desk.ts'
import { qualityName, shownValue } from '../states/signals.ts'
import * as store from '../store/ingest.ts'
import { tagsByIds } from '../store/tags.ts'
import type { LiveValue } from './wire.ts'

const noteMs = 3_000
const good = 192
/** Signals whose scale and owner are remembered; beyond it all are asked for anew. */
const knownMax = 500_000

type KnownTag = { scale: number; shift: number; organisationId: string }

/** A value as pages show it; a number without its tag has no scale and so no value. */
function shownOf({ tagId, value, quality, timeMicros }: LiveValue, tag: KnownTag | null | undefined) {
  const scaled = typeof value === 'number' ? tag && shownValue(tag, value, null) : value
  return {
    tagId,
    value: scaled ?? null,
    quality: qualityName(quality),
    at: new Date(timeMicros / 1000).toISOString(),
  }
}

/** Scales and owners of signals, each asked for once: of all, four times a second, keeps a database busy. */
function createKnown(house: House) {
  const known = new Map<string, KnownTag | null>()
  return {
    get: (tagId: string) => known.get(tagId),
    forget: (tagId: string) => void known.delete(tagId),
    async learn(values: readonly LiveValue[]): Promise<void> {
      const ids = values.flatMap(({ tagId }) => (known.has(tagId) ? [] : [tagId]))
      if (ids.length === 0) return
      if (known.size + ids.length > knownMax) known.clear()
      // Before the question, so that what is forgotten while it is asked is asked again.
      for (const id of ids) known.set(id, null)
      try {
        const tags = await house.act(systemCaller, ({ sql }) => tagsByIds(sql, ids))
        for (const { id, scale, shift, organisationId } of tags)
          if (known.has(id)) known.set(id, { scale, shift, organisationId })
      } catch (error) {
        for (const id of ids) known.delete(id)
        throw error
      }
    },
  }
}

/** Hands new values to the pages that watch, and keeps when each machine last spoke. */
export function createLiveDesk(house: House) {
  const known = createKnown(house)
  const newest = new Map<string, number>()
  const waiting = new Map<string, LiveValue>()
  let sending: Promise<void> = Promise.resolve()
  let noting: Promise<void> = Promise.resolve()

  /** All that came since the last time; while the database is slow, of each signal only the newest. */
  async function send(): Promise<void> {
    const values = [...waiting.values()]
    waiting.clear()
    await known.learn(values)
    for (const [equipmentId, group] of Map.groupBy(values, (value) => value.equipmentId)) {
      const organisationId = group.map(({ tagId }) => known.get(tagId)?.organisationId).find(Boolean)
      if (organisationId === undefined) continue
      const shown = group.map((one) => shownOf(one, known.get(one.tagId)))
      const topic = { name: `factory.equipment.${equipmentId}`, may: 'factory.read', organisationId }
      house.publish(topic, { values: shown })
      namespaceDeskOf(house).offer(organisationId, shown)
    }
  }

  async function note(): Promise<void> {
    if (newest.size === 0) return
    const signals = [...newest].map(([equipmentId, timeMicros]) => ({
      equipmentId,
      at: new Date(timeMicros / 1000),
    }))
    newest.clear()
    await house.act(systemCaller, async (ctx) => {
      for (const { id, organisation_id } of await store.noteSignals(ctx.sql, signals)) {
        house.publish(
          { name: 'factory.board', may: 'factory.read', organisationId: organisation_id },
          { equipmentId: id },
        )
      }
    })
  }

  const failed = (error: unknown) => house.log.error({ err: error }, 'live desk')
  // Apart from one another: what pages are shown must not wait for what is written.
  function soonSent(): void {
    sending = sending.then(send).catch(failed)
  }
  function soonNoted(): void {
    noting = noting.then(note).catch(failed)
  }

  const timer = setInterval(soonNoted, noteMs)
  return {
    take(values: readonly LiveValue[]): void {
      const isIdle = waiting.size === 0
      for (const value of values) {
        const { equipmentId, timeMicros, quality } = value
        if (quality === good && timeMicros > (newest.get(equipmentId) ?? 0))
          newest.set(equipmentId, timeMicros)
        if (!value.isPast) waiting.set(value.tagId, value)
      }
      if (isIdle && waiting.size > 0) soonSent()
    },
    /** A person gave a signal another scale. */
    forget: known.forget,
    async stop(): Promise<void> {
      clearInterval(timer)
      soonNoted()
      await Promise.all([sending, noting])
    },
  }
}
