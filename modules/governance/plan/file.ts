import { everyFault } from '@ronghe/kit/config'
import { Type } from '@ronghe/kit/contract'
import { Fault } from '@ronghe/kit/errors'
import type { Ctx } from '@ronghe/kit/module'
import * as store from './store.ts'
import { difference, inOrder, type NodeChange, nodeKinds, type PlanNode, treeFaults } from './tree.ts'

/** The form of the file; another number is another form. */
const format = 'ronghe-plan-1'
const nodesMax = 5000
const keyPattern = '^[A-Za-z0-9][A-Za-z0-9.-]{0,59}$'
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const strict = { additionalProperties: false }
const text = (maxLength: number, minLength = 0) => Type.String({ minLength, maxLength })

const PlanFileNode = Type.Object(
  {
    key: Type.String({ pattern: keyPattern }),
    parentKey: orNull(Type.String({ pattern: keyPattern })),
    kind: Type.Enum([...nodeKinds]),
    place: Type.Integer({ minimum: 0, maximum: 9999 }),
    ...{ clause: text(60), titleZh: text(400, 1), titleEn: text(600, 1), textZh: text(4000) },
    ...{ textEn: text(4000), units: Type.Array(text(60, 1), { maxItems: 40 }) },
    dueOn: orNull(Type.String({ format: 'date' })),
    goalKey: orNull(text(60, 1)),
    targets: Type.Array(
      Type.Object({ year: Type.Integer({ minimum: 1900, maximum: 2999 }), value: Type.Number() }, strict),
      { maxItems: 60 },
    ),
    planRows: Type.Array(text(20, 1), { maxItems: 40 }),
  },
  strict,
)

/** A whole version as one file: a program reads it back without loss. */
export const PlanFile = Type.Object(
  {
    format: Type.Literal(format),
    ...{
      document: text(40, 1),
      number: Type.Integer({ minimum: 1 }),
      titleZh: text(200),
      titleEn: text(300),
    },
    nodes: Type.Array(PlanFileNode, { maxItems: nodesMax }),
  },
  strict,
)

type About = { document: string; number: number; titleZh: string; titleEn: string }
type FileFault = { path: string; message: string }

/** The file of a version, its nodes in the order of the tree. */
export function planFileOf(plan: About, nodes: readonly PlanNode[]): string {
  const { document, number, titleZh, titleEn } = plan
  const ordered = inOrder(nodes).map(({ depth: _depth, ...node }) => node)
  return `${JSON.stringify({ format, document, number, titleZh, titleEn, nodes: ordered }, null, 2)}\n`
}

/** What a file would make of a draft: every fault of form and of rule, or the difference to what stands. */
export async function readPlanFile(
  ctx: Ctx,
  plan: { id: string; document: string },
  content: Uint8Array,
): Promise<{ faults: FileFault[]; changes: NodeChange[]; nodes: PlanNode[] }> {
  const file = parsed(content)
  const shape = everyFault(PlanFile, file).map(({ instancePath, keyword, params }) => {
    const known = ['required', 'type', 'pattern', 'format', 'minLength', 'maxLength', 'minimum', 'maximum']
    const rule = [...known, 'additionalProperties', 'maxItems'].includes(keyword) ? keyword : 'invalid'
    return { path: instancePath || '/', message: ctx.t(`rule.${rule}`, wordsOf(params)) }
  })
  if (shape.length > 0) return { faults: shape, changes: [], nodes: [] }
  const { document, nodes } = file as { document: string; nodes: PlanNode[] }
  const pathOf = (key: string, field: string) =>
    `/nodes/${nodes.findIndex((one) => one.key === key)}/${field}`
  const faults = treeFaults(nodes, await store.knownTo(ctx.sql, plan.document)).map((one) => {
    return { path: pathOf(one.key, one.field), message: ctx.t(one.rule, one.values) }
  })
  const seen = new Set<string>()
  for (const [place, { key }] of nodes.entries()) {
    if (seen.has(key))
      faults.push({ path: `/nodes/${place}/key`, message: ctx.t('governance.rule.keyTwice') })
    seen.add(key)
  }
  if (document !== plan.document) {
    const message = ctx.t('governance.rule.otherDocument', { document, own: plan.document })
    faults.push({ path: '/document', message })
  }
  if (faults.length > 0) return { faults, changes: [], nodes: [] }
  return { faults: [], changes: difference(await store.nodesOf(ctx.sql, plan.id), nodes), nodes }
}

function parsed(content: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content))
  } catch {
    throw new Fault('kit.input.invalid', {}, [{ field: 'file', rule: 'governance.rule.notJson' }])
  }
}

function wordsOf(params: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, String(value)]))
}
