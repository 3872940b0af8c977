import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { eventually } from '@ronghe/kit/test'
import { runProgram } from '../start/test/harness.ts'
import { differences, keptPoints, type Point, saidByAgent, saidByOpcua, type Tag } from './points.ts'
import { readJson, type Session, signInAs, startWhole, type Whole } from './whole.ts'

const roundsOfKills = 10
const historyDays = 4
/** Values of each machine's history at the least. */
const saidMin = 10_000
const recoverMsMax = 300_000
/** Of a person who goes on writing. */
const writeMs = 40
const writesOfRound = 5
/** What lies in the edges' logs comes at the pace of a machine that other tests use too. */
const arriveMsMax = 240_000
const auditFile = fileURLToPath(new URL('../audit-verify/run.ts', import.meta.url))

/** The sample plant's machines, and by which server they are told. */
const machines = [
  { device: 'Mazak03', by: 'mtconnect' },
  { device: 'GFAgie01', by: 'mtconnect' },
  { device: 'Mazak01', by: 'opcua' },
] as const

test('server, edges and database killed ten times each during play', { timeout: 1_800_000 }, async (t) => {
  const from = new Date(Date.now() - (historyDays + 2) * 86_400_000)
  const whole = await startWhole(t, { SAMPLE_HISTORY_DAYS: String(historyDays) })
  const firm = await signInAs(whole, 'enterprise-administrator')
  const writing = keepWriting(firm, await firstUnit(firm))
  t.after(() => writing.stop())
  for (let round = 0; round < roundsOfKills; round++) {
    // Whoever dies waits a little before it starts again; meanwhile the next one dies.
    const killed: number[] = []
    for (const victim of shuffled(['server', 'edge', 'database'])) killed.push(await killOne(whole, victim))
    await eventually('all is back', () => isBack(whole, killed), recoverMsMax)
    const isWritten = () => writing.count() > writesOfRound * (round + 1)
    await eventually('people write on', isWritten, recoverMsMax)
  }
  const { acknowledged, refused } = await writing.stop()
  const official = await signInAs(whole, 'region-official')

  await t.test('what was acknowledged to a person is there, once', async () => {
    assert.deepEqual(refused, [], 'a request is answered, or told that the house is not available now')
    assert.ok(acknowledged.length > 50, `${acknowledged.length} writes`)
    const codes = await unitCodes(firm)
    assert.equal(new Set(codes).size, codes.length)
    assert.deepEqual(
      acknowledged.filter((code) => !codes.includes(code)),
      [],
    )
  })

  await t.test('the audit chain holds and names every acknowledged write', async () => {
    const verify = runProgram(auditFile, [], { DATABASE_URL: (await whole.status()).database?.url ?? '' })
    assert.equal(await verify.ended, 0, verify.said())
  })

  await t.test('every value the machines said is kept, and nothing twice', async () => {
    await compareAll(whole, official, from, t.diagnostic.bind(t))
  })

  await t.test('the next start simply works', async () => {
    await whole.again()
    await agentHasPlayed(whole)
    const again = await signInAs(whole, 'enterprise-administrator')
    const codes = await unitCodes(again)
    assert.deepEqual(
      acknowledged.filter((code) => !codes.includes(code)),
      [],
    )
    await compareAll(whole, await signInAs(whole, 'region-official'), from, t.diagnostic.bind(t))
  })
})

function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((one) => ({ one, key: randomInt(1e9) }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ one }) => one)
}

/** Kills -9 somewhere in the middle of things, whatever the others are doing; answers which process. */
async function killOne(whole: Whole, victim: string): Promise<number> {
  await sleep(randomInt(1500))
  return eventually(
    `${victim} runs`,
    async () => {
      const { children, database } = await whole.status()
      const [child] = shuffled(children.filter(({ name, pid }) => pid !== null && name.startsWith(victim)))
      const pid = victim === 'database' ? database?.pid : child?.pid
      return pid && isKilled(pid) ? pid : null
    },
    recoverMsMax,
  )
}

/** False where it had died already. */
function isKilled(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL')
  } catch {
    return false
  }
}

