import { mkdir, writeFile } from 'node:fs/promises'
import http from 'node:http'
import path from 'node:path'
import { openOwner } from '@ronghe/kit/db'

// A small real server for the supervisor's tests: it counts in the database, writes the configurations of an
// edge and a plant, backs up, and ends when it is told to or when the supervisor is gone.
const { DATA_DIR = '', DATABASE_URL = '', PORT = '0', SAMPLE, TEST_SERVER_FAULT } = process.env

if (TEST_SERVER_FAULT) {
  process.stderr.write(`${TEST_SERVER_FAULT}\n`)
  process.exit(3)
}

const sql = openOwner(DATABASE_URL)
await sql`create table if not exists visits (at timestamptz default now())`
const server = http.createServer((request, response) => {
  if (request.url === '/end') process.exit(7)
  sql`insert into visits default values`
    .then(() => sql`select count(*)::int as count from visits`)
    .then(
      ([row]) =>
        response.end(JSON.stringify({ pid: process.pid, count: row?.count, sample: SAMPLE ?? null })),
      (error: Error) => response.writeHead(503).end(error.message),
    )
})
const account = {
  user: 'admin@ronghe.example',
  password: 'pass-word',
  role: { zh: '管理员', en: 'Operator' },
}
server.listen(Number(PORT), '127.0.0.1', async () => {
  const { port } = server.address() as { port: number }
  await mkdir(path.join(DATA_DIR, 'edges'), { recursive: true })
  const edge = path.join(DATA_DIR, 'edges/demo.json')
  await writeFile(edge, '{}')
  process.send?.({ say: { zh: '示例已载入', en: 'Sample loaded' } })
  process.send?.({
    ready: true,
    url: `http://127.0.0.1:${port}`,
    edgeConfigs: [edge],
    plantConfig: edge,
    accounts: process.env.SAMPLE === 'no' ? [] : [account],
  })
})

process.on('message', async ({ backup }: { backup: { id: number; directory: string } }) => {
  await mkdir(backup.directory)
  await writeFile(path.join(backup.directory, 'series.txt'), 'points')
  process.send?.({ backup: { id: backup.id } })
})

function end(): void {
  server.closeAllConnections()
  server.close(() => void sql.end({ timeout: 1 }).then(() => process.exit(0)))
}
process.once('SIGTERM', end)
process.once('disconnect', end)
