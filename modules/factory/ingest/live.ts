import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { namespaceDeskOf } from '../namespace/desk.ts'
import { qualityName, shownValue } from '../states/signals.ts'
import * as store from '../store/ingest.ts'
import { tagsByIds } from '../store/tags.ts'
import type { LiveValue } from './wire.ts'

const noteMs = 3_000
const good = 192

/** A value as pages show it; a number without its tag has no scale and so no value. */
function shownOf(
  { tagId, value, quality, timeMicros }: LiveValue,
  tag: { scale: number; shift: number } | undefined,
) {
  const scaled = typeof value === 'number' ? tag && shownValue(tag, value, null) : value
  return {
    tagId,
    value: scaled ?? null,
    quality: qualityName(quality),
    at: new Date(timeMicros / 1000).toISOString(),
  }
}

/** Hands new values to the pages that watch, and keeps when each machine last spoke. */
export function createLiveDesk(house: House): {
  take(values: readonly LiveValue[]): void
  stop(): Promise<void>
} {
  const owners = new Map<string, string | null>()
  const newest = new Map<string, number>()
  let working: Promise<void> = Promise.resolve()

  async function send(given: readonly LiveValue[]): Promise<void> {
    const values = given.filter((value) => !value.isPast)
    if (values.length === 0) return
    const ids = values.map((value) => value.tagId)
    const tags = await house.act(systemCaller, ({ sql }) => tagsByIds(sql, ids))
    const scales = new Map(tags.map((tag) => [tag.id, tag]))
    for (const [equipmentId, group] of Map.groupBy(values, (value) => value.equipmentId)) {
      const organisationId = await ownerOf(equipmentId)
      if (!organisationId) continue
      const shown = group.map((one) => shownOf(one, scales.get(one.tagId)))
      const topic = { name: `factory.equipment.${equipmentId}`, may: 'factory.read', organisationId }
      house.publish(topic, { values: shown })
      namespaceDeskOf(house).offer(organisationId, shown)
    }
  }

  async function ownerOf(equipmentId: string): Promise<string | null> {
    const known = owners.get(equipmentId)
    if (known !== undefined) return known
    const owner = await house.act(systemCaller, ({ sql }) => store.organisationOfMachine(sql, equipmentId))
    owners.set(equipmentId, owner)
    return owner
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

  function soon(what: () => Promise<void>): void {
    working = working.then(what).catch((error: unknown) => house.log.error({ err: error }, 'live desk'))
  }

  const timer = setInterval(() => soon(note), noteMs)
  return {
    take(values) {
      for (const { equipmentId, timeMicros, quality } of values) {
        if (quality === good && timeMicros > (newest.get(equipmentId) ?? 0))
          newest.set(equipmentId, timeMicros)
      }
      soon(() => send(values))
    },
    async stop() {
      clearInterval(timer)
      soon(note)
      await working
    },
  }
}
