import { systemCaller } from '../../auth/index.ts'
import { defineContract, listOf, listQuery, Type } from '../../contract/index.ts'
import { Fault } from '../../errors/index.ts'
import { defineModule } from '../../module/index.ts'

export const probe = defineContract({
  module: 'probe',
  permissions: ['probe.write'],
  routes: {
    greet: {
      method: 'GET',
      path: '/probe/greet/:name',
      may: 'public',
      params: Type.Object({ name: Type.String({ maxLength: 5 }) }),
      query: Type.Object(
        { times: Type.Optional(Type.Integer({ minimum: 1 })) },
        { additionalProperties: false },
      ),
      response: Type.Object({ said: Type.String() }),
    },
    fail: { method: 'GET', path: '/probe/fail', may: 'public', response: Type.Object({}) },
    refuse: { method: 'GET', path: '/probe/refuse', may: 'public', response: Type.Object({}) },
    note: {
      method: 'POST',
      path: '/probe/notes',
      may: 'public',
      strangersWrite: true,
      body: Type.Object({
        text: Type.String({ minLength: 1, maxLength: 20 }),
        count: Type.Integer({ minimum: 1, maximum: 100 }),
        breaks: Type.Optional(Type.Boolean()),
      }),
      response: Type.Object({ done: Type.Literal(true) }),
    },
    notes: {
      method: 'GET',
      path: '/probe/notes',
      may: 'public',
      query: listQuery({}),
      response: listOf(Type.Object({ text: Type.String() })),
      list: { columns: ['text'] },
    },
    write: { method: 'POST', path: '/probe/write', may: 'probe.write', response: Type.Object({}) },
  },
  events: { noted: Type.Object({ text: Type.String() }) },
  faults: { 'probe.full': { status: 409 } },
})

/** What the subscriber heard, in its order; `failures` says how often a text fails before it is taken. */
export const heard: string[] = []
export const failures = new Map<string, number>()

/** A small room that does everything a room may do wrong. */
export const probeModule = defineModule({
  contract: probe,
  sql: new URL('./sql/', import.meta.url),
  words: {
    zh: { 'fault.probe.full': '最多 {{most}} 条', 'probe.column.text': '内容', 'probe.route.notes': '记录' },
    en: { 'fault.probe.full': 'at most {{most}}', 'probe.column.text': 'Text', 'probe.route.notes': 'Notes' },
  },
  service: {
    greet: async (_ctx, { params, query }) => ({ said: `${params.name} `.repeat(query.times ?? 1).trim() }),
    fail: async () => {
      throw new Error('a secret of the program')
    },
    refuse: async () => {
      throw new Fault('probe.full', { most: 3 })
    },
    async note(ctx, { body }) {
      for (let index = 0; index < body.count; index++) {
        await ctx.sql`insert into kit_probe_notes (text) values (${body.text})`
        await ctx.emit('noted', { text: `${body.text} ${index}` })
      }
      if (body.breaks) throw new Fault('probe.full', { most: 3 })
      return { done: true as const }
    },
    async notes(ctx, { query }) {
      const { page = 1, pageSize = 20 } = query
      const rows = await ctx.sql<{ text: string }[]>`select text from kit_probe_notes order by id`
      return { rows: rows.slice((page - 1) * pageSize, page * pageSize), total: rows.length }
    },
    write: async () => ({}),
  },
  subscribes: {
    async 'probe.noted'(ctx, payload) {
      const text = String(payload.text)
      const left = failures.get(text) ?? 0
      failures.set(text, left - 1)
      await ctx.sql`insert into kit_probe_notes (text) values (${`heard ${text}`})`
      if (left > 0) throw new Error(`${text} is not taken yet`)
      heard.push(text)
      if (ctx.caller !== systemCaller) throw new Error('events are delivered by the program itself')
    },
  },
})
