import { Link, ListView, StatusTag, say, Time, useApi, useWords } from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { factory } from '../contract.ts'
import { Score } from './anomalies.tsx'
import type { AnomalyRow } from './types.ts'

const judgements = ['anomalous', 'normal', 'ignored'] as const
const peakColumn = { key: 'peak', title: 'factory.anomaly.peak', align: 'end' } as const
const tones = { anomalous: 'error', normal: 'success', ignored: 'neutral' } as const

/** Stretches that were not as usual, and what people say of them. */
export function AnomalyList({
  watchId,
  onShow,
}: {
  watchId?: string
  onShow?: (from: number, to: number) => void
}) {
  const { t } = useWords()
  const judge = useMutation(
    useApi(factory).tell.judgeAnomaly({
      forgets: ['anomalies', 'anomalyWatches', 'oneAnomalyWatch', 'anomalyScores'],
    }),
  )
  const said = (row: AnomalyRow, judgement: AnomalyRow['judgement']) =>
    judge.mutate(
      { params: { anomalyId: row.id }, body: { judgement, ...(row.note ? { note: row.note } : {}) } },
      { onSuccess: () => say.done('factory.anomaly.judged') },
    )
  return (
    <ListView
      contract={factory}
      route="anomalies"
      name="anomalies"
      rowKey="id"
      label={t('factory.route.anomalies')}
      fixed={watchId ? { watch: watchId } : {}}
      filters={['judgement', 'isOpen']}
      empty={{ text: t('factory.anomaly.noneYet') }}
      rowActions={(row) =>
        [...judgements, null].flatMap((judgement) =>
          judgement === row.judgement
            ? []
            : [
                {
                  key: judgement ?? 'none',
                  text: t(judgement ? `factory.value.judgement.${judgement}` : 'factory.anomaly.takeBack'),
                  may: 'factory.operate',
                  onClick: () => said(row, judgement),
                },
              ],
        )
      }
      columns={[
        {
          key: 'startsAt',
          main: true,
          render: (row) => <Where row={row} {...(onShow ? { onShow } : {})} />,
        },
        { key: 'endsAt', wideOnly: true, render: (row) => <Time at={row.endsAt} /> },
        ...(watchId
          ? []
          : [
              {
                key: 'watchName' as const,
                render: (row: AnomalyRow) => `${row.equipmentName} · ${row.watchName}`,
              },
            ]),
        { ...peakColumn, render: (row) => <Score value={row.peak} /> },
        { key: 'mostly', render: (row) => <Parts row={row} /> },
        { key: 'judgement', render: (row) => <Said row={row} /> },
        { key: 'note', wideOnly: true },
      ]}
    />
  )
}

function Said({ row }: { row: AnomalyRow }) {
  const { t } = useWords()
  const { judgement } = row
  return (
    <>
      {row.isOpen ? <StatusTag tone="warning" text={t('factory.column.isOpen')} /> : null}
      {row.isMissed ? <StatusTag tone="info" text={t('factory.anomaly.missed')} /> : null}
      {judgement ? (
        <StatusTag tone={tones[judgement]} text={t(`factory.value.judgement.${judgement}`)} />
      ) : (
        t('factory.value.judgement.none')
      )}
    </>
  )
}

/** A click shows the stretch with some time around it. */
function Where({ row, onShow }: { row: AnomalyRow; onShow?: (from: number, to: number) => void }) {
  const [from, to] = [Date.parse(row.startsAt), Date.parse(row.endsAt)]
  const margin = Math.max((to - from) / 2, 5 * 60_000)
  const range = [Math.round(from - margin), Math.round(to + margin)] as const
  const link = `/factory/anomalies/${row.watchId}?range=${range[0]}~${range[1]}`
  if (!onShow)
    return (
      <Link to={link}>
        <Time at={row.startsAt} />
      </Link>
    )
  return (
    <button type="button" className="factory-link" onClick={() => onShow(...range)}>
      <Time at={row.startsAt} />
    </button>
  )
}

function Parts({ row }: { row: AnomalyRow }) {
  if (row.contributions.length === 0) return '–'
  return row.contributions
    .slice(0, 3)
    .map(({ name, share }) => `${name} ${Math.round(share * 100)}%`)
    .join(' · ')
}
