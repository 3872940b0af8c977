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

/** What is to be told of a room, given what was told before; a store may tremble between scarce and gone. */
export function newsOfRoom(told: Room, room: Room): { notice: string | null; told: Room } {
  if (room === 'full') return { notice: told === 'full' ? null : 'factory.notice.roomFull', told: 'full' }
  if (room === 'tight')
    return told === 'fine' ? { notice: 'factory.notice.roomTight', told: room } : { notice: null, told }
  return { notice: told === 'full' ? 'factory.notice.roomAgain' : null, told: 'fine' }
}

/**
 * A round tells those who run the platform when room grows scarce or is gone, and when what was gone is there
 * again; once each.
 */
export function createRoomWatch(house: House): () => Promise<void> {
  let told: Room = 'fine'
  return async () => {
    const stats = await house.series.stats()
    const news = newsOfRoom(told, roomOf(stats))
    const { notice: word } = news
    if (word !== null) {
      const megabytes = String(Math.floor(stats.bytesFree / 1024 ** 2))
      await house.act(systemCaller, (ctx) =>
        ctx.notify({
          ...{ to: { everywhere: true, may: 'factory.read' }, link: '/factory/storage' },
          ...{ word, blanks: { megabytes } },
        }),
      )
    }
    told = news.told
  }
}
