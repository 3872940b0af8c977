import { holds } from '@ronghe/kit/auth'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import type { assess } from '../contract.ts'
import { compareForms } from '../form/compare.ts'
import { type Form, formOf } from '../form/form.ts'
import { nodesIn, outlineOf, unverifiedIn, wordsOf } from '../form/outline.ts'
import { scoringWords } from '../form/scoring-words.ts'
import * as store from '../store/frameworks.ts'
import { read } from './framework-file.ts'

type Routes = Pick<
  Service<typeof assess>,
  | 'frameworks'
  | 'framework'
  | 'compareFrameworks'
  | 'uploadFramework'
  | 'copyFramework'
  | 'changeFramework'
  | 'setFrameworkStatus'
  | 'removeFramework'
  | 'windows'
  | 'addWindow'
  | 'changeWindow'
>

export const frameworks: Routes = {
  async frameworks(ctx, { query }) {
    const { rows, total } = await store.listFrameworks(ctx.sql, query, mayDraft(ctx))
    return { rows: rows.map(shown), total }
  },

  async framework(ctx, { params }) {
    const row = await known(ctx, params.frameworkId)
    const { file } = formOf(row.content, row.contentHash)
    const all = new Set(nodesIn(file.framework).map(({ code }) => code))
    return {
      framework: shown(row),
      content: row.content,
      facts: factsOf(file.framework),
      outline: outlineOf(file, all),
      scoring: scoringWords(file, ctx.t, ctx.caller.locale),
      examples: unverifiedIn(file.framework),
    }
  },

  async compareFrameworks(ctx, { params, query }) {
    const [after, before] = [await known(ctx, params.frameworkId), await known(ctx, query.since)]
    const [old, now] = [before, after].map((row) => formOf(row.content, row.contentHash).file)
    return { rows: old && now ? compareForms(old, now, ctx.t, ctx.caller.locale) : [] }
  },

  async uploadFramework(ctx, { query }) {
    const { content } = await ctx.upload()
    const loaded = read(ctx, content.toString('utf8'))
    if ('faults' in loaded) return { id: null, faults: loaded.faults }
    const values = valuesOf(loaded.form)
    if (await store.frameworkByVersion(ctx.sql, values.code, values.version)) throw taken(values)
    if (query.dryRun !== false) return { id: null, faults: [] }
    return { id: await addDraft(ctx, values, 'file'), faults: [] }
  },

  async copyFramework(ctx, { params, body }) {
    const row = await known(ctx, params.frameworkId)
    const file = JSON.parse(row.content) as { framework: object }
    const text = JSON.stringify({ ...file, framework: { ...file.framework, version: body.version } })
    const loaded = read(ctx, text)
    // A kept version may ask for evidence that no room gives any more: it is mended as a file.
    if ('faults' in loaded)
      throw new Fault('assess.framework.unsound', { message: loaded.faults[0]?.message ?? '' })
    return { id: await addDraft(ctx, valuesOf(loaded.form), 'version') }
  },

  async changeFramework(ctx, { params, body }) {
    const row = await known(ctx, params.frameworkId)
    if (row.status !== 'draft') throw new Fault('assess.framework.stands')
    const loaded = read(ctx, body.content)
    if ('faults' in loaded) return { faults: loaded.faults, revision: row.revision }
    const values = valuesOf(loaded.form)
    const other = await store.frameworkByVersion(ctx.sql, values.code, values.version)
    if (other && other.id !== row.id) throw taken(values)
    if (body.dryRun) return { faults: [], revision: row.revision }
    if (!(await store.updateFramework(ctx.sql, row.id, body.revision, values)))
      throw new Fault('assess.framework.changedSince')
    await note(ctx, 'assess.framework.changed', row.id, values)
    return { faults: [], revision: body.revision + 1 }
  },

  async setFrameworkStatus(ctx, { params, body }) {
    const row = await known(ctx, params.frameworkId)
    const { status, revision } = body
    const by = ctx.caller.personName ?? ''
    if (!(await store.setFrameworkStatus(ctx.sql, row.id, revision, status, by, ctx.now)))
      throw new Fault('assess.framework.changedSince')
    await note(ctx, `assess.framework.${status}`, row.id, row)
    return { done: true }
  },

  async removeFramework(ctx, { params }) {
    const row = await known(ctx, params.frameworkId)
    if (!(await store.deleteDraft(ctx.sql, row.id))) throw new Fault('assess.framework.stands')
    await note(ctx, 'assess.framework.removed', row.id, row)
    return { done: true }
  },

  async windows(ctx, { query }) {
    const { rows, total } = await store.listWindows(ctx.sql, query, ctx.now)
    return {
      total,
      rows: rows.map(({ content, contentHash, frameworkCode: _code, ...row }) => ({
        ...row,
        opensAt: row.opensAt.toISOString(),
        closesAt: row.closesAt.toISOString(),
        isOpen: isOpen(row, ctx.now),
        facts: factsOf(formOf(content, contentHash).file.framework),
      })),
    }
  },

  async addWindow(ctx, { body }) {
    const times = timesOf(body)
    const row = await known(ctx, body.frameworkId)
    if (row.status !== 'published') throw new Fault('assess.framework.stands')
    const id = ctx.newId()
    const { frameworkId, year } = body
    if (!(await store.insertWindow(ctx.sql, { id, frameworkId, year, ...times }, ctx.now)))
      throw new Fault('assess.window.taken')
    await note(ctx, 'assess.window.added', id, { code: row.code, version: row.version, ...body })
    return { id }
  },

  async changeWindow(ctx, { params, body }) {
    if (!(await store.updateWindow(ctx.sql, params.windowId, body.revision, timesOf(body))))
      throw new Fault('assess.framework.changedSince')
    await note(ctx, 'assess.window.changed', params.windowId, body)
    return { done: true }
  },
}

