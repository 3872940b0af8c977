import { Page as Frame, ListView, Stack, Time, useWords } from '@ronghe/kit/ui'
import { trace } from '../contract.ts'
import { FindBox } from './find-box.tsx'
import { ThingLink } from './parts.tsx'
import './trace.css'

/** Everything that events name; a code that is typed, pasted or scanned opens its story. */
export function Page() {
  const { t } = useWords()
  return (
    <Frame title={t('trace.page.things')} subtitle={t('trace.things.hint')}>
      <Stack>
        <FindBox />
        <ListView
          contract={trace}
          route="things"
          label={t('trace.page.things')}
          rowKey="id"
          empty={{ text: t('trace.things.none') }}
          columns={[
            {
              key: 'id',
              main: true,
              render: ({ id, name }) => <ThingLink id={id} names={nameOf(id, name)} />,
            },
            { key: 'events', align: 'end' },
            { key: 'firstAt', render: ({ firstAt }) => <Time at={firstAt} /> },
            { key: 'lastAt', render: ({ lastAt }) => <Time at={lastAt} /> },
          ]}
        />
      </Stack>
    </Frame>
  )
}

function nameOf(id: string, name: string | null): Record<string, string> {
  return name ? { [id]: name } : {}
}
