import type { IncomingMessage, ServerResponse } from 'node:http'
import helmet from 'helmet'

/**
 * Scripts only from ourselves, WebAssembly among them (what reads codes before a camera); styles inline
 * because the component library writes them at run time.
 */
const policy = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  connectSrc: ["'self'", 'ws:', 'wss:'],
  upgradeInsecureRequests: null,
}

export const secureOptions = {
  contentSecurityPolicy: { directives: policy },
  strictTransportSecurity: false,
} as const

/**
 * The headers by which browsers keep a page safe. They are the same of every answer, and `helmet` builds them
 * anew whenever it is asked: so it is asked once.
 */
export function secureHeaders(): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {}
  const listening = {
    setHeader: (name: string, value: string) => void Object.assign(headers, { [name.toLowerCase()]: value }),
    removeHeader() {},
  } as unknown as ServerResponse
  helmet(secureOptions)({} as IncomingMessage, listening, (error?: unknown) => {
    if (error) throw error
  })
  return headers
}
