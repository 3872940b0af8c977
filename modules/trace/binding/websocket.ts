import type { WebSocket } from '@fastify/websocket'
import type { FastifyRequest } from 'fastify'
import { nextTime, type Unit } from '../deliver/schedule.ts'
import { freshEvents, horizon } from '../store/query.ts'
import { documentOf } from './answer.ts'
import { type Binding, callerWho, organisationOf } from './asking.ts'
import { epcFormatOf } from './events.ts'
import { named } from './named.ts'
import { parsedQuery } from './parameters.ts'
import { Problem } from './problem.ts'
import { flag, instant, timing } from './wish.ts'

const pollMs = 500
const messageEvents = 200
const waitingBytesMax = 4_194_304
const units: readonly Unit[] = ['second', 'minute', 'hour', 'dayOfMonth', 'month', 'dayOfWeek']

/** A subscription that lives as long as its connection (EPCIS 2.0 section 8.2.5.4). */
export async function watch(binding: Binding, socket: WebSocket, request: FastifyRequest): Promise<void> {
  try {
    const next = await subscribed(binding, request)
    let isBusy = false
    const timer = setInterval(() => {
      if (isBusy || socket.bufferedAmount > waitingBytesMax) return
      isBusy = true
      next()
        .then((texts) => {
          for (const text of texts) socket.send(text)
        })
        .catch((error: unknown) => {
          request.log.error({ err: error }, 'subscription by connection')
          socket.close(1011)
        })
        .finally(() => {
          isBusy = false
        })
    }, pollMs)
    socket.on('close', () => clearInterval(timer))
  } catch (error) {
    const code = error instanceof Problem ? error.code : 'ImplementationException'
    const detail = error instanceof Problem ? error.detail : ''
    socket.send(JSON.stringify({ type: `epcisException:${code}`, title: code, detail }))
    socket.close(1008, code)
  }
}

/** What is to be sent now, asked again and again. */
async function subscribed(binding: Binding, request: FastifyRequest): Promise<() => Promise<string[]>> {
  const { house } = binding
  const caller = await callerWho(binding, request, 'trace.read')
  const organisationId = organisationOf(caller)
  const { name, query } = await named(binding, caller, request)
  const { conditions } = parsedQuery(query)
  const asked = request.query as Record<string, string>
  const given = Object.fromEntries(
    units.flatMap((unit) => (asked[unit] === undefined ? [] : [[unit, asked[unit]]])),
  )
  const isScheduled = Object.keys(given).length > 0
  const { schedule } = timing({ stream: asked.stream, ...(isScheduled ? { schedule: given } : {}) })
  const reportIfEmpty = flag('reportIfEmpty', asked.reportIfEmpty)
  const isFromStart = instant(asked.initialRecordTime) !== null
  let seen = isFromStart ? { transaction: '0', seq: '0' } : await house.db.transaction(caller, horizon)
  let due = schedule ? nextTime(schedule, house.clock.now()) : null
  return async () => {
    const now = house.clock.now()
    if (schedule && (due === null || due > now)) return []
    if (schedule) due = nextTime(schedule, now)
    const rows = await house.db.transaction(caller, (sql) =>
      freshEvents(sql, organisationId, conditions, seen, messageEvents),
    )
    const last = rows.at(-1)
    if (last) seen = { transaction: last.transaction, seq: String(last.seq) }
    if (rows.length === 0 && !(schedule && reportIfEmpty)) return []
    const about = { creationDate: now.toISOString(), queryName: name, epcFormat: epcFormatOf(request) }
    return [documentOf(rows, about, 'json')]
  }
}
