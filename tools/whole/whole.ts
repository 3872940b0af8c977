import path from 'node:path'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { freePort, newRoot, type Run, readyAt, runProgram, statusOf } from '../start/test/harness.ts'

const startFile = fileURLToPath(new URL('../start/start.ts', import.meta.url))
const password = process.env.WALK_PASSWORD ?? 'a-long-sample-password'

/** `npm start` of this repository as a user runs it, in a data directory of its own, on free ports. */
export type Whole = {
  root: string
  dataDirectory: string
  url: string
  mtconnectUrl: string
  opcuaUrl: string
  run: Run
  status(): ReturnType<typeof statusOf>
  /** Ends it in order and starts it again, in the same place. */
  again(): Promise<void>
}

export async function startWhole(t: TestContext, env: Record<string, string> = {}): Promise<Whole> {
  const root = await newRoot(t)
  const ports = await Promise.all([freePort(), freePort(), freePort(), freePort()])
  const [http, mqtt, mtconnect, opcua] = ports
  const dataDirectory = path.join(root, 'data')
  const settings = {
    ...{ DATA_DIR: dataDirectory, PORT: String(http), MQTT_PORT: String(mqtt), SAMPLE_PASSWORD: password },
    ...{ SAMPLE_MTCONNECT_PORT: String(mtconnect), SAMPLE_OPCUA_PORT: String(opcua) },
    ...env,
  }
  const start = () => runProgram(startFile, [], settings)
  const whole: Whole = {
    ...{ root, dataDirectory, run: start(), url: '' },
    mtconnectUrl: `http://127.0.0.1:${mtconnect}`,
    opcuaUrl: `opc.tcp://127.0.0.1:${opcua}`,
    status: () => statusOf(root),
    async again() {
      await whole.run.end('SIGTERM')
      whole.run = start()
      whole.url = await readyAt(whole.run)
    },
  }
  t.after(async () => {
    await whole.run.end('SIGTERM')
  })
  whole.url = await readyAt(whole.run)
  return whole
}

export const emailOf = (role: string) => `${role}@sample.ronghe.example`
export { password }

/** A person's session with the API; requests fail loudly. */
export type Session = {
  /** What the browser would send along. */
  cookies: readonly { name: string; value: string }[]
  get(path: string): Promise<Response>
  post(path: string, body: unknown): Promise<Response>
  put(path: string, body: unknown): Promise<Response>
}

/** Signs a sample account in, as the sign-in page does. */
export async function signInAs(whole: Pick<Whole, 'url'>, role: string): Promise<Session> {
  const answer = await fetch(`${whole.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: whole.url },
    body: JSON.stringify({ email: emailOf(role), password }),
  })
  if (!answer.ok) throw new Error(`${role} cannot sign in: ${answer.status} ${await answer.text()}`)
  const cookies = answer.headers.getSetCookie().map((one) => {
    const [pair = ''] = one.split(';')
    const at = pair.indexOf('=')
    return { name: pair.slice(0, at), value: pair.slice(at + 1) }
  })
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const send = (method: string, place: string, body?: unknown) =>
    fetch(`${whole.url}/api${place}`, {
      method,
      headers: {
        cookie,
        origin: whole.url,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    })
  return {
    cookies,
    get: (place) => send('GET', place),
    post: (place, body) => send('POST', place, body),
    put: (place, body) => send('PUT', place, body),
  }
}

/** The rows of a list, or the object of a page; throws on anything but 2xx. */
export async function readJson<T>(answer: Response): Promise<T> {
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}
