import { systemCaller } from '@ronghe/kit/auth'
import type { House } from '@ronghe/kit/module'
import { registry } from '@ronghe/registry/contract'
import { officialContext } from './binding/answer.ts'
import { readingOf } from './capture/clock.ts'
import { scan } from './capture/document.ts'
import { newJob } from './capture/job.ts'
import { capture } from './capture/run.ts'
import { insertJob, pageOfJobs } from './store/jobs.ts'

/** Sample events of a firm; `daysAgo` becomes the time of each. */
export type SampleEvents = {
  creditCode: string
  events: readonly ({ daysAgo: number; type: string } & Record<string, unknown>)[]
}

const dayMs = 86_400_000

/** Captures the sample of a firm once; where something was captured already, nothing. */
export async function loadSample(house: House, { creditCode, events }: SampleEvents): Promise<void> {
  const organisationId = await house.act(systemCaller, async (ctx) => {
    const { rows } = await ctx.read(registry).organisations({ query: { q: creditCode } })
    return rows[0]?.id ?? null
  })
  if (organisationId !== null) await captureSample(house, organisationId, events)
}

/** As any document is captured. Ids and an extension mark every event as sample. */
export async function captureSample(
  house: House,
  organisationId: string,
  events: SampleEvents['events'],
): Promise<void> {
  const { total } = await house.db.transaction(systemCaller, (sql) => pageOfJobs(sql, { pageSize: 1 }))
  if (total > 0) return
  const now = house.clock.now().getTime()
  const eventList = events.map(({ daysAgo, ...event }, index) => ({
    ...event,
    eventID: `urn:ronghe:sample:${index + 1}`,
    eventTime: new Date(now - daysAgo * dayMs).toISOString(),
    eventTimeZoneOffset: '+08:00',
    'ronghe:sample': true,
  }))
  const document = {
    '@context': [officialContext, { ronghe: 'urn:ronghe:' }],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: new Date(now).toISOString(),
    epcisBody: { eventList },
  }
  const source = { format: 'json', pieces: () => [JSON.stringify(document)] } as const
  const scanned = await scan(source, { ...readingOf(house, 'rollback'), eventsMax: events.length })
  if (!('head' in scanned)) throw new Error(`the sample events are not valid: ${JSON.stringify(scanned)}`)
  const job = newJob(house, house.clock.newId(), organisationId, 'rollback', 'json', null)
  await house.db.transaction(systemCaller, (sql) => insertJob(sql, { ...job, source: 'sample' }))
  await capture(house, job, source, scanned.head)
}