async function isBack(whole: Whole, killed: readonly number[]): Promise<boolean> {
  const { children, database } = await whole.status()
  const run = [database?.pid ?? null, ...children.map(({ pid }) => pid)]
  const isNew = run.every((pid) => pid !== null && !killed.includes(pid))
  return isNew && (await fetch(`${whole.url}/ready`)).ok
}

async function firstUnit(firm: Session): Promise<string> {
  const { rows } = await readJson<{ rows: { id: string; level: string }[] }>(
    await firm.get('/registry/units?pageSize=100'),
  )
  return rows.find(({ level }) => level === 'site')?.id ?? ''
}

async function unitCodes(firm: Session): Promise<string[]> {
  const codes: string[] = []
  for (let page = 1; ; page++) {
    const { rows, total } = await readJson<{ rows: { code: string }[]; total: number }>(
      await firm.get(`/registry/units?pageSize=100&page=${page}`),
    )
    codes.push(...rows.map(({ code }) => code))
    if (rows.length === 0 || codes.length >= total) return codes
  }
}

/** A person who adds areas to the site all the time; what failed is not tried again. */
function keepWriting(firm: Session, parentId: string) {
  const acknowledged: string[] = []
  const refused: string[] = []
  let isOver = false
  const working = (async () => {
    for (let n = 1; !isOver; n++) {
      const code = `KILL-${n}`
      const body = { code, name: `区域 ${n}`, level: 'area', parentId }
      const answer = await firm.post('/registry/units', body).catch(() => null)
      if (answer?.ok) acknowledged.push(code)
      else if (answer && answer.status !== 503) refused.push(`${answer.status} ${await answer.text()}`)
      await answer?.arrayBuffer().catch(() => null)
      await sleep(writeMs)
    }
  })()
  return {
    count: () => acknowledged.length,
    async stop() {
      isOver = true
      await working
      return { acknowledged, refused }
    },
  }
}

type Equipment = { id: string; device: string | null }

/** The plant's agent answers before it has played its history; what it says then measures nothing. */
async function agentHasPlayed(whole: Whole): Promise<void> {
  const hasPlayed = async () => {
    const answer = await fetch(`${whole.mtconnectUrl}/sample?count=1`)
    return Number(/lastSequence="(\d+)"/.exec(await answer.text())?.[1]) > saidMin
  }
  await eventually('the sample plant has played its history', hasPlayed, recoverMsMax)
}

/** Waits until all that was said before this moment is kept, and compares every signal of every machine. */
async function compareAll(
  whole: Whole,
  person: Session,
  from: Date,
  say: (text: string) => void,
): Promise<void> {
  const { rows } = await readJson<{ rows: Equipment[] }>(await person.get('/factory/equipment?pageSize=100'))
  const untilMicros = Date.now() * 1000
  for (const { device, by } of machines) {
    const one = rows.find((row) => row.device === device.toLowerCase())
    assert.ok(one, device)
    const list = await readJson<{ rows: Tag[] }>(await person.get(`/factory/equipment/${one.id}/tags`))
    const nodes = list.rows.map(({ name }) => `ns=1;s=${device}.${name}`)
    const said =
      by === 'mtconnect'
        ? await saidByAgent(whole.mtconnectUrl, device)
        : await saidByOpcua(whole.opcuaUrl, nodes, from)
    let count = 0
    for (const tag of list.rows) {
      const points = said.get(tag.name)?.filter(({ timeMicros }) => timeMicros < untilMicros) ?? []
      if (points.length === 0) continue
      await compare(person, tag, points, from, device)
      count += points.length
    }
    assert.ok(count > saidMin, `${device}: ${count} values`)
    say(`${device}: ${count} values said, all kept, nothing twice`)
  }
}

async function compare(
  person: Session,
  tag: Tag,
  points: readonly Point[],
  from: Date,
  device: string,
): Promise<void> {
  let faults: string[] = []
  const isEqual = async () => {
    const kept = (await keptPoints(person, tag, from)).filter(
      ({ timeMicros }) => timeMicros <= (points.at(-1)?.timeMicros ?? 0),
    )
    faults = differences(points, kept, tag)
    return faults.length === 0
  }
  // What lies in the edges' logs is still on its way.
  await eventually('everything arrives', isEqual, arriveMsMax).catch(() => {})
  assert.deepEqual(faults.slice(0, 10), [], `${device} ${tag.name}`)
}
