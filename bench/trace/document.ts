import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestHouse } from '@ronghe/kit/test'
import { ask, documentOf, eventWith, json } from '@ronghe/trace/testing'

export type OneDocument = {
  events: number
  megabytes: number
  seconds: number
  residentMoreMegabytes: number
}

const mebibyte = 1_048_576

/**
 * One JSON document of about so many megabytes (10⁶ bytes), sent piece by piece and captured whole or not at
 * all; with how much more memory the process of sender and server held at the most than before.
 */
export async function oneDocument(house: TestHouse, megabytes: number): Promise<OneDocument> {
  const [head = '', tail = ''] = JSON.stringify(documentOf([{ HERE: 1 }])).split('{"HERE":1}')
  const [bytesMax, count] = [megabytes * 1e6, { bytes: 0, events: 0 }]
  function* pieces() {
    yield Buffer.from(head)
    while (count.bytes < bytesMax) {
      const list = Array.from({ length: 200 }, () => JSON.stringify(eventWith()))
      const piece = Buffer.from(`${count.events === 0 ? '' : ','}${list.join(',')}`)
      count.events += list.length
      count.bytes += piece.length
      yield piece
    }
    yield Buffer.from(tail)
  }
  const before = process.memoryUsage.rss()
  let most = before
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 50)
  try {
    const beganMs = performance.now()
    const body = Readable.from(pieces())
    const answer = await ask(house, 'wei', '/capture', {
      ...{ method: 'POST', headers: { ...json, 'GS1-Capture-Error-Behaviour': 'rollback' } },
      ...{ body, duplex: 'half' },
    } as unknown as RequestInit)
    if (answer.status !== 202) throw new Error(answer.text)
    await finished(house, answer.headers.get('location')!.replace('/epcis', ''))
    return {
      events: count.events,
      megabytes: count.bytes / 1e6,
      seconds: (performance.now() - beganMs) / 1000,
      residentMoreMegabytes: (most - before) / mebibyte,
    }
  } finally {
    clearInterval(watch)
  }
}

async function finished(house: TestHouse, job: string): Promise<void> {
  for (;;) {
    const state = (await ask(house, 'wei', job)).json() as unknown as { running: boolean; success: boolean }
    if (!state.running && state.success) return
    if (!state.running) throw new Error(JSON.stringify(state))
    await sleep(50)
  }
}
