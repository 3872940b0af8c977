import {
  type Column,
  Link,
  ListView,
  type RowOf,
  StatusTag,
  say,
  Time,
  type Tone,
  useApi,
  useMay,
  useMe,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { trace } from '../contract.ts'
import type { Recall } from '../recall/contract.ts'
import { type Mark, moved } from '../recall/steps.ts'
import { Place, ThingLink } from './parts.tsx'

const tones: Readonly<Record<string, Tone>> = {
  open: 'warning',
  gone: 'neutral',
  quarantined: 'info',
  returned: 'info',
  destroyed: 'success',
  released: 'success',
  notFound: 'error',
}
const howTones: Readonly<Record<string, Tone>> = { affected: 'error', holding: 'warning', held: 'neutral' }
const marks: readonly Mark[] = ['quarantined', 'returned', 'destroyed', 'released', 'notFound']

type Item = RowOf<typeof trace, 'recallItems'>

function useColumns(): Column<Item>[] {
  const { t } = useWords()
  return [
    {
      key: 'thing',
      sort: true,
      main: true,
      render: ({ thing, name }) => <ThingLink id={thing} names={name ? { [thing]: name } : {}} />,
    },
    {
      key: 'how',
      sort: true,
      render: ({ how }) => <StatusTag tone={howTones[how] ?? 'neutral'} text={t(`trace.value.how.${how}`)} />,
    },
    {
      key: 'placeName',
      render: ({ place, placeName, placeEvent }) => (
        <>
          <Place id={place} names={place && placeName ? { [place]: placeName } : {}} />{' '}
          {placeEvent ? <Link to={`/trace/events/${placeEvent}`}>{t('trace.recall.why')}</Link> : null}
        </>
      ),
    },
    { key: 'placeAt', sort: true, wideOnly: true, render: ({ placeAt }) => <Time at={placeAt} /> },
    {
      key: 'reached',
      title: 'trace.recall.reached',
      wideOnly: true,
      render: ({ reachedBy }) =>
        reachedBy ? (
          <Link to={`/trace/events/${reachedBy}`}>{t('trace.recall.why')}</Link>
        ) : (
          t('trace.recall.itself')
        ),
    },
    { key: 'holderName' },
    {
      key: 'state',
      sort: true,
      render: ({ state, stateEvent }) => (
        <>
          <StatusTag tone={tones[state] ?? 'neutral'} text={t(`trace.value.state.${state}`)} />{' '}
          {stateEvent ? <Link to={`/trace/events/${stateEvent}`}>{t('trace.recall.proof')}</Link> : null}
        </>
      ),
    },
    { key: 'stateAt', wideOnly: true, render: ({ stateAt }) => <Time at={stateAt} /> },
  ]
}

/** The exact set: each thing with where it is, how it was reached, and what became of it. */
export function RecallItems({ recall }: { recall: Recall }) {
  const { t } = useWords()
  const may = useMay()
  const mine = useMe().organisation?.id
  const forgets = ['recall', 'recallItems', 'recallParties', 'recallTrail'] as const
  const mark = useMutation(useApi(trace).tell.markItems({ forgets }))
  const canMark = may('trace.capture') && recall.part !== 'official' && moved(recall.state, 'mark') !== null
  const params = { recallId: recall.id }
  return (
    <ListView
      contract={trace}
      route="recallItems"
      params={params}
      label={t('trace.recall.items')}
      rowKey="thing"
      filters={['how', 'state']}
      empty={{ text: t(recall.state === 'draft' ? 'trace.recall.notFrozen' : 'trace.reason.noItems') }}
      columns={useColumns()}
      bulkActions={
        canMark
          ? marks.map((state) => ({
              key: state,
              text: t(`trace.value.state.${state}`),
              danger: state === 'destroyed',
              onClick: async (rows: Item[]) => {
                const things = rows.filter(({ holderId }) => holderId === mine).map(({ thing }) => thing)
                if (things.length === 0) return say.fault(new Error(t('trace.rule.recall.notHeld')))
                const { marked } = await mark.mutateAsync({ params, body: { things, state } })
                say.done('trace.recall.marked', { count: marked })
              },
            }))
          : []
      }
    />
  )
}
