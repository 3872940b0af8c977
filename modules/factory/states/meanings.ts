/** Meanings by the names that machines often give; people may say otherwise of each tag. */
const meanings: Readonly<Record<string, string>> = {
  execution: 'EXECUTION',
  mode: 'CONTROLLER_MODE',
  controllermode: 'CONTROLLER_MODE',
  avail: 'AVAILABILITY',
  availability: 'AVAILABILITY',
  programstatus: 'EXECUTION',
  estopstate: 'EMERGENCY_STOP',
  estop: 'EMERGENCY_STOP',
  emergencystop: 'EMERGENCY_STOP',
  partcount: 'PART_COUNT',
  partcountact: 'PART_COUNT',
  partcountgood: 'PART_COUNT_GOOD',
  partcountbad: 'PART_COUNT_BAD',
  program: 'PROGRAM',
}

/** What a signal of this name usually means; null when the name says nothing. */
export function meaningOf(tagName: string): string | null {
  const name = tagName.toLowerCase().replaceAll(/[^a-z]/g, '')
  return Object.hasOwn(meanings, name) ? (meanings[name] ?? null) : null
}

/**
 * Meanings that only the controller of a numerical control sends (MTConnect Part 3: events of Controller and
 * Path).
 * A good value of one of them proves that the machine has one; EXECUTION does not, since a plain PLC has it
 * too.
 */
export const controllerMeanings: ReadonlySet<string> = new Set([
  'PROGRAM',
  'CONTROLLER_MODE',
  'BLOCK',
  'LINE',
  'LINE_NUMBER',
  'PATH_FEEDRATE',
])

/** Meanings of counters; they change figures, not states. */
export const counterMeanings: ReadonlySet<string> = new Set([
  'PART_COUNT',
  'PART_COUNT_GOOD',
  'PART_COUNT_BAD',
])
