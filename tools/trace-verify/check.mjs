// Checks the proof of an event with nothing but Node (18 or newer), without network and without this program:
//
//   node check.mjs event-7.proof.json [root or hash of the day, copied when it was published]
//
// Ends with 0 when everything follows, 1 when something does not, 2 when the file cannot be read.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const [file = '', copied = ''] = process.argv.slice(2)
const digest = (...pieces) =>
  pieces.reduce((hash, one) => hash.update(one), createHash('sha256')).digest('hex')
const bytes = (hex) => Buffer.from(hex, 'hex')
const leaf = (content) => digest(Buffer.of(0), content)
const along = (start, path) =>
  path.reduce(
    (hash, { side, hash: other }) =>
      side === 'left'
        ? digest(Buffer.of(1), bytes(other), bytes(hash))
        : digest(Buffer.of(1), bytes(hash), bytes(other)),
    start,
  )

/** Each step with whether it follows. */
function steps({ event, link, day, ...proof }) {
  const texts = [event.body, event.context, event.hashIgnores].map((text) => digest(text))
  const lines = [event.id, event.hash, event.recordTime, ...texts].join('\n')
  const { organisationId, number, sealedAt, events, root, previousHash } = link
  const linkText = ['ronghe-link-1', organisationId, number, sealedAt, events, root, previousHash].join('\n')
  const list = [
    ['the event is what the leaf says', lines === proof.leafText && leaf(lines) === proof.leaf],
    ['the leaf leads to the root of its link', along(leaf(lines), proof.leafPath) === root],
    ['the link is what its hash says', linkText === proof.linkText && digest(linkText) === proof.linkHash],
  ]
  if (day === null) return [...list, ['its day is published', false]]
  const { head } = day
  const dayText = [
    'ronghe-day-1',
    head.day,
    head.number,
    head.links,
    head.events,
    head.root,
    head.previousHash,
  ]
  list.push(
    ['the link leads to the root of its day', along(leaf(bytes(proof.linkHash)), day.path) === head.root],
    ['the day is what its hash says', digest(dayText.join('\n')) === day.hash],
  )
  if (copied !== '') list.push(['the day is the one that was copied', [head.root, day.hash].includes(copied)])
  return list
}

try {
  const proof = JSON.parse(readFileSync(file, 'utf8'))
  const list = steps(proof)
  for (const [what, follows] of list) console.log(`${follows ? 'yes' : 'NO '}  ${what}`)
  if (proof.day) console.log(`     ${proof.day.head.day}: root ${proof.day.head.root}`)
  process.exitCode = list.every(([, follows]) => follows) ? 0 : 1
} catch (error) {
  console.error(`cannot read ${file}: ${error.message}`)
  process.exitCode = 2
}
