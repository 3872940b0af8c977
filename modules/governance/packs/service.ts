import { createPublicKey } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { assess } from '@ronghe/assess/contract'
import { factory } from '@ronghe/factory/contract'
import type { ArchivePart } from '@ronghe/kit/archive'
import { holds } from '@ronghe/kit/auth'
import { keyFor } from '@ronghe/kit/config'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx, Service } from '@ronghe/kit/module'
import { packOf, signingKey } from '@ronghe/kit/pack'
import { dayIn, regionZone } from '@ronghe/kit/working-days'
import { registry } from '@ronghe/registry/contract'
import type { governance } from '../contract.ts'
import { goalFigures } from '../figures.ts'
import { citiesOfGoal, listReports } from '../indicators/store.ts'
import type { GoalRow } from '../rows.ts'
import { courseOf, listGoals } from '../store.ts'
import { listItems, partsOf } from '../supervision/store/items.ts'
import { eventsOf } from '../supervision/store/trail.ts'

const purpose = 'governance.packs'
const rowsMax = 100_000
const pageSize = 200

/** Packs for inspectors. */
export const packs: Pick<Service<typeof governance>, 'goalPack' | 'packKey'> = {
  async goalPack(ctx, { params }) {
    const goal = (await listGoals(ctx.sql, null)).find((one) => one.key === params.goalKey)
    if (!goal) throw new Fault('governance.goal.unknown')
    const parts = [
      json('goal.json', { goal, ...(await goalFigures(ctx, goal)) }),
      json('course.json', await courseOf(ctx.sql, goal.key)),
      json('cities.json', await citiesOfGoal(ctx.sql, goal.key)),
      json('rows.json', await rowsOf(ctx, goal)),
      ...(goal.evidence === 'factory' ? [json('roster.json', await rosterOf(ctx))] : []),
      json('items.json', await itemsOf(ctx, goal.key)),
      ...(await reportParts(ctx, goal.key)),
    ]
    const about = {
      subject: `governance.goal ${goal.key}`,
      madeAt: ctx.now.toISOString(),
      madeBy: ctx.caller.personName ?? '',
      source: ctx.house.config.PUBLIC_URL,
    }
    const key = signingKey(await keyFor(ctx.house, purpose))
    const content = packOf(parts, about, { key, howTo: ctx.t('governance.pack.howTo') })
    await ctx.audit({
      action: 'governance.goal.packed',
      subject: 'governance.goal',
      subjectId: goal.key,
      organisationId: ctx.caller.organisationId,
      after: { files: parts.length, bytes: content.length },
    })
    return {
      name: `${goal.key}-${ctx.now.toISOString().slice(0, 10)}.zip`,
      mediaType: 'application/zip',
      content,
    }
  },

  async packKey(ctx) {
    const key = signingKey(await keyFor(ctx.house, purpose))
    return { publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString() }
  },
}

/** The firms whose rates the figure is the mean of: today's roster, with its documents. */
function rosterOf(ctx: Ctx): Promise<unknown[]> {
  const on = dayIn(ctx.now, regionZone)
  return allPages((page) => ctx.read(registry).keyRoster({ query: { on, page, pageSize } }))
}

/** The rows behind the figure that the caller may see: firms with their machines’ counts, or certificates. */
async function rowsOf(ctx: Ctx, goal: GoalRow): Promise<unknown[]> {
  if (goal.evidence === 'factory' && holds(ctx.caller, 'factory.read'))
    return allPages((page) => ctx.read(factory).machinesByFirm({ query: { isKey: true, page, pageSize } }))
  if (goal.proof && 'certificates' in goal.proof) {
    const rows: unknown[] = []
    for (const scheme of goal.proof.certificates)
      rows.push(
        ...(await allPages((page) => ctx.read(assess).certificates({ query: { scheme, page, pageSize } }))),
      )
    return rows
  }
  if (goal.proof && 'assessed' in goal.proof && holds(ctx.caller, 'assess.read')) {
    const framework = goal.proof.assessed
    return allPages((page) => ctx.read(assess).runs({ query: { framework, page, pageSize } }))
  }
  return []
}

async function allPages<T>(ask: (page: number) => Promise<{ rows: T[]; total: number }>): Promise<T[]> {
  const rows: T[] = []
  for (let page = 1; rows.length < rowsMax; page++) {
    const found = await ask(page)
    rows.push(...found.rows)
    if (found.rows.length === 0 || rows.length >= found.total) break
  }
  return rows
}

/** Items about the goal with their parts and trail; row-level security decides which. */
async function itemsOf(ctx: Ctx, goalKey: string) {
  const { rows } = await listItems(ctx.sql, { goal: goalKey, pageSize }, null)
  const items = []
  for (const item of rows)
    items.push({ item, parts: await partsOf(ctx.sql, item.id), events: await eventsOf(ctx.sql, item.id) })
  return items
}

/** The reports, each with the document that proves it. */
async function reportParts(ctx: Ctx, goalKey: string): Promise<ArchivePart[]> {
  const { rows } = await listReports(ctx.sql, { goal: goalKey, pageSize })
  const files = []
  for (const { fileHash, fileName } of rows) {
    const ending = /\.[A-Za-z0-9]{1,8}$/.exec(fileName)?.[0] ?? ''
    const content = await buffer(await ctx.house.files.read(fileHash))
    files.push({ name: `reports/${fileHash}${ending}`, content })
  }
  const once = new Map(files.map((one) => [one.name, one]))
  return [json('reports.json', rows), ...once.values()]
}

function json(name: string, value: unknown): ArchivePart {
  return { name, content: Buffer.from(`${JSON.stringify(value, null, 2)}\n`, 'utf8') }
}
