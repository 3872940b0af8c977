import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** A person at a browser: whose session, which run, which of its questions. */
export type Person = { cookie: string; runId: string; questions: readonly string[] }
/** `people` of those that are known save an answer to each of their questions, one every `pauseMs`. */
export type Round = { people: number; pauseMs: number; value: string }
export type Saved = { runId: string; question: string; revision: number; value: string }
/** How long each save took from when it was due, in milliseconds, sorted; and what was said to be written. */
export type Told = { waitsMs: number[]; seconds: number; saved: Saved[] }

let base = ''
let people: readonly Person[] = []
const revisions = new Map<string, number>()
const agent = new Agent({ keepAlive: true })

/**
 * People save beside each other, each on a connection of his own. A save is due when its pause has gone by,
 * whether the one before was answered in time or not, and the wait counts from then (no coordinated
 * omission); without a pause it is due when the one before was answered.
 */
async function save({ people: count, pauseMs, value }: Round): Promise<Told> {
  const waitsMs: number[] = []
  const saved: Saved[] = []
  const startMs = performance.now()
  await Promise.all(
    people.slice(0, count).map(async ({ cookie, runId, questions }, place) => {
      const firstMs = startMs + (place / count) * pauseMs
      let dueMs = firstMs
      for (const [at, question] of questions.entries()) {
        dueMs = pauseMs === 0 ? performance.now() : firstMs + at * pauseMs
        await sleep(Math.max(0, dueMs - performance.now()))
        const name = `${runId} ${question}`
        const revision = await put(cookie, runId, question, { value, revision: revisions.get(name) ?? 0 })
        revisions.set(name, revision)
        waitsMs.push(performance.now() - dueMs)
        saved.push({ runId, question, revision, value })
      }
    }),
  )
  const seconds = (performance.now() - startMs) / 1000
  return { waitsMs: waitsMs.sort((one, other) => one - other), seconds, saved }
}

function put(cookie: string, runId: string, question: string, answer: object): Promise<number> {
  const body = JSON.stringify(answer)
  const headers = { cookie, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  const url = `${base}/api/assess/runs/${runId}/answers/${question}`
  return new Promise((done, failed) => {
    const asked = request(url, { method: 'PUT', agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part) => {
        text += part
      })
      response.on('end', () => {
        if (response.statusCode === 200) done(JSON.parse(text).revision)
        else failed(new Error(`${url}: ${response.statusCode} ${text}`))
      })
    })
    asked.on('error', failed).end(body)
  })
}

process.on('message', (told: { base: string; people: readonly Person[] } | Round | 'end') => {
  if (told === 'end') process.exit(0)
  if ('base' in told) {
    base = told.base
    people = told.people
    return
  }
  save(told).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
