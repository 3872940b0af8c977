import { Page as Frame, Link, ListView, Stack, TabBar, Time, useSearchState, useWords } from '@ronghe/kit/ui'
import { governance } from '../contract.ts'
import './governance.css'
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
        { key: 'title', main: true, render: (row) => <Title row={row} /> },
        { key: 'kind', render: (row) => t(`governance.value.kind.${row.kind}`) },
        { key: 'todo', render: (row) => <div className="governance-lead">{row.todo}</div> },
        { key: 'light', render: (row) => (row.light === null ? '–' : <LightTag light={row.light} />) },
        { key: 'dueOn' },
        { key: 'since', render: (row) => <Time at={row.since} as="ago" /> },
      ]}
    />
  )
}

/** A long title breaks, so that what is to be done stays in sight. */
function Title({ row: { link, title } }: { row: { link: string; title: string } }) {
  return (
    <div className="governance-title">
      <Link to={link}>{title}</Link>
    </div>
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
        { key: 'title', main: true, render: (row) => <Title row={row} /> },
        { key: 'action' },
        { key: 'comment', render: (row) => <div className="governance-long">{row.comment}</div> },
        { key: 'at', render: (row) => <Time at={row.at} /> },
      ]}
    />
  )
}
