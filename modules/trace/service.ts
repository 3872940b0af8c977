import { type EventJson, expandTerm, normaliseId } from '@ronghe/epcis'
import { Fault } from '@ronghe/kit/errors'
import type { Service } from '@ronghe/kit/module'
import { papers } from './access/papers.ts'
import { access } from './access/service.ts'
import { allocation } from './allocation/service.ts'
import { hashId } from './capture/prepare.ts'
import { capturedNow } from './capture/upload.ts'
import { chain } from './chain/service.ts'
import { consumer } from './consumer/service.ts'
import type { Capture, EventLine, trace } from './contract.ts'
import { evidence } from './evidence/evidence.ts'
import { traced } from './graph.ts'
import { identifierImports } from './identifier/import.ts'
import { identifiers } from './identifier/service.ts'
import { templates } from './identifier/templates.ts'
import { inspectionImports } from './inspections/import.ts'
import { inspections } from './inspections/service.ts'
import { labels } from './labels/acts.ts'
import { documents } from './master/documents.ts'
import { imports } from './master/import.ts'
import { masters } from './master/masters.ts'
import { prefixes } from './master/prefixes.ts'
import { passports } from './passport/service.ts'
import { recall } from './recall/reads.ts'
import { links } from './resolver/service.ts'
import { rules } from './rules/service.ts'
import { type JobRow, pageOfJobs } from './store/jobs.ts'
import { namedIn } from './store/named.ts'
import { findWhole, isThing, type LineRow, listLines, listThings, storyRows } from './store/reads.ts'
import type { EventDetails } from './story/contract.ts'
import { detailsOf } from './story/details.ts'
import { namesOf } from './story/names.ts'
import { toldOf } from './story/told.ts'
import { elementsOf, meaningOf, nowOf, roleNamesOf } from './story.ts'

const storyEventsMax = 1000
const namedMax = 1000

