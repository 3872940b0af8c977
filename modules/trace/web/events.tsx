import { ListPage, Time, useWords } from '@ronghe/kit/ui'
import { trace } from '../contract.ts'

/** All events that the reader may see, newest first. */
export function Page() {
  const { t } = useWords()
  return (
    <ListPage
      contract={trace}
      route="events"
      title={t('trace.page.events')}
      rowKey="eventId"
      columns={[
        { key: 'eventTime', sort: true, render: ({ eventTime }) => <Time at={eventTime} /> },
        { key: 'type', sort: true, main: true },
        { key: 'action' },
        { key: 'bizStep', sort: true, render: ({ bizStep }) => shortTerm(bizStep) },
        { key: 'disposition', render: ({ disposition }) => shortTerm(disposition) },
        { key: 'readPoint', render: ({ readPoint }) => shortId(readPoint) },
        { key: 'things' },
      ]}
    />
  )
}

/** The word of a term of CBV, without its address. */
function shortTerm(uri: string | null): string {
  return uri?.replace(/^https:\/\/ref\.gs1\.org\/cbv\/\w+-/, '') ?? ''
}

/** A canonical id without the domain, which is the same for all. */
function shortId(id: string | null): string {
  return id?.replace('https://id.gs1.org/', '') ?? ''
}
