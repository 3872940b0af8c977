import {
  Allowed,
  Facts,
  Page as Frame,
  Grid,
  Link,
  Loaded,
  Nothing,
  Panel,
  SampleTag,
  Stack,
  StatusTag,
  Time,
  useApi,
  useSearch,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { Story } from '../contract.ts'
import { trace } from '../contract.ts'
import { FindBox } from './find-box.tsx'
import { Disposition, Place, readable, stageOf } from './parts.tsx'
import { StoryTimeline } from './timeline.tsx'
import './trace.css'

/** What happened to one thing: when, where, by whom, why and how, oldest first. */
export function Page() {
  const { t } = useWords()
  const id = String(useSearch().id ?? '')
  if (!id) {
    return (
      <Frame title={t('trace.page.story')}>
        <FindBox />
      </Frame>
    )
  }
  return <One id={id} />
}

function One({ id }: { id: string }) {
  const { t } = useWords()
  const story = useQuery(useApi(trace).ask.story({ query: { id } }))
  return (
    <Frame
      title={story.data?.names[story.data.id] ?? readable(story.data?.id ?? id)}
      subtitle={story.data?.names[story.data.id] ? readable(story.data.id) : null}
      breadcrumbs={[{ title: t('trace.page.things'), to: '/trace/things' }]}
      tags={story.data?.events.some((one) => one.details?.isSample) ? <SampleTag /> : null}
      actions={<StoryActions id={story.data?.id ?? id} />}
    >
      <Loaded ask={story}>{(data) => <Told story={data} />}</Loaded>
    </Frame>
  )
}

function StoryActions({ id }: { id: string }) {
  const { t } = useWords()
  const address = encodeURIComponent(id)
  return (
    <>
      <Link to={`/trace/genealogy?id=${address}&direction=backward`}>
        <Button>{t('trace.story.backward')}</Button>
      </Link>
      <Link to={`/trace/genealogy?id=${address}&direction=forward`}>
        <Button>{t('trace.story.forward')}</Button>
      </Link>
      <Link to={`/trace/labels?thing=${address}`}>
        <Button>{t('trace.page.labels')}</Button>
      </Link>
      {/^https:\/\/id\.gs1\.org\/01\//.test(id) ? (
        <Link to={`/trace/passport?id=${address}`}>
          <Button>{t('trace.page.passport')}</Button>
        </Link>
      ) : null}
      <Allowed may="trace.recall">
        <Link to={`/trace/recalls/new?thing=${address}`}>
          <Button danger>{t('trace.page.recallNew')}</Button>
        </Link>
      </Allowed>
    </>
  )
}

function Told({ story }: { story: Story }) {
  const { t } = useWords()
  const first = story.events[0]
  const last = story.events.at(-1)
  if (!first || !last) return <Nothing text={t('trace.things.none')} />
  const made = story.events.find((one) => stageOf(one.bizStep) === 'make') ?? first
  return (
    <Stack>
      <Grid columns={{ phone: 1, tablet: 2, desktop: 2 }}>
        <Panel title={t('trace.story.now')}>
          <Facts
            columns={1}
            items={[
              { label: t('trace.story.where'), value: <Place id={story.lastPlace} names={story.names} /> },
              { label: t('trace.column.disposition'), value: <Disposition value={story.lastDisposition} /> },
              { label: t('trace.story.since'), value: <Time at={last.eventTime} /> },
              ...(story.persistent.length > 0
                ? [{ label: t('trace.story.persistent'), value: <Marks values={story.persistent} /> }]
                : []),
            ]}
          />
        </Panel>
        <Panel title={t('trace.story.what')}>
          <Facts
            columns={1}
            items={[
              ...story.elements.map(({ ai, title, value }) => ({ label: `(${ai}) ${title}`, value })),
              { label: t('trace.story.begun'), value: <Time at={made.eventTime} /> },
              { label: t('trace.column.events'), value: String(story.events.length) },
              ...(made.details?.lot ? [{ label: t('trace.story.lot'), value: made.details.lot }] : []),
            ]}
          />
        </Panel>
      </Grid>
      <Panel title={t('trace.story.timeline')}>
        <StoryTimeline story={story} />
        {story.isTruncated ? <StatusTag tone="warning" text={t('trace.story.truncated')} /> : null}
      </Panel>
    </Stack>
  )
}

function Marks({ values }: { values: readonly string[] }) {
  return (
    <>
      {values.map((value) => (
        <Disposition key={value} value={value} />
      ))}
    </>
  )
}
