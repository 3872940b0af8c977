/** Only these stand bare in a part of a digital link (RFC 3986, unreserved). */
const bare = /[^A-Za-z0-9\-._~]/g

/** Percent-encodes a value for the path, every byte that is not unreserved. */
export function escapePath(value: string): string {
  return value.replace(bare, (character) =>
    encodeURIComponent(character).replace(
      /[!'()*]/g,
      (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
  )
}

/** As in the path, but a space is a plus. */
export function escapeQuery(value: string): string {
  return escapePath(value).replaceAll('%20', '+')
}

/** Decodes bytes written `%XX` to the characters of that number; a broken sequence stands for itself. */
export function unescapePath(text: string): string {
  if (!text.includes('%')) return text
  return text.replace(/%([\dA-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

export function unescapeQuery(text: string): string {
  return unescapePath(text.replaceAll('+', ' '))
}
