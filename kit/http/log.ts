import { type DestinationStream, type Logger, pino } from 'pino'

/** Lines of so long are written together, or when so many characters wait. */
const gatherMs = 100
export const charactersMax = 65_536

/** From this level on a line is written at once, and all that waited before it. */
const urgent = pino.levels.values.warn!

/** Structured logs on standard output; secrets never reach them. */
export function openLog(
  level: string,
  out: DestinationStream = pino.destination({ fd: 1, sync: true }),
): Logger {
  const gathered = gather(out)
  process.once('exit', () => gathered.flush())
  return pino(
    {
      level,
      base: null,
      redact: [
        'password',
        '*.password',
        'headers.cookie',
        'headers.authorization',
        'secret',
        '*.secret',
        'token',
        '*.token',
      ],
    },
    gathered,
  )
}

/**
 * Every line written alone costs a request as much as its answer, since who reads it is woken each time. What
 * a kill without warning takes are lines of the last tenth of a second that told of nothing wrong.
 */
function gather(out: DestinationStream) {
  let waiting = ''
  let timer: NodeJS.Timeout | undefined
  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    const text = waiting
    waiting = ''
    if (text !== '') out.write(text)
  }
  return {
    // By this pino tells the level of each line before it writes it.
    [Symbol.for('pino.metadata')]: true,
    lastLevel: 0,
    flush,
    write(line: string): void {
      waiting += line
      if (this.lastLevel >= urgent || waiting.length >= charactersMax) flush()
      else timer ??= setTimeout(flush, gatherMs)
    },
  }
}
