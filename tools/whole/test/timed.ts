import { remindReviews } from '@ronghe/assess'
import { watchLights } from '@ronghe/governance'
import { type Clock, heldClock, systemClock } from '@ronghe/kit/clock'
import type { TestHouse } from '@ronghe/kit/test'
import { sampleHouse } from '@ronghe/server/testing'
import { builtPages } from '@ronghe/web/testing'
import { password } from '../whole.ts'
import type { Opened } from './paths.ts'

const dayMs = 86_400_000

/** The program in this process with the sample region, and days that pass at once. */
export type Timed = Opened & {
  house: TestHouse
  /** Lets days pass, and what the program does by itself in the meantime. */
  later(days: number): Promise<void>
  /** The day in Guangxi that it is for the program so many days from now. */
  dayIn(days: number): string
  close(): Promise<void>
}

export async function startTimed(): Promise<Timed> {
  let aheadMs = 0
  const now = () => new Date(Date.now() + aheadMs)
  const clock: Clock = { ...systemClock, now, newId: () => heldClock(now()).newId() }
  const pages = await builtPages()
  const house = await sampleHouse(password, { clock, webFolder: pages.folder })
  return {
    ...{ house, url: house.url },
    async close() {
      await house.close()
      await pages.remove()
    },
    async later(days) {
      aheadMs += days * dayMs
      await watchLights(house.house)
      await remindReviews(house.house)
    },
    dayIn: (days) => new Date(now().getTime() + dayMs / 3 + days * dayMs).toISOString().slice(0, 10),
  }
}
