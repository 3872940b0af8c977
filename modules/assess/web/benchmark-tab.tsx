import { Bars, Facts, Grid, Link, Loaded, Nothing, Panel, Stack, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { assess } from '../contract.ts'
import { useScopeText } from './cell-words.ts'
import type { Cell } from './types.ts'

/** Tenths of the range; fewer stand where neighbours were joined. */
const barsWhole = 10

/** Where the firm stands among others; groups of fewer than five are held back. */
export function BenchmarkTab({ runId }: { runId: string }) {
  const { t } = useWords()
  const asked = useQuery(useApi(assess).ask.benchmark({ params: { runId } }))
  return (
    <Loaded ask={asked}>
      {({ cells, total }) => (
        <Stack>
          <p className="r-muted">{t('assess.benchmark.hint')}</p>
          {total === null ? <Nothing text={t('assess.benchmark.draft')} /> : null}
          <Grid columns={{ phone: 1, tablet: 2, desktop: 2 }}>
            {cells.map((cell) => (
              <OneCell key={cell.scope} cell={cell} runId={runId} />
            ))}
          </Grid>
        </Stack>
      )}
    </Loaded>
  )
}

function OneCell({ cell, runId }: { cell: Cell; runId: string }) {
  const { t } = useWords()
  const title = useScopeText(cell)
  const place = `/assess/runs/${runId}/peers?scope=${cell.scope}`
  const opened = (label: string, value: string | number) => ({
    label,
    value: (
      <Link className="r-figure-value" to={place} aria-label={`${label} ${value}`}>
        {value}
      </Link>
    ),
  })
  return (
    <Panel title={title} extra={<Link to={place}>{t('assess.benchmark.open')}</Link>}>
      {cell.firms === null ? (
        <Nothing text={t('assess.benchmark.held')} />
      ) : (
        <>
          <Facts
            columns={3}
            items={[
              ...(cell.percentile === null
                ? []
                : [opened(t('assess.benchmark.percentileShort'), `${cell.percentile}%`)]),
              opened(t('assess.benchmark.medianShort'), cell.median ?? '–'),
              opened(t('assess.benchmark.firms'), cell.firms),
            ]}
          />
          <Bars
            title={title}
            unit=""
            height={220}
            series={[t('assess.benchmark.firms')]}
            rows={cell.bars.map(({ from, to, firms }) => ({ name: `${from}–${to}`, values: [firms] }))}
          />
          {cell.bars.length < barsWhole ? <p className="r-muted">{t('assess.benchmark.joined')}</p> : null}
        </>
      )}
    </Panel>
  )
}
