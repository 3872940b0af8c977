import type { Readable } from 'node:stream'
import {
  type EventJson,
  element,
  escapeText,
  type Head,
  namespacesOf,
  validateEvent,
  xmlDocument,
} from '@ronghe/epcis'
import type { House } from '@ronghe/kit/module'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { latestOf, readingOf } from '../capture/clock.ts'
import { deskOf, type Opened } from '../capture/desk.ts'
import { futureFaults, type Scan } from '../capture/document.ts'
import { newJob } from '../capture/job.ts'
import { prepare } from '../capture/prepare.ts'
import { captureBatches, describe } from '../capture/run.ts'
import { forget, inlineBytesMax, receive } from '../capture/spool.ts'
import { eventsById, insertEvents } from '../store/events.ts'
import { findJob, insertJob, type JobRow, listJobs, tellCaptured } from '../store/jobs.ts'
import { eventOf, sendText } from './answer.ts'
import { type Binding, callerWho, givenFormat, organisationOf, sayVersions, wantedFormat } from './asking.ts'
import { perPageOf, sayNextPage, tokenOf } from './paging.ts'
import { Problem } from './problem.ts'

/** `/capture` with its jobs, and the capture of a single event (EPCIS 2.0 section 8.2.2). */
export function mountCapture(scope: FastifyInstance, binding: Binding): void {
  scope.post('/capture', (request, reply) => postCapture(binding, request, reply))
  scope.get('/capture', (request, reply) => getJobs(binding, request, reply))
  scope.get('/capture/:captureID', (request, reply) => getJob(binding, request, reply))
  scope.post('/events', (request, reply) => postEvent(binding, request, reply))
}

async function postCapture(binding: Binding, request: FastifyRequest, reply: FastifyReply) {
  const { house } = binding
  const caller = await callerWho(binding, request, 'trace.capture')
  const organisationId = organisationOf(caller)
  const format = givenFormat(request)
  const behaviour = behaviourOf(request)
  const id = house.clock.newId()
  const received = await receive(house, id, request.body as Readable)
  if ('tooLarge' in received) {
    reply.header('GS1-EPCIS-Capture-File-Size-Limit', house.config.TRACE_CAPTURE_BYTES_MAX)
    throw new Problem('CaptureLimitExceededException', `${house.config.TRACE_CAPTURE_BYTES_MAX} bytes`)
  }
  const { content, path, bytes } = received
  const document = content ? { format, bytes: content } : { format, path }
  const opened = await deskOf(house).open(document, readingOf(house, behaviour))
  if (!('head' in opened.scan)) {
    await forget(house, id)
    refuse(house, reply, opened.scan)
  }
  const job = newJob(house, id, organisationId, behaviour, format, caller.personName)
  await house.db.transaction(caller, (sql) => insertJob(sql, job))
  const work = finish(house, job, opened, opened.scan.head)
  // A short document is captured before the answer, so that who asks at once finds it.
  if (bytes <= inlineBytesMax) await work
  sayVersions(reply)
  return reply.status(202).header('location', `/epcis/capture/${id}`).send()
}

function refuse(house: House, reply: FastifyReply, scan: Exclude<Scan, { head: Head }>): never {
  if ('faults' in scan) throw new Problem('ValidationException', describe(scan.faults))
  reply.header('GS1-EPCIS-Capture-Limit', house.config.TRACE_CAPTURE_EVENTS_MAX)
  throw new Problem('CaptureLimitExceededException', `${house.config.TRACE_CAPTURE_EVENTS_MAX} events`)
}

async function finish(house: House, job: JobRow, opened: Opened, head: Head): Promise<void> {
  try {
    await captureBatches(house, job, opened.batches, head.masterData)
    await forget(house, job.id)
  } catch (error) {
    // The job stays running, with its document; the next start of the program takes it up again.
    house.log.error({ err: error, job: job.id }, 'capture interrupted')
  } finally {
    opened.close()
  }
}

function behaviourOf(request: FastifyRequest): JobRow['behaviour'] {
  const given = request.headers['gs1-capture-error-behaviour'] ?? 'rollback'
  if (given === 'rollback' || given === 'proceed') return given
  throw new Problem('ValidationException', 'GS1-Capture-Error-Behaviour: rollback or proceed')
}

async function getJobs(binding: Binding, request: FastifyRequest, reply: FastifyReply) {
  const { house } = binding
  const caller = await callerWho(binding, request, 'trace.read')
  wantedFormat(request, ['json'])
  const perPage = perPageOf(request)
  const token = tokenOf(request, house)
  const rows = await house.db.transaction(caller, (sql) => listJobs(sql, perPage + 1, token?.at[0] ?? null))
  const page = rows.slice(0, perPage)
  sayVersions(reply)
  sayNextPage(request, reply, house, rows.length > perPage ? [page.at(-1)!.id] : null)
  return sendText(reply, JSON.stringify(page.map(jobJson)), 'json')
}

