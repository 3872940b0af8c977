/**
 * Names in the data directory that are not copied as they are: database and telemetry have backups of their
 * own, the rest belongs to the running programs. `edges` holds the sample edges' disk logs: put back, an
 * old log would count its records from a number that the server has seen already, and the server would drop
 * new records as doubled.
 */
const notCopied = [
  ...['postgres', 'postgres.new', 'postgres.place.json', 'series', 'edges'],
  ...['running.json', 'control.sock', 'log', 'programs'],
]

/** Is this entry of the data directory copied as it is? */
export function isCopied(name: string): boolean {
  return !notCopied.includes(name) && !/^lock(\.|$)|\.new$/.test(name)
}
