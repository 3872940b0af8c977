import type { Page, Response } from 'playwright-core'

const chinese = /\p{Script=Han}[\p{Script=Han}\p{P}\d]*/gu
/** A language is named in itself. */
const always = ['中文', '融合']

/**
 * Listens for what the server tells a page, whose names people typed in their own language; answers how to
 * find the Chinese words of a text that none of them explains, which are then words of the pages themselves.
 */
export function listenForNames(page: Page): (text: string) => string[] {
  const names = new Set(always)
  const note = async (response: Response) => {
    if (!response.headers()['content-type']?.includes('json')) return
    // An answer is gone when the page is left while it comes.
    const told: unknown = await response.json().catch(() => null)
    for (const name of textsIn(told)) for (const part of name.match(chinese) ?? []) names.add(part)
  }
  page.on('response', (response) => void note(response))
  return (text) => {
    const known = [...names].sort((one, other) => other.length - one.length)
    return [...new Set(known.reduce((left, name) => left.replaceAll(name, ' '), text).match(chinese) ?? [])]
  }
}

/** Every text of an answer but what it says of a fault, which is the server's own word. */
function textsIn(told: unknown): string[] {
  if (typeof told === 'string') return [told]
  if (told === null || typeof told !== 'object') return []
  return Object.entries(told).flatMap(([key, value]) => (key === 'message' ? [] : textsIn(value)))
}
