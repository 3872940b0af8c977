import os from 'node:os'
import { run } from 'node:test'
import report from './reporter.ts'

const testMsMax = 900_000

/**
 * Runs the files named in the arguments, in their order (`node --test` would sort them), each in a process of
 * its own; ends with 1 when a test failed.
 */
const events = run({
  files: process.argv.slice(2),
  // One more than there are processors: every file waits now and then, for the disk, a clock or a browser.
  concurrency: os.availableParallelism() + 1,
  timeout: testMsMax,
  execArgv: ['--import', new URL('./ending.ts', import.meta.url).href],
})
events.on('test:fail', ({ todo }) => {
  if (todo === undefined || todo === false) process.exitCode = 1
})
events.compose(report).pipe(process.stdout)
