import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { givenFormat } from './asking.ts'
import { Problem } from './problem.ts'

const bytesMax = 1_048_576

/** A body of JSON that is an object. */
export async function jsonBody(request: FastifyRequest): Promise<Record<string, unknown>> {
  if (givenFormat(request) !== 'json') throw new Problem('UnsupportedMediaTypeException', 'application/json')
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request.body as Readable as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > bytesMax) throw new Problem('CaptureLimitExceededException', `${bytesMax} bytes`)
    pieces.push(piece)
  }
  const value = parsed(Buffer.concat(pieces).toString('utf8'))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Problem('ValidationException', 'an object')
  }
  return value as Record<string, unknown>
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem('ValidationException', 'json')
  }
}
