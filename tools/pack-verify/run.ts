import { readFile } from 'node:fs/promises'
import { verifyPack } from '@ronghe/kit/pack'

/**
 * Verifies a pack for an inspector offline: every hash and the signature. A second file is the public key
 * that must have signed it. Prints each fault with the file it concerns, and ends with 1 when there is one.
 */
const [pack, key] = process.argv.slice(2)
if (!pack) {
  console.error('npm run pack:verify -- <pack.zip> [public-key.pem]')
  process.exitCode = 2
} else {
  const trusted = key === undefined ? undefined : await readFile(key, 'utf8')
  const faults = verifyPack(await readFile(pack), trusted)
  for (const one of faults) console.log(JSON.stringify(one))
  console.log(JSON.stringify({ ok: faults.length === 0, pack, faults: faults.length }))
  process.exitCode = faults.length === 0 ? 0 : 1
}