export function isOpen(window: { opensAt: Date; closesAt: Date }, now: Date): boolean {
  return window.opensAt <= now && now < window.closesAt
}

function timesOf({ opensAt, closesAt }: { opensAt: string; closesAt: string }) {
  const times = { opensAt: new Date(opensAt), closesAt: new Date(closesAt) }
  if (times.closesAt <= times.opensAt)
    throw new Fault('assess.window.order', {}, [{ field: 'closesAt', rule: 'fault.assess.window.order' }])
  return times
}

function mayDraft(ctx: Ctx): boolean {
  return holds(ctx.caller, 'assess.framework')
}

async function known(ctx: Ctx, id: string): Promise<store.FrameworkContent> {
  const row = await store.frameworkById(ctx.sql, id)
  if (!row || (row.status === 'draft' && !mayDraft(ctx))) throw new Fault('kit.notFound')
  return row
}

async function addDraft(ctx: Ctx, values: store.FrameworkValues, field: string): Promise<string> {
  const id = ctx.newId()
  const one = { ...values, id, isPublished: false, by: null }
  if (!(await store.insertFramework(ctx.sql, one, ctx.now))) throw taken(values, field)
  await note(ctx, 'assess.framework.added', id, values)
  return id
}

function taken({ code, version }: { code: string; version: string }, field = 'file'): Fault {
  return new Fault('assess.framework.taken', { code, version }, [
    { field, rule: 'fault.assess.framework.taken', values: { code, version } },
  ])
}

/** What the table keeps of a form. */
export function valuesOf({ file, scorer, text, hash }: Form): store.FrameworkValues {
  const { code, version, name } = file.framework
  const words = wordsOf(name, code)
  return {
    code,
    version,
    kind: file.kind,
    nameZh: words.zh,
    nameEn: words.en,
    questions: scorer.leaves.size,
    unverified: unverifiedIn(file.framework).length,
    content: text,
    contentHash: hash,
  }
}

function factsOf(framework: Form['file']['framework']) {
  return framework.facts.map(({ code, name, values }) => {
    return { code, name: wordsOf(name, code), values: values ?? [] }
  })
}

export function shown<R extends store.FrameworkRow>(row: R) {
  const { id, code, version, kind, nameZh, nameEn, questions, unverified, status, contentHash } = row
  const about = { id, code, version, kind, nameZh, nameEn, questions, unverified, status, contentHash }
  const { revision, publishedBy } = row
  return { ...about, revision, publishedBy, publishedAt: row.publishedAt?.toISOString() ?? null }
}

async function note(ctx: Ctx, action: string, id: string, one: object): Promise<void> {
  const { content: _content, ...after } = one as { content?: string }
  await ctx.audit({ action, subject: 'assess.framework', subjectId: id, organisationId: null, after })
}
