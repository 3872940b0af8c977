import { after } from 'node:test'
import { isMainThread } from 'node:worker_threads'

const endingMsMax = Number(process.env.RONGHE_TEST_ENDING_MS ?? 30_000)

/**
 * Read before every test file in its process. When all its tests are over and something is still held (a
 * server that a failed test did not stop), the process would never end, nor would the run: it says what is
 * held and fails. Threads and processes that a test starts read this too, for they inherit the arguments.
 */
if (isMainThread && /\.test\.(ts|tsx|mjs)$/.test(process.argv[1] ?? '')) {
  after(() => {
    setTimeout(tellAndEnd, endingMsMax).unref()
  })
}

function tellAndEnd(): void {
  process.stderr.write(`not ended: ${process.getActiveResourcesInfo().join(', ')}\n`)
  process.exit(1)
}
