import type { Figure as FigureAnswer } from '@ronghe/kit/contract'
import { Figure, formatNumber, Grid, useWords } from '@ronghe/kit/ui'
import { Alert } from 'antd'
import type { EnergyOverview } from './types.ts'

type Sums = {
  energy: FigureAnswer
  energyBefore: FigureAnswer
  energyLastYear: FigureAnswer
  cost: FigureAnswer
  carbon: FigureAnswer
  idle: FigureAnswer
  idleShare: FigureAnswer
  demand: FigureAnswer
}

/** What a span came to, each figure with its proof. */
export function EnergyFigures({ sums, more }: { sums: Sums; more?: React.ReactNode }) {
  const { t } = useWords()
  return (
    <Grid columns={{ phone: 2, tablet: 3, desktop: 3 }}>
      <Figure
        label={t('factory.energy.energy')}
        figure={sums.energy}
        digits={1}
        size="large"
        note={
          <>
            <Change now={sums.energy} before={sums.energyBefore} word="factory.energy.before" />
            <Change now={sums.energy} before={sums.energyLastYear} word="factory.energy.lastYear" />
          </>
        }
      />
      <Figure label={t('factory.energy.cost')} figure={sums.cost} digits={2} size="large" />
      <Figure label={t('factory.energy.carbon')} figure={sums.carbon} digits={1} size="large" />
      <Figure label={t('factory.energy.idle')} figure={sums.idle} digits={1} size="large" />
      <Figure label={t('factory.energy.idleShare')} figure={sums.idleShare} digits={1} size="large" />
      <Figure label={t('factory.energy.demand')} figure={sums.demand} digits={1} size="large" />
      {more}
    </Grid>
  )
}

/** Against another span, where both are known. */
function Change({ now, before, word }: { now: FigureAnswer; before: FigureAnswer; word: string }) {
  const { t, locale } = useWords()
  if (now.value === null || before.value === null || before.value === 0) return null
  const share = ((now.value - before.value) / before.value) * 100
  const sign = share > 0 ? '+' : ''
  const whole = (one: FigureAnswer) => one.method?.values.known === one.method?.values.whole
  const note = whole(now) && whole(before) ? '' : t('factory.energy.partly')
  return (
    <div>
      {t(word, { share: `${sign}${formatNumber(share, locale, 1)}%` })}
      {note}
    </div>
  )
}

type Told = Pick<EnergyOverview, 'grain' | 'from' | 'to' | 'timeZone' | 'exact'>

/** Says of what the sums are made: whole days, points or what they were thinned to, and what still waits. */
export function Exactness({ told }: { told: Told }) {
  const { t } = useWords()
  const { days, coarseDays: coarse, waitingDays: waiting } = told.exact
  if (told.grain === 'day' && coarse === 0) return null
  const dayOf = (ms: number) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: told.timeZone, dateStyle: 'short' }).format(new Date(ms))
  const values = { days, coarse, from: dayOf(Date.parse(told.from)), to: dayOf(Date.parse(told.to) - 1) }
  return (
    <Alert
      type={coarse > 0 || waiting > 0 ? 'warning' : 'info'}
      showIcon
      title={t(coarse > 0 ? 'factory.energy.exact.coarse' : 'factory.energy.exact.points', values)}
      {...(waiting > 0 ? { description: t('factory.energy.exact.waiting', { waiting }) } : {})}
    />
  )
}
