import type { Ctx } from '@ronghe/kit/module'
import { hashOf } from '../canonical.ts'
import type { SampleIds } from '../energy/load-sample.ts'
import { unitByCode } from '../store/equipment.ts'
import { insertPicture, insertVersion, listPictures, publish } from '../store/pictures.ts'
import { isTemplate, type PictureDrawing, type PictureItem } from './check.ts'

type Words = { zh: string; en: string }

/** Pictures of a sample; machines are named by their codes, other pictures by their keys. */
export type SamplePicture = {
  organisation: string
  key: string
  name: Words
  unit: string | null
  parent: string | null
  /** A drawing as the contract has it. */
  drawing: unknown
}

/** Loads the pictures of firms that have none. A picture stands before those that go to it. */
export async function keepPictures(
  ctx: Ctx,
  pictures: readonly SamplePicture[],
  ids: SampleIds,
): Promise<void> {
  for (const [organisation, own] of Map.groupBy(pictures, (one) => one.organisation)) {
    const owner = ids.owner(organisation)
    if ((await listPictures(ctx.sql, 'zh', { organisation: owner, pageSize: 1 })).total > 0) continue
    const known = new Map(own.map((one) => [one.key, ctx.newId()]))
    for (const one of own) await keepPicture(ctx, one, owner, known, ids)
  }
}

async function keepPicture(
  ctx: Ctx,
  one: SamplePicture,
  owner: string,
  known: ReadonlyMap<string, string>,
  ids: SampleIds,
): Promise<void> {
  const { organisation, key, name, unit, parent } = one
  const id = known.get(key) ?? ''
  const place = unit ? await unitByCode(ctx.sql, owner, unit) : null
  const head = {
    ...{ id, organisationId: owner, isSample: true, name: name.zh, nameEn: name.en },
    unitId: place?.id ?? null,
    parentId: parent ? (known.get(parent) ?? null) : null,
  }
  await insertPicture(ctx.sql, head, ctx.now)
  const machine = (code: string) => (code === '$machine' ? code : ids.machine(`${organisation}/${code}`))
  const given = one.drawing as PictureDrawing
  const items = given.items.map((item) => bound(item, machine, known))
  const drawing = { ...given, items }
  const version = { ...{ pictureId: id, organisationId: owner, version: 1, note: null }, drawing }
  const made = { id: ctx.newId(), hash: hashOf(drawing), isTemplate: isTemplate(drawing) }
  await insertVersion(ctx.sql, { ...version, ...made, by: null, personName: null }, ctx.now)
  await publish(ctx.sql, id, 1, ctx.now)
}

/** An item with ids in the place of codes. */
function bound(
  item: PictureItem,
  machine: (code: string) => string,
  known: ReadonlyMap<string, string>,
): PictureItem {
  const { binding, alarms, link } = item
  return {
    ...item,
    ...(binding ? { binding: { ...binding, machine: machine(binding.machine) } } : {}),
    ...(alarms ? { alarms: { ...alarms, machine: machine(alarms.machine) } } : {}),
    ...(link
      ? {
          link: {
            picture: known.get(link.picture) ?? link.picture,
            ...(link.machine ? { machine: machine(link.machine) } : {}),
          },
        }
      : {}),
  }
}
