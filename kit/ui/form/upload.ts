import { addressOf, RequestFault } from '../../client/index.ts'
import type { ErrorAnswer, Route } from '../../contract/index.ts'
import { headersOf, settings } from '../settings.ts'

export type UploadInput = { params?: object; query?: object; file: File }
export type UploadWatch = { onProgress?: (part: number) => void; signal?: AbortSignal }

/**
 * Sends one file to an `upload` route; `fetch` cannot tell how much has left, so this is XMLHttpRequest.
 * `part` is 0 to 1.
 */
export function uploadFile(
  route: Route,
  { file, ...input }: UploadInput,
  watch: UploadWatch = {},
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(route.method, addressOf(route, input))
    for (const [name, value] of Object.entries(headersOf(settings()))) request.setRequestHeader(name, value)
    request.responseType = 'json'
    request.upload.onprogress = (event) => watch.onProgress?.(event.total ? event.loaded / event.total : 0)
    request.onerror = () => reject(new TypeError('fetch failed'))
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    request.onload = () => {
      if (request.status < 300) resolve(request.response)
      else reject(new RequestFault(request.status, request.response as ErrorAnswer))
    }
    watch.signal?.addEventListener('abort', () => request.abort(), { once: true })
    const body = new FormData()
    body.append('file', file)
    request.send(body)
  })
}
