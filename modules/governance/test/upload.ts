import type { TestHouse } from '@ronghe/kit/test'

export type UploadFile = { name: string; content: string | Uint8Array }
export type Report = {
  written: boolean
  rowsTotal: number
  rowsNew: number
  rowsChanged: number
  rowsSame: number
  faults: { row: number; column: string; message: string }[]
}

/** Sends a file to an upload route, as a form does. */
export async function upload(
  house: TestHouse,
  path: string,
  file: UploadFile,
  headers: Record<string, string>,
  fields: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const form = new FormData()
  for (const [key, value] of Object.entries(fields)) form.append(key, value)
  form.append('file', new Blob([file.content as BlobPart]), file.name)
  const answer = await fetch(`${house.url}/api${path}`, { method: 'POST', headers, body: form })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}
