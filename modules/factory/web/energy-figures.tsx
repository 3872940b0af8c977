import type { Figure as FigureAnswer } from '@ronghe/kit/contract'
import { Figure, formatNumber, Grid, useWords } from '@ronghe/kit/ui'

type Sums = {
  energy: FigureAnswer
  energyBefore: FigureAnswer
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
        note={<Change now={sums.energy} before={sums.energyBefore} />}
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

/** Against the same long before, where both are known alike. */
export function Change({ now, before }: { now: FigureAnswer; before: FigureAnswer }) {
  const { t, locale } = useWords()
  if (now.value === null || before.value === null || before.value === 0) return null
  const share = ((now.value - before.value) / before.value) * 100
  const sign = share > 0 ? '+' : ''
  const whole = (one: FigureAnswer) => one.method?.values.known === one.method?.values.whole
  const note = whole(now) && whole(before) ? '' : t('factory.energy.partly')
  return (
    <span>
      {t('factory.energy.before', { share: `${sign}${formatNumber(share, locale, 1)}%` })}
      {note}
    </span>
  )
}
