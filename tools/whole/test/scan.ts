import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBrowser, openContext } from '@ronghe/kit/test/browser'
import { matrixOf } from '@ronghe/trace/testing'
import { readJson, signInAs, type Whole } from '../whole.ts'
import { enter } from './day.ts'
import { newWalker } from './walker.ts'

const width = 640
const height = 480
const framesOf = 5

/**
 * A code of the sample region held before the camera of a phone, as QR and as Data Matrix: the page reads it
 * and opens the thing's story. Chromium plays the picture as its camera.
 */
export async function scanWithCamera(executable: string, whole: Pick<Whole, 'url'>): Promise<void> {
  const engineer = await signInAs(whole, 'plant-engineer')
  const { rows } = await readJson<{ rows: { id: string }[] }>(
    await engineer.get(`/trace/things?${new URLSearchParams({ q: '/21/', pageSize: '20' })}`),
  )
  const thing = rows.find(({ id }) => /\/01\/\d{14}\/21\/[A-Za-z0-9]+$/.test(id))
  assert.ok(thing, 'the sample region has an item with a serial number')
  const [, gtin = '', serial = ''] = /\/01\/(\d{14})\/21\/(.+)$/.exec(thing.id) ?? []
  const folder = await mkdtemp(join(tmpdir(), 'ronghe-camera-'))
  try {
    for (const [symbol, data] of [
      ['qr', `${whole.url}/01/${gtin}/21/${serial}`],
      ['dataMatrix', `(01)${gtin}(21)${serial}`],
    ] as const) {
      const film = join(folder, `${symbol}.y4m`)
      await writeFile(film, filmOf(matrixOf(symbol, data)))
      await scanned(executable, whole, film, thing.id)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function scanned(executable: string, whole: Pick<Whole, 'url'>, film: string, id: string) {
  const browser = await openBrowser(executable, [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ])
  try {
    const context = await openContext(browser, { viewport: { width: 390, height: 844 }, locale: 'zh-CN' })
    const walker = await newWalker(context, 'scan')
    await enter(walker.page, whole, 'plant-engineer')
    await walker.page.goto(`${whole.url}/trace/scan`)
    await walker.look('before')
    await walker.page.getByRole('button', { name: '打开摄像头扫码' }).click()
    try {
      await walker.page.waitForURL((url) => url.pathname === '/trace/story')
    } catch (error) {
      const seen = await walker.page.locator('body').innerText()
      const films = await walker.page.locator('video').evaluateAll((videos) =>
        (videos as HTMLVideoElement[]).map(({ readyState, videoWidth, currentTime, paused }) => {
          return { readyState, videoWidth, currentTime, paused }
        }),
      )
      const told = `${JSON.stringify(films)}; the page says: ${seen}`
      throw new Error(`nothing was read of ${told}`, { cause: error })
    }
    assert.equal(new URL(walker.page.url()).searchParams.get('id'), id)
    // Where the button was is another one, which need not be looked at under the mouse.
    await walker.page.mouse.move(0, 0)
    await walker.look('story')
    assert.deepEqual(walker.faults, [])
  } finally {
    await browser.close()
  }
}

/** A film in YUV4MPEG2: the symbol in grey levels, in the middle of a light picture. */
export function filmOf(matrix: readonly (readonly boolean[])[]): Uint8Array {
  const size = Math.floor((height * 0.7) / matrix.length)
  const [left, top] = [(width - size * matrix[0]!.length) >> 1, (height - size * matrix.length) >> 1]
  const light = new Uint8Array(width * height).fill(235)
  for (const [row, modules] of matrix.entries()) {
    for (const [column, isDark] of modules.entries()) {
      if (!isDark) continue
      for (let y = 0; y < size; y += 1) {
        const start = (top + row * size + y) * width + left + column * size
        light.fill(16, start, start + size)
      }
    }
  }
  const colour = new Uint8Array((width * height) / 2).fill(128)
  const text = (line: string) => new TextEncoder().encode(line)
  const frames = Array.from({ length: framesOf }, () => [text('FRAME\n'), light, colour]).flat()
  return new Uint8Array(
    Buffer.concat([text(`YUV4MPEG2 W${width} H${height} F5:1 Ip A1:1 C420jpeg\n`), ...frames]),
  )
}
