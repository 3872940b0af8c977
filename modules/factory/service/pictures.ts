import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { hashOf } from '../canonical.ts'
import { stateTag } from '../contract/picture-shapes.ts'
import type { factory } from '../contract.ts'
import * as check from '../pictures/check.ts'
import { mustOwn, ownId } from '../policy.ts'
import { listCurrent } from '../store/alarm-lists.ts'
import { equipmentById, unitById } from '../store/equipment.ts'
import * as store from '../store/pictures.ts'
import { tagsByIds } from '../store/tags.ts'
import { shownAlarm } from './alarms.ts'
import { newestValues } from './signals.ts'

type Routes = Pick<
  Service<typeof factory>,
  | 'pictures'
  | 'onePicture'
  | 'addPicture'
  | 'changePicture'
  | 'removePicture'
  | 'savePicture'
  | 'publishPicture'
  | 'pictureVersions'
  | 'pictureValues'
>
type Head = Parameters<Routes['addPicture']>[1]['body']

export const pictures: Routes = {
  async pictures(ctx, { query }) {
    const { rows, total } = await store.listPictures(ctx.sql, ctx.caller.locale, query)
    return { total, rows: rows.map(shown) }
  },

  async onePicture(ctx, { params, query }) {
    const picture = await known(ctx, params.pictureId)
    return { ...shown(picture), ...(await versionOf(ctx, picture, query.version)) }
  },

  async addPicture(ctx, { body }) {
    const organisationId = ownId(ctx)
    await checkHead(ctx, organisationId, body, null)
    const id = ctx.newId()
    await store.insertPicture(ctx.sql, { ...headOf(body), id, organisationId, isSample: false }, ctx.now)
    await keepVersion(ctx, { pictureId: id, organisationId, version: 1, note: null }, check.blankDrawing)
    await note(ctx, 'factory.picture.added', id, { after: body })
    return { id }
  },

  async changePicture(ctx, { params, body }) {
    const before = await known(ctx, params.pictureId)
    mustOwn(ctx, before)
    await checkHead(ctx, before.organisationId, body, before.id)
    await store.updatePicture(ctx.sql, before.id, headOf(body))
    await note(ctx, 'factory.picture.changed', before.id, { before: shown(before), after: body })
    return { done: true }
  },

  async removePicture(ctx, { params }) {
    const before = await known(ctx, params.pictureId)
    mustOwn(ctx, before)
    await store.removePicture(ctx.sql, before.id, ctx.now)
    await note(ctx, 'factory.picture.removed', before.id, { before: shown(before) })
    return { done: true }
  },

  async savePicture(ctx, { params, body }) {
    const picture = await known(ctx, params.pictureId)
    mustOwn(ctx, picture)
    const { organisationId } = picture
    await checkDrawing(ctx, organisationId, body.drawing)
    if (body.base !== picture.newestVersion) throw new Fault('factory.picture.changedSince')
    const version = picture.newestVersion + 1
    const head = { pictureId: picture.id, organisationId, version, note: body.note ?? null }
    if (!(await keepVersion(ctx, head, body.drawing))) throw new Fault('factory.picture.changedSince')
    await note(ctx, 'factory.picture.saved', picture.id, { after: { version, note: head.note } })
    return { version }
  },

  async publishPicture(ctx, { params, body }) {
    const picture = await known(ctx, params.pictureId)
    mustOwn(ctx, picture)
    const drawing = await store.drawingOf(ctx.sql, picture.id, body.version)
    if (!drawing) throw new Fault('kit.notFound')
    // An older version may name what is gone meanwhile.
    await checkDrawing(ctx, picture.organisationId, drawing)
    await store.publish(ctx.sql, picture.id, body.version, ctx.now)
    await note(ctx, 'factory.picture.published', picture.id, {
      before: { version: picture.publishedVersion },
      after: body,
    })
    return { done: true }
  },

  async pictureVersions(ctx, { params, query }) {
    const picture = await known(ctx, params.pictureId)
    const { rows, total } = await store.listVersions(ctx.sql, picture.id, query)
    return { total, rows: rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })) }
  },

  async pictureValues(ctx, { params, query }) {
    const picture = await known(ctx, params.pictureId)
    const { drawing } = await versionOf(ctx, picture, query.version)
    return valuesOf(ctx, picture, drawing, query.machine ?? null)
  },
}

async function known(ctx: Ctx, id: string): Promise<store.PictureRow> {
  const row = await store.pictureById(ctx.sql, ctx.caller.locale, id)
  if (!row) throw new Fault('kit.notFound')
  return row
}

function shown(row: store.PictureRow) {
  return { ...row, changedAt: row.changedAt.toISOString() }
}

