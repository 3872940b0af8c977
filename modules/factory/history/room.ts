import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { startRounds } from '@ronghe/kit/rounds'
import type { SeriesStats } from '@ronghe/kit/series'

/** Room on the disk of history: full when what comes is refused, so that the edges keep it. */
export type Room = 'fine' | 'tight' | 'full'

/** With less room than this people should make some, before the store has to refuse. */
const tightBytes = 2 * 1024 ** 3
const roundMs = 30_000

export function roomOf({ isFull, bytesFree }: Pick<SeriesStats, 'isFull' | 'bytesFree'>): Room {
  if (isFull) return 'full'
  return bytesFree < tightBytes ? 'tight' : 'fine'
}

/** Looks now and then how much room is left. */
export function startRoomWatch(house: House): () => Promise<void> {
  const round = createRoomWatch(house)
  return startRounds(house.log, { everyMs: roundMs, failed: 'room of history not watched', round })
}

/**
 * A round tells those who run the platform when room grows scarce or is gone, and when what was gone is there
 * again; once each, however often a store trembles between scarce and gone.
 */
export function createRoomWatch(house: House): () => Promise<void> {
  let told: Room = 'fine'
  return async () => {
    const stats = await house.series.stats()
    const room = roomOf(stats)
    const isWorse = room === 'full' ? told !== 'full' : room === 'tight' && told === 'fine'
    const isOver = room === 'fine' && told === 'full'
    if (room === 'fine') told = 'fine'
    if (!isWorse && !isOver) return
    const megabytes = String(Math.floor(stats.bytesFree / 1024 ** 2))
    const word = isOver
      ? 'factory.notice.roomAgain'
      : `factory.notice.room${room === 'full' ? 'Full' : 'Tight'}`
    await house.act(systemCaller, (ctx) =>
      ctx.notify({
        ...{ to: { everywhere: true, may: 'factory.read' }, link: '/factory/storage' },
        ...{ word, blanks: { megabytes } },
      }),
    )
    told = room
  }
}
