/** What the tests use of the package, which brings no types of its own. */
declare module 'epcis2.js' {
  type Event = {
    setAction(action: string): Event
    setEventTime(time: string): Event
    setEventTimeZoneOffset(offset: string): Event
    setBizStep(step: string): Event
    setDisposition(disposition: string): Event
    addEPC(epc: string): Event
    setReadPoint(place: object): Event
    toObject(): object
    getBizStep(): string
    getEPCList(): string[]
  }
  type EPCISDocument = {
    setCreationDate(time: string): EPCISDocument
    setSchemaVersion(version: string): EPCISDocument
    setContext(context: unknown): EPCISDocument
    addEvent(event: Event): EPCISDocument
    toObject(): object
  }
  const sdk: {
    ObjectEvent: new () => Event
    ReadPoint: new (place: object) => object
    EPCISDocument: new () => EPCISDocument
    setup(settings: Record<string, unknown>): void
    capture(document: EPCISDocument): Promise<Response>
    objectToEvent(object: unknown): Event
    eventToHashedId(event: unknown, context: unknown): string
  }
  export default sdk
}
