import type { openBrowser } from '@ronghe/kit/test/browser'

type Browser = Awaited<ReturnType<typeof openBrowser>>

/**
 * How fast this browser computes on this machine, in the measure by which Lighthouse and Chromium's tools
 * tell devices apart (BenchmarkIndex): how often in a second a text of 10,000 characters is put together
 * piece by piece and a list of 100,000 numbers is copied, in tens, the mean of both. Chromium takes 1000 for
 * a middling phone (Pixel 5) and 264 for a cheap one (Moto G Power 2022): `mobile_throttling/
 * CalibrationController.ts` of chrome-devtools-frontend. The middle of five tries.
 */
export async function speedOf(browser: Browser): Promise<number> {
  const page = await browser.newPage()
  const tries: number[] = []
  for (let turn = 0; turn < 5; turn++) tries.push(await page.evaluate(indexOf, 250))
  await page.close()
  return Math.round(tries.sort((a, b) => a - b)[2] ?? 0)
}

/** Runs within the page. */
function indexOf(everyMs: number): number {
  const perSecond = (work: (turn: number) => void): number => {
    const from = performance.now()
    let turns = 0
    while (turns % 10 !== 0 || performance.now() - from < everyMs) work(turns++)
    return (1000 * turns) / (performance.now() - from)
  }
  const texts = perSecond(() => {
    let text = ''
    for (let at = 0; at < 10_000; at++) text += 'a'
    if (text.length !== 10_000) throw new Error('the text was left out')
  })
  const lists = [0, 1].map(() => Array.from({ length: 100_000 }, (_, at) => at)) as [number[], number[]]
  const copies = perSecond((turn) => {
    const [from, to] = turn % 2 === 0 ? lists : [lists[1], lists[0]]
    for (let at = 0; at < from.length; at++) to[at] = from[at] as number
  })
  return (texts + copies) / 20
}
