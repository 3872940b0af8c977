import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'

/** A program's log: `<name>.log` and older ones `<name>.1.log` …, so it never takes more than its bound. */
export type LogFile = { write(chunk: Buffer): void; tail(): string; close(): Promise<void> }

const bytesMax = 20 * 1024 * 1024
const olderMax = 3
const tailBytesMax = 8 * 1024

/** Opens the log of a child program in `directory`; also keeps the last few lines for telling why it died. */
export async function openLogFile(directory: string, name: string, limitBytes = bytesMax): Promise<LogFile> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const place = path.join(directory, `${name}.log`)
  let sizeBytes = await stat(place).then(
    (found) => found.size,
    () => 0,
  )
  let stream = open(place)
  let tail = Buffer.alloc(0)
  let rotating: Promise<void> | null = null
  return {
    write(chunk) {
      tail = Buffer.concat([tail, chunk]).subarray(-tailBytesMax)
      stream.write(chunk)
      sizeBytes += chunk.length
      if (sizeBytes < limitBytes || rotating !== null) return
      sizeBytes = 0
      const full = stream
      rotating = rotate(directory, name).then(() => {
        // What was written meanwhile went to the old file under its new name; nothing is lost.
        stream = open(place)
        full.end()
        rotating = null
      })
    },
    tail: () => tail.toString('utf8'),
    async close() {
      await rotating
      await new Promise<void>((resolve) => stream.end(resolve))
    },
  }
}

function open(place: string): WriteStream {
  const stream = createWriteStream(place, { flags: 'a', mode: 0o600 })
  // A full disk must not bring the programs down that only wanted to say something.
  stream.on('error', () => {})
  return stream
}

async function rotate(directory: string, name: string): Promise<void> {
  const nameOf = (age: number) => path.join(directory, age === 0 ? `${name}.log` : `${name}.${age}.log`)
  await rm(nameOf(olderMax), { force: true })
  for (let age = olderMax - 1; age >= 0; age -= 1) await rename(nameOf(age), nameOf(age + 1)).catch(() => {})
}