/** The asked version, else the published one, else the newest. */
async function versionOf(ctx: Ctx, picture: store.PictureRow, asked: number | undefined) {
  const version = asked ?? picture.publishedVersion ?? picture.newestVersion
  const drawing = await store.drawingOf(ctx.sql, picture.id, version)
  if (!drawing) throw new Fault('kit.notFound')
  return { version, drawing }
}

function headOf({ name, nameEn, unitId = null, parentId = null }: Head): store.PictureValues {
  return { name, nameEn: nameEn || null, unitId, parentId }
}

async function checkHead(ctx: Ctx, owner: string, body: Head, id: string | null): Promise<void> {
  if (body.unitId && (await unitById(ctx.sql, body.unitId))?.organisationId !== owner)
    throw fieldFault('factory.unit.unknown', 'unitId')
  if (!body.parentId) return
  const parent = await store.pictureById(ctx.sql, ctx.caller.locale, body.parentId)
  if (parent?.organisationId !== owner) throw fieldFault('factory.picture.parentUnknown', 'parentId')
  if (id && (await store.picturesAbove(ctx.sql, body.parentId)).includes(id))
    throw fieldFault('factory.picture.circle', 'parentId')
}

function fieldFault(code: string, field: string): Fault {
  return new Fault(code, {}, [{ field, rule: `fault.${code}` }])
}

/** Refuses a drawing that names what is not the firm's own, with every field and its rule. */
async function checkDrawing(ctx: Ctx, owner: string, drawing: check.PictureDrawing): Promise<void> {
  const named = check.namedBy(drawing)
  const faults = check.drawingFaults(drawing, {
    machines: await store.ownMachines(ctx.sql, owner, named.machines),
    pictures: await store.ownPictures(ctx.sql, owner, named.pictures),
  })
  if (faults.length === 0) return
  const fields = faults.map(({ field, rule }) => ({
    field: `drawing.${field}`,
    rule: `factory.pictureRule.${rule}`,
  }))
  throw new Fault('factory.picture.invalid', { count: faults.length }, fields)
}

async function keepVersion(
  ctx: Ctx,
  head: { pictureId: string; organisationId: string; version: number; note: string | null },
  drawing: check.PictureDrawing,
): Promise<boolean> {
  const { personId: by, personName } = ctx.caller
  const about = { hash: hashOf(drawing), isTemplate: check.isTemplate(drawing), by, personName }
  return store.insertVersion(ctx.sql, { ...head, ...about, id: ctx.newId(), drawing }, ctx.now)
}

/** Signals of the drawing's machines; of a template, those of the machine it is opened with. */
async function valuesOf(
  ctx: Ctx,
  picture: store.PictureRow,
  drawing: check.PictureDrawing,
  given: string | null,
) {
  const bindings = check.bindingsOf(drawing, given)
  const machines = []
  const alarmed = check.alarmMachinesOf(drawing, given)
  for (const id of new Set([...bindings.map((one) => one.machine), ...alarmed])) {
    const row = await equipmentById(ctx.sql, ctx.caller.locale, id, ctx.now)
    if (row?.organisationId !== picture.organisationId) continue
    const { name, nameEn, state, isOnline: isLive } = row
    machines.push({ id, name, nameEn, state, isLive })
  }
  const own = new Set(machines.map((one) => one.id))
  const wanted = bindings.filter((one) => one.tag !== stateTag && own.has(one.machine))
  const tags = await tagsByIds(ctx.sql, await store.idsOfTags(ctx.sql, wanted))
  const values = await newestValues(ctx, tags)
  return {
    machines,
    alarms: await alarmsOf(
      ctx,
      alarmed.filter((id) => own.has(id)),
    ),
    values: values.map(({ equipmentId: machine, name: tag, id: tagId, label, labelEn, unit, ...now }) => ({
      ...{ machine, tag, tagId, label, labelEn, unit },
      ...{ value: now.value, quality: now.quality, at: now.at, isReadOnly: now.isReadOnly },
    })),
  }
}

const alarmsMax = 500

/** What waits or is active at these machines, the gravest waiting first. */
async function alarmsOf(ctx: Ctx, machines: readonly string[]) {
  if (machines.length === 0) return []
  const { rows } = await listCurrent(ctx.sql, ctx.caller.locale, { machines, pageSize: alarmsMax }, ctx.now)
  return rows.map((row) => {
    const { watchId, id: alarmId, alarmCode, name, priority, state, raisedAt } = shownAlarm(row)
    const isUnacknowledged = Number(row.unacknowledgedCount) > 0
    return {
      ...{ machine: row.equipmentId, watchId, alarmId, alarmCode, name, priority, state, raisedAt },
      isUnacknowledged,
    }
  })
}

async function note(
  ctx: Ctx,
  action: string,
  subjectId: string,
  change: { before?: unknown; after?: unknown },
): Promise<void> {
  const { organisationId } = ctx.caller
  await ctx.audit({ action, subject: 'picture', subjectId, organisationId, ...change })
}
