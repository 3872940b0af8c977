import type { TestHouse } from '@ronghe/kit/test'

/** Sends a file as somebody. */
export async function upload(
  house: TestHouse,
  name: string,
  path: string,
  file: { name: string; content: string | Uint8Array<ArrayBuffer> },
  language = 'zh',
) {
  const form = new FormData()
  form.set('file', new Blob([file.content]), file.name)
  const headers = { 'x-person': name, 'accept-language': language }
  const response = await fetch(`${house.url}/api${path}`, { method: 'POST', headers, body: form })
  return { status: response.status, body: (await response.json()) as Record<string, never> }
}
