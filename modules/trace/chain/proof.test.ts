import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dayText, leafOf, leafText, linkText, nothingBefore, textHash } from './leaf.ts'
import { leafHash, pathOf, rootOf, sha256 } from './merkle.ts'
import { type Proof, proofFaults } from './proof.ts'

/** The proof of the event at `place` of a link of `events`, in a day of three links, made by hand. */
function proofOf(events: number, place: number): Proof {
  const event = (at: number) => ({
    id: `urn:event:${at}`,
    hash: textHash(`event ${at}`),
    recordTime: '2026-07-01T08:00:00.000Z',
    body: `{"at":${at}}`,
    context: '',
    hashIgnores: '',
  })
  const sealed = (at: number) => {
    const { id, hash, recordTime, body, context, hashIgnores } = event(at)
    return {
      ...{ eventId: id, hash, recordTime: new Date(recordTime), bodyHash: textHash(body) },
      ...{ contextHash: textHash(context), ignoresHash: textHash(hashIgnores) },
    }
  }
  const leaves = Array.from({ length: events }, (_, at) => leafOf(sealed(at)))
  const link = {
    organisationId: '018f0000-0000-7000-8000-000000000001',
    number: 7,
    sealedAt: '2026-07-01T08:00:01.000Z',
    events,
    root: rootOf(leaves).toString('hex'),
    previousHash: nothingBefore,
  }
  const linkHash = sha256(linkText(link))
  const links = [sha256('another'), linkHash, sha256('a third')].map((hash) => leafHash(hash))
  const root = rootOf(links).toString('hex')
  const head = { day: '2026-07-01', number: 1, links: 3, events: 9, root, previousHash: nothingBefore }
  return {
    format: 'ronghe-trace-proof-1',
    event: event(place),
    leafText: leafText(sealed(place)),
    leaf: leaves[place]!.toString('hex'),
    leafPath: pathOf(leaves, place),
    link,
    linkText: linkText(link),
    linkHash: linkHash.toString('hex'),
    day: { path: pathOf(links, 1), head, text: dayText(head), hash: sha256(dayText(head)).toString('hex') },
  }
}

describe('T9 a proof', () => {
  it('follows for every event of a link, with a published day and without', () => {
    for (const events of [1, 2, 3, 7, 8]) {
      for (let place = 0; place < events; place += 1) {
        const proof = proofOf(events, place)
        assert.deepEqual(proofFaults(proof), [])
        assert.deepEqual(proofFaults({ ...proof, day: null }), [])
      }
    }
  })

  it('tells at which step it does not follow', () => {
    const proof = proofOf(5, 3)
    const { event, link, day } = proof
    const other = textHash('other')
    const changed: [Proof, string[]][] = [
      [{ ...proof, event: { ...event, body: '{"at":4}' } }, ['body']],
      [{ ...proof, event: { ...event, id: 'urn:other' } }, ['body']],
      [{ ...proof, event: { ...event, recordTime: '2026-07-01T08:00:00.001Z' } }, ['body']],
      [{ ...proof, event: { ...event, context: '{"a":"urn:a"}' } }, ['body']],
      [{ ...proof, leaf: other }, ['leaf']],
      [{ ...proof, leafText: `${proof.leafText}x` }, ['body', 'leaf', 'link']],
      [{ ...proof, leafPath: proof.leafPath.slice(1) }, ['link']],
      [{ ...proof, link: { ...link, number: 8 } }, ['linkHash']],
      [{ ...proof, link: { ...link, root: other } }, ['link', 'linkHash']],
      [{ ...proof, linkHash: other }, ['linkHash', 'root']],
      [{ ...proof, day: { ...day!, path: [] } }, ['root']],
      [{ ...proof, day: { ...day!, hash: other } }, ['dayHash']],
      [{ ...proof, day: { ...day!, head: { ...day!.head, day: '2026-07-02' } } }, ['dayHash']],
    ]
    for (const [one, faults] of changed) assert.deepEqual(proofFaults(one), faults)
  })

  it('has a leaf that says whatever was sealed, each part on a line of its own', () => {
    const { leafText: text } = proofOf(1, 0)
    const lines = text.split('\n')
    assert.deepEqual(lines.slice(0, 3), ['urn:event:0', textHash('event 0'), '2026-07-01T08:00:00.000Z'])
    assert.deepEqual(lines.slice(3), [textHash('{"at":0}'), textHash(null), textHash('')])
  })
})