/** One function a route, in the contract's order. */
export const service: Service<typeof trace> = {
  ...evidence,
  async events(ctx, { query }) {
    const { place, thing, bizStep, disposition, ...rest } = query
    const { rows, total } = await listLines(ctx.sql, {
      ...rest,
      ...(place ? { place: normaliseId(place) } : {}),
      ...(thing ? { thing: meaningOf(thing).id } : {}),
      ...(bizStep ? { bizStep: expandTerm('bizStep', bizStep) } : {}),
      ...(disposition ? { disposition: expandTerm('disposition', disposition) } : {}),
    })
    return { rows: rows.map(line), total }
  },

  async event(ctx, { params }) {
    const row = await findWhole(ctx.sql, params.seq)
    if (!row) throw new Fault('trace.event.unknown')
    const details = detailsOf(JSON.parse(row.body) as EventJson)
    const named = await namedIn(ctx.sql, row.seq, namedMax)
    return {
      ...line(row),
      hash: row.hash,
      hashId: hashId(row.hash),
      captureId: row.captureId,
      body: JSON.parse(row.body) as Record<string, unknown>,
      context: (row.context === null ? {} : JSON.parse(row.context)) as Record<string, string>,
      details,
      named: named.map(({ id, roles }) => ({ id, roles: roleNamesOf(roles) })),
      names: await namesOf(ctx, [...mentioned(row, details), ...named.map(({ id }) => id)]),
    }
  },

  async things(ctx, { query }) {
    const { rows, total } = await listThings(ctx.sql, query)
    const names = await namesOf(
      ctx,
      rows.map(({ id }) => id),
    )
    return {
      rows: rows.map(({ id, events, firstAt, lastAt }) => ({
        ...{ id, events, name: names[id] ?? null },
        ...{ firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString() },
      })),
      total,
    }
  },

  async story(ctx, { query }) {
    const { id } = meaningOf(query.id)
    const { tellings, isTruncated } = await toldOf(ctx.sql, id, storyEventsMax)
    if (tellings.length === 0) throw new Fault('trace.thing.unknown', { id })
    const rows = await storyRows(
      ctx.sql,
      tellings.map(({ seq }) => seq),
    )
    const bySeq = new Map(tellings.map((one) => [one.seq, one]))
    const told = rows.map((row) => ({ ...row, ...bySeq.get(row.seq)! }))
    const events = told.map((row) => ({
      ...line(row),
      roles: roleNamesOf(row.roles),
      carriers: [...row.carriers],
      isRetracted: !row.isStanding && !row.isDeclaration,
      details: row.body === null ? null : detailsOf(JSON.parse(row.body) as EventJson),
    }))
    return {
      id,
      elements: elementsOf(id),
      events,
      names: await namesOf(ctx, [id, ...events.flatMap((one) => mentioned(one, one.details))]),
      ...nowOf(told.filter(({ isStanding }) => isStanding)),
      isTruncated,
    }
  },

  async graph(ctx, { query }) {
    const { direction, depth = 12, nodesMax = 2000, from, until } = query
    const { id } = meaningOf(query.id)
    if (!(await isThing(ctx.sql, id))) throw new Fault('trace.thing.unknown', { id })
    const found = await traced(ctx.sql, {
      id,
      direction,
      depthMax: depth,
      nodesMax,
      ...(from ? { from: Date.parse(from) } : {}),
      ...(until ? { until: Date.parse(until) } : {}),
    })
    return {
      nodes: found.nodes.map((node) => ({ ...node, time: moment(node.time) })),
      links: found.links.map((link) => ({ ...link, since: moment(link.since)!, until: moment(link.until) })),
      names: await namesOf(
        ctx,
        found.nodes.map((node) => node.id),
      ),
      isTruncated: found.isTruncated,
    }
  },

  async identify(ctx, { query }) {
    const { id, kind } = meaningOf(query.text)
    return { id, kind, elements: elementsOf(id), isKnown: await isThing(ctx.sql, id) }
  },

  async captures(ctx, { query }) {
    const { rows, total } = await pageOfJobs(ctx.sql, query)
    return { rows: rows.map(captureOf), total }
  },

  async capture(ctx, { query }) {
    return captureOf(await capturedNow(ctx, query.behaviour ?? 'rollback'))
  },

  ...masters,
  ...imports,
  ...documents,
  ...prefixes,
  ...allocation,
  ...chain,
  ...links,
  ...rules,
  ...inspections,
  ...inspectionImports,
  ...recall,
  ...consumer,
  ...access,
  ...papers,
  ...labels,
  ...passports,
  ...identifiers,
  ...templates,
  ...identifierImports,
}

/** Ids that a page shows of an event. */
function mentioned(
  row: Pick<LineRow, 'some' | 'readPoint' | 'bizLocation'>,
  details: EventDetails | null,
): string[] {
  const { sources = [], destinations = [] } = details ?? {}
  const places = [row.readPoint, row.bizLocation].filter((id) => id !== null)
  return [...row.some, ...places, ...[...sources, ...destinations].map(({ id }) => id)]
}

function line(row: LineRow): EventLine {
  const { seq, organisationId, eventId, type, action, bizStep, disposition, readPoint, bizLocation } = row
  return {
    seq: Number(seq),
    organisationId,
    eventId,
    type,
    eventTime: row.eventTime.toISOString(),
    recordTime: row.recordTime.toISOString(),
    action,
    bizStep,
    disposition,
    readPoint,
    bizLocation,
    things: row.things,
    some: row.some,
    isDeclaration: row.isDeclaration,
  }
}

function captureOf(job: JobRow): Capture {
  const { organisationId: _, createdAt, finishedAt, errors, ...rest } = job
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    errors: errors.map(({ title, detail }) => ({ title, detail })),
  }
}

/** No bound is no moment. */
function moment(time: number | null): string | null {
  return time !== null && Number.isFinite(time) ? new Date(time).toISOString() : null
}
