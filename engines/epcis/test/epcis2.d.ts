declare module 'epcis2.js' {
  const sdk: {
    eventToHashedId(event: unknown, context: unknown): string
    setup(settings: Record<string, unknown>): void
    capture(document: unknown, options?: unknown): Promise<unknown>
  }
  export default sdk
}
