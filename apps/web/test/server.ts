import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { WebSocketServer } from 'ws'

type Machine = {
  id: string
  name: string
  kind: 'lathe' | 'mill' | 'grinder'
  maker: string | null
  networked: boolean
  hours: number
  installedAt: string
}

/** Who the next request is from; the test changes it. */
export type Persona = 'stranger' | 'member' | 'administrator'

export type GalleryServer = {
  address: string
  persona: Persona
  sample: boolean
  /** Every request to the API: method, address and the headers that the shell must send. */
  asked: { method: string; url: string; language: string; organisation: string }[]
  tell(topic: string, message: unknown): void
  cutStreams(): void
  close(): Promise<void>
}

const kinds = ['lathe', 'mill', 'grinder'] as const
const makers = ['沈阳机床', 'Mazak', null, '北京精雕', 'DMG MORI']
const organisations = [
  {
    organisationId: '00000000-0000-7000-8000-00000000000a',
    organisationName: '南宁精密机械有限公司',
    roleName: '管理员',
  },
  {
    organisationId: '00000000-0000-7000-8000-00000000000b',
    organisationName: '柳州数控装备有限公司',
    roleName: '成员',
  },
]

/** Serves the built gallery and answers its contract from memory, as the platform's server would. */
export async function startGallery(folder: string): Promise<GalleryServer> {
  const machines = firstMachines()
  const state = { persona: 'administrator' as Persona, sample: true, asked: [] as GalleryServer['asked'] }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://gallery')
    const work = url.pathname.startsWith('/api/')
      ? api(request, response, url, state, machines)
      : file(folder, url, response)
    work.catch(() => response.destroy())
  })
  const streams = new WebSocketServer({ server, path: '/api/live' })
  const topics = new WeakMap<object, Set<string>>()
  streams.on('connection', (socket) => {
    const mine = new Set<string>()
    topics.set(socket, mine)
    socket.on('message', (data) => {
      const said = JSON.parse(String(data)) as { subscribe?: string; unsubscribe?: string }
      if (said.subscribe) mine.add(said.subscribe)
      if (said.unsubscribe) mine.delete(said.unsubscribe)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(state, {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tell(topic: string, message: unknown) {
      for (const socket of streams.clients) {
        if (topics.get(socket)?.has(topic)) socket.send(JSON.stringify({ topic, message }))
      }
    },
    cutStreams() {
      for (const socket of streams.clients) socket.terminate()
    },
    async close() {
      for (const socket of streams.clients) socket.terminate()
      streams.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

function firstMachines(): Machine[] {
  return Array.from({ length: 57 }, (_, index) => ({
    id: `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`,
    name: `CNC-${String(index + 1).padStart(3, '0')} 立式加工中心`,
    kind: kinds[index % 3] ?? 'lathe',
    maker: makers[index % makers.length] ?? null,
    networked: index % 4 !== 0,
    hours: (index * 7919) % 20_000,
    installedAt: new Date(Date.UTC(2020, index % 12, 1 + (index % 27))).toISOString(),
  }))
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

/** The same content policy as the platform's, so that what it forbids shows here. */
const policy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self' ws:",
].join('; ')

async function file(folder: string, url: URL, response: ServerResponse): Promise<void> {
  const path = join(folder, url.pathname)
  const found =
    url.pathname !== '/' &&
    (await stat(path).then(
      (one) => one.isFile(),
      () => false,
    ))
  const sent = found ? path : join(folder, 'index.html')
  response.setHeader('content-type', types[extname(sent)] ?? 'application/octet-stream')
  response.setHeader('content-security-policy', policy)
  createReadStream(sent).pipe(response)
}

type State = { persona: Persona; sample: boolean; asked: GalleryServer['asked'] }

async function api(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  state: State,
  machines: Machine[],
) {
  const method = request.method ?? 'GET'
  const body = await bodyOf(request)
  const header = (name: string) => String(request.headers[name] ?? '')
  const path = url.pathname.slice(4)
  state.asked.push({
    method,
    url: path + url.search,
    language: header('accept-language'),
    organisation: header('x-ronghe-organisation'),
  })
  const answer = (status: number, content: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(content))
  }
  const fault = (status: number, code: string, message: string, fields?: object[]) =>
    answer(status, { code, message, requestId: '0197-test-incident', ...(fields ? { fields } : {}) })
  if (path === '/registry/me') return answer(200, meOf(state, header('x-ronghe-organisation')))
  if (path === '/gallery/figures') return answer(200, figures())
  if (path === '/gallery/incident') return fault(500, 'kit.incident', '系统内部错误')
  if (state.persona === 'stranger') return fault(401, 'kit.signIn.required', '请先登录')
  if (path === '/registry/notifications') return answer(200, notices)
  if (path === '/registry/notifications/read') return answer(200, { done: true })
  if (path === '/auth/sign-out') {
    state.persona = 'stranger'
    return answer(200, {})
  }
  if (path === '/gallery/search') {
    const q = url.searchParams.get('q') ?? ''
    const rows = machines.filter((one) => one.name.includes(q)).slice(0, 5)
    return answer(200, {
      rows: rows.map((one) => ({
        kind: 'machine',
        id: one.id,
        title: one.name,
        detail: one.maker ?? '',
        link: `/gallery/charts?m=${one.id}`,
      })),
    })
  }
  if (path === '/gallery/machines/import') return answer(200, { bytes: body.length })
  if (path === '/gallery/machines' && method === 'POST')
    return add(JSON.parse(body.toString()), machines, answer, fault)
  if (method === 'DELETE') {
    const at = machines.findIndex((one) => path.endsWith(one.id))
    machines.splice(at, 1)
    return answer(200, { done: true })
  }
  if (path !== '/gallery/machines') return fault(404, 'kit.notFound', '未找到')
  const rows = listed(url, machines)
  if (!url.searchParams.has('format')) return answer(200, paged(url, rows))
  response.writeHead(200, {
    'content-type': 'text/csv',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('设备台账.csv')}`,
  })
  response.end(rows.map((one) => one.name).join('\r\n'))
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

function listed(url: URL, machines: readonly Machine[]): Machine[] {
  const { q, kind, networked, since, sort } = Object.fromEntries(url.searchParams)
  const rows = machines.filter(
    (one) =>
      (!q || one.name.includes(q)) &&
      (!kind || one.kind === kind) &&
      (!networked || String(one.networked) === networked) &&
      (!since || one.installedAt >= since),
  )
  const key = sort?.replace('-', '') as keyof Machine | undefined
  if (!key) return rows
  const sign = sort?.startsWith('-') ? -1 : 1
  return rows.sort((a, b) => sign * ((a[key] ?? '') < (b[key] ?? '') ? -1 : 1))
}

function paged(url: URL, rows: readonly Machine[]) {
  const page = Number(url.searchParams.get('page') ?? 1)
  const size = Number(url.searchParams.get('pageSize') ?? 20)
  return { rows: rows.slice((page - 1) * size, page * size), total: rows.length }
}

type Answer = (status: number, content: unknown) => void
type FaultOf = (status: number, code: string, message: string, fields?: object[]) => void

function add(body: Partial<Machine>, machines: Machine[], answer: Answer, fault: FaultOf): void {
  if (machines.some((one) => one.name === body.name)) {
    const fields = [{ field: 'name', rule: 'gallery.name.taken', message: '名称已被使用' }]
    fault(409, 'kit.input.invalid', '输入有误，请检查标出的字段', fields)
    return
  }
  const id = `00000000-0000-7000-8000-1${String(machines.length).padStart(11, '0')}`
  const { name = '', kind = 'lathe', maker = null, networked = false } = body
  machines.unshift({ id, name, kind, maker, networked, hours: 0, installedAt: new Date(0).toISOString() })
  answer(200, { id })
}

function meOf({ persona, sample }: State, organisation: string) {
  const own = organisations.find((one) => one.organisationId === organisation) ?? organisations[0]
  const known = persona !== 'stranger'
  const person = {
    id: organisations[0]?.organisationId,
    name: '李娜',
    email: 'li.na@example.cn',
    locale: 'zh',
  }
  return {
    person: known ? { ...person, twoFactorEnabled: false, isSample: true } : null,
    organisation: known
      ? {
          id: own?.organisationId,
          name: own?.organisationName,
          kind: 'enterprise',
          regionCode: '450100',
          isSample: true,
        }
      : null,
    memberships: known
      ? organisations.map((one) => ({ ...one, kind: 'enterprise', roleCode: 'x', regionCode: '450100' }))
      : [],
    permissions: persona === 'administrator' ? ['gallery.write', 'gallery.secret'] : [],
    sample,
    region: { code: '450000', nameZh: '广西壮族自治区', nameEn: 'Guangxi' },
    openIdConnect: false,
  }
}

function figures() {
  const shared = { at: '2026-03-05T06:00:00Z', basis: 'evidenced' as const, unit: 'P1' }
  return {
    rate: { ...shared, value: 63.24, numerator: 117, denominator: 185, proof: '/gallery/machines?kind=mill' },
    count: { ...shared, value: 1284, unit: 'SET', proof: '/gallery/machines' },
    declared: { ...shared, value: 58.6, unit: 'C62', basis: 'declared' as const },
    missing: { ...shared, value: null, reason: 'gallery.reason.noMachines' },
  }
}

const notices = {
  rows: [
    {
      id: 'a',
      text: '贵单位的营业执照已通过核验',
      link: '/gallery/machines',
      createdAt: '2026-03-05T06:00:00Z',
      readAt: null,
    },
    {
      id: 'b',
      text: '设备 CNC-001 已断开连接',
      link: null,
      createdAt: '2026-03-04T06:00:00Z',
      readAt: '2026-03-04T07:00:00Z',
    },
  ],
  total: 2,
  unread: 1,
}
