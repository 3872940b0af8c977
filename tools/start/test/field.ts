import { spawn } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import path from 'node:path'

// A small real program in the place of an edge or a plant: notes that it runs, and has a child of its own
// that would stay behind if only this process were ended.
const { DATA_DIR = '' } = process.env
const child = spawn('sleep', ['600'], { stdio: 'ignore' })
appendFileSync(
  path.join(DATA_DIR, 'field.txt'),
  `${process.pid} ${child.pid} ${process.argv.slice(2).join(' ')}\n`,
)
// The supervisor may be gone before this is read.
process.stdout.on('error', () => {})
process.stdout.write(`field ${process.pid}\n`)

process.once('SIGTERM', () => process.exit(0))
process.once('disconnect', () => {
  child.kill()
  process.exit(0)
})