async function getJob(binding: Binding, request: FastifyRequest, reply: FastifyReply) {
  const caller = await callerWho(binding, request, 'trace.read')
  const format = wantedFormat(request)
  const { captureID } = request.params as { captureID: string }
  const isId = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(captureID)
  const job = isId ? await binding.house.db.transaction(caller, (sql) => findJob(sql, captureID)) : null
  if (!job) throw new Problem('NoSuchResourceException', captureID)
  sayVersions(reply)
  return sendText(reply, format === 'xml' ? jobXml(job) : JSON.stringify(jobJson(job)), format)
}

function jobJson({ id, createdAt, finishedAt, running, success, behaviour, errors }: JobRow) {
  return {
    captureID: id,
    createdAt: createdAt.toISOString(),
    ...(finishedAt ? { finishedAt: finishedAt.toISOString() } : {}),
    running,
    success,
    captureErrorBehaviour: behaviour,
    errors,
  }
}

/** The element that the schema EPCglobal-epcis-2_0.xsd describes. */
function jobXml({ id, createdAt, finishedAt, running, success, behaviour, errors }: JobRow): string {
  const text = (name: string, value: string) => element(name, escapeText(value))
  const list = errors.map(({ type, title, status, detail, instance }) =>
    element(
      'error',
      text('type', type) +
        text('title', title) +
        text('status', String(status)) +
        text('detail', detail) +
        (instance ? text('instance', instance) : ''),
    ),
  )
  const inner =
    text('captureErrorBehaviour', behaviour) +
    text('createdAt', createdAt.toISOString()) +
    (finishedAt ? text('finishedAt', finishedAt.toISOString()) : '') +
    (list.length > 0 ? element('errors', list.join('')) : '')
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('epcis:EPCISCaptureJob', inner, {
    'xmlns:epcis': 'urn:epcglobal:epcis:xsd:2',
    running: String(running),
    success: String(success),
    captureID: id,
  })}\n`
}

async function postEvent(binding: Binding, request: FastifyRequest, reply: FastifyReply) {
  const { house } = binding
  const caller = await callerWho(binding, request, 'trace.capture')
  const organisationId = organisationOf(caller)
  const format = givenFormat(request)
  const jobId = house.clock.newId()
  const received = await receive(house, jobId, request.body as Readable)
  if ('tooLarge' in received || received.content === null) {
    await forget(house, jobId)
    throw new Problem('CaptureLimitExceededException', `${inlineBytesMax} bytes`)
  }
  const text = received.content.toString('utf8')
  const { event, around } = format === 'json' ? eventOfJson(text) : eventOfXml(text)
  const invalid = validateEvent(event)
  const faults = invalid.length > 0 ? invalid : futureFaults(event, latestOf(house))
  if (faults.length > 0) throw new Problem('ValidationException', describe(faults))
  const prepared = prepare(event, around)
  const row = await house.db.transaction(caller, async (sql) => {
    await insertJob(sql, newJob(house, jobId, organisationId, 'rollback', format, caller.personName))
    const { stored } = await insertEvents(sql, [prepared], { organisationId, jobId, now: house.clock.now() })
    if (stored === 0) throw new Problem('ResourceAlreadyExistsException', prepared.eventId)
    await tellCaptured(sql)
    return (await eventsById(sql, prepared.eventId)).at(-1)!
  })
  sayVersions(reply)
  const location = `/epcis/events/${encodeURIComponent(prepared.eventId)}`
  const answer = { '@context': event['@context'] ?? [], ...eventOf(row) }
  return sendText(reply.status(201).header('location', location), JSON.stringify(answer), 'json')
}

/** A single event in JSON brings its context along. */
function eventOfJson(text: string) {
  let event: EventJson
  try {
    event = JSON.parse(text) as EventJson
  } catch {
    throw new Problem('ValidationException', 'event: json')
  }
  const context = event?.['@context']
  if (context === undefined) throw new Problem('ValidationException', '@context: required')
  return { event, around: { namespaces: namespacesOf(context), ignore: new Set<string>() } }
}

/** In XML it stands alone in a document. */
function eventOfXml(text: string) {
  const events: EventJson[] = []
  const reader = xmlDocument((event) => events.push(event))
  reader.write(text)
  const end = reader.end()
  if ('fault' in end) throw new Problem('ValidationException', `${end.fault.code}: ${end.fault.detail}`)
  const [event] = events
  if (!event || events.length > 1) throw new Problem('ValidationException', 'exactly one event')
  return { event, around: { namespaces: end.head.namespaces, ignore: end.head.ignore } }
}
