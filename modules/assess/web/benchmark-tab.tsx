import { Bars, Grid, Loaded, Nothing, Panel, Stack, useApi, useWords } from '@ronghe/kit/ui'
import { registry } from '@ronghe/registry/contract'
import { useQuery } from '@tanstack/react-query'
import { assess } from '../contract.ts'
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
              <OneCell key={cell.scope} cell={cell} total={total} />
            ))}
          </Grid>
        </Stack>
      )}
    </Loaded>
  )
}

function OneCell({ cell, total }: { cell: Cell; total: string | null }) {
  const { t, name } = useWords()
  const regions = useQuery(useApi(registry).ask.regions({}))
  const trades = useQuery({
    ...useApi(registry).ask.trades({ query: { level: 1 } }),
    enabled: cell.scope === 'trade',
  })
  const city = regions.data?.rows.find(({ code }) => code === cell.key)
  const trade = trades.data?.rows.find(({ code }) => code === cell.key)
  const key = {
    all: '',
    region: city ? name(city) : cell.key,
    trade: trade ? name(trade) : cell.key,
    size: cell.scope === 'size' ? t(`assess.value.size.${cell.key}`) : '',
  }[cell.scope]
  const title = t(`assess.benchmark.${cell.scope}`, { key })
  return (
    <Panel title={title}>
      {cell.firms === null ? (
        <Nothing text={t('assess.benchmark.held')} />
      ) : (
        <>
          <p>
            {total === null || cell.percentile === null
              ? null
              : t('assess.benchmark.percentile', { percentile: cell.percentile, total })}{' '}
            {t('assess.benchmark.median', { median: cell.median ?? '–', firms: cell.firms })}
          </p>
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
