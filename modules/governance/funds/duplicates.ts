/** What an application asks money for: a machine of the register, an invoice, or the project itself. */
export type Subject = { kind: 'equipment' | 'invoice' | 'project' | 'contract'; key: string }

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

/** A machine by its maker and serial number, however it was registered; null where one is not known. */
export function serialKey(machine: { maker: string | null; serialNumber: string | null }): string | null {
  const [maker, serial] = [subjectKey(machine.maker ?? ''), subjectKey(machine.serialNumber ?? '')]
  return maker && serial ? `${maker}/${serial}` : null
}
