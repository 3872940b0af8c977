import { systemCaller } from '@ronghe/kit/auth'
import type { Sql } from '@ronghe/kit/db'
import type { House } from '@ronghe/kit/module'
import { type DayRow, dayToClose, holdClosing, keepDay, lastDay, takeLinks } from '../store/days.ts'
import { dayText, nothingBefore } from './leaf.ts'
import { leafHash, rootOf, sha256 } from './merkle.ts'

const tickMs = 60_000
const dayMs = 86_400_000
/** Who began before midnight is given this long to end. */
const graceMs = 600_000

/** Publishes the root of every day that is over, until the answer is called. */
export function startClosing(house: House): () => Promise<void> {
  let running: Promise<void> | null = null
  const run = () => {
    running ??= closeDays(house)
      .then(() => undefined)
      .catch((error: unknown) => house.log.error({ err: error }, 'daily roots'))
      .finally(() => {
        running = null
      })
  }
  run()
  const timer = setInterval(run, tickMs)
  return async () => {
    clearInterval(timer)
    await running
  }
}

/** Closes all days that are over (UTC); those that were published. */
export async function closeDays(house: House): Promise<DayRow[]> {
  const closed: DayRow[] = []
  for (;;) {
    const now = house.clock.now()
    const midnight = Math.floor((now.getTime() - graceMs) / dayMs) * dayMs
    const row = await house.db.transaction(systemCaller, (sql) => closeOne(sql, new Date(midnight), now))
    if (!row) return closed
    closed.push(row)
  }
}

async function closeOne(sql: Sql, until: Date, now: Date): Promise<DayRow | null> {
  await holdClosing(sql)
  const day = await dayToClose(sql, until)
  if (day === null || Date.parse(`${day}T00:00:00Z`) >= until.getTime()) return null
  const links = await takeLinks(sql, day)
  const before = await lastDay(sql)
  const head = {
    day,
    number: (before?.number ?? 0) + 1,
    links: links.length,
    events: links.reduce((sum, { events }) => sum + events, 0),
    root: rootOf(links.map(({ hash }) => leafHash(hash))).toString('hex'),
    previousHash: before?.hash ?? nothingBefore,
  }
  const row = { ...head, hash: sha256(dayText(head)).toString('hex'), publishedAt: now }
  await keepDay(sql, row)
  return row
}
