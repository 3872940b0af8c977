import { fileURLToPath } from 'node:url'
import { run } from '../start.ts'

// `npm start` with the small programs beside this file, in the repository that the first argument names.
const [root = '', ...args] = process.argv.slice(2)
const file = (name: string) => fileURLToPath(new URL(name, import.meta.url))
await run(args, root, { server: file('server.ts'), plant: file('field.ts'), edge: file('field.ts') })
