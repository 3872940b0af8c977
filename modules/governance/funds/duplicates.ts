/** What an application asks money for: a machine of the register, an invoice, or the project itself. */
export type Subject = { kind: 'equipment' | 'invoice' | 'project'; key: string }

/**
 * The same thing under one spelling: full-width signs as half-width ones (NFKC), no spaces or punctuation, no
 * letter case.
 */
export function subjectKey(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{P}\p{S}]/gu, '')
}
