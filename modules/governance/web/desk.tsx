import { Page as Frame, Link, ListView, Stack, TabBar, Time, useSearchState, useWords } from '@ronghe/kit/ui'
import { governance } from '../contract.ts'
import { LightTag } from './light.tsx'

/** My tasks: what waits for me from every room, the most urgent first; and what I did. */
export function Page() {
  const { t } = useWords()
  const [tab, setTab] = useSearchState('tab', 'waiting')
  return (
    <Frame title={t('governance.page.desk')}>
      <Stack>
        <TabBar
          label={t('governance.page.desk')}
          tabs={['waiting', 'done'].map((key) => ({ key, title: t(`governance.desk.tab.${key}`) }))}
          value={tab}
          onChange={setTab}
        />
        {tab === 'done' ? <Done /> : <Waiting />}
      </Stack>
    </Frame>
  )
}

function Waiting() {
  const { t } = useWords()
  return (
    <ListView
      contract={governance}
      route="desk"
      label={t('governance.desk.tab.waiting')}
      rowKey="key"
      filters={['kind']}
      columns={[
        { key: 'title', main: true, render: (row) => <Link to={row.link}>{row.title}</Link> },
        { key: 'kind', render: (row) => t(`governance.value.kind.${row.kind}`) },
        { key: 'todo' },
        { key: 'light', render: (row) => (row.light === null ? '–' : <LightTag light={row.light} />) },
        { key: 'dueOn' },
        { key: 'since', render: (row) => <Time at={row.since} as="ago" /> },
      ]}
    />
  )
}

function Done() {
  const { t } = useWords()
  return (
    <ListView
      contract={governance}
      route="deskDone"
      name="done"
      label={t('governance.desk.tab.done')}
      rowKey="key"
      columns={[
        { key: 'title', main: true, render: (row) => <Link to={row.link}>{row.title}</Link> },
        { key: 'action' },
        { key: 'comment' },
        { key: 'at', render: (row) => <Time at={row.at} /> },
      ]}
    />
  )
}
