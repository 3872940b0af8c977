import { formatNumber, Link, useChangeSearch, useWords } from '@ronghe/kit/ui'
import type { WallGoalAnswer } from './wall.tsx'
import { WallLight } from './wall-light.tsx'

type Props = { goals: readonly WallGoalAnswer[]; chosen: string | null }

/** A card a goal: its value leads to the proof, its title to its page. */
export function WallGoals({ goals, chosen }: Props) {
  const { t } = useWords()
  const change = useChangeSearch()
  return (
    <section className="wall-goals" aria-label={t('governance.page.goals')}>
      {goals.map((goal) => (
        <article key={goal.key} className="wall-goal" data-light={goal.light ?? undefined}>
          <Title goal={goal} />
          <Value goal={goal} />
          <button type="button" aria-pressed={goal.key === chosen} onClick={() => change({ goal: goal.key })}>
            {t('governance.wall.trend')}
          </button>
          <Progress goal={goal} />
          <span className="wall-target">
            {goal.target === null
              ? t('governance.wall.noTarget')
              : t('governance.wall.target', { target: `${goal.target} ${goal.unit}`, day: goal.dueOn })}
          </span>
          {goal.light ? (
            <WallLight light={goal.light} text={t(`governance.goalLight.${goal.lightReason}`)} />
          ) : null}
        </article>
      ))}
    </section>
  )
}

function Title({ goal }: { goal: WallGoalAnswer }) {
  const { name } = useWords()
  return (
    <h3>
      <Link to={`/governance/goals/${goal.key}`}>{name({ nameZh: goal.titleZh, nameEn: goal.titleEn })}</Link>
    </h3>
  )
}

/** The evidenced value; without one the declared, marked as such; without any, why. */
function Value({ goal }: { goal: WallGoalAnswer }) {
  const { t, locale } = useWords()
  const figure = goal.evidenced.value === null ? goal.declared : goal.evidenced
  if (figure.value === null)
    return (
      <Link to={`/governance/goals/${goal.key}`} className="wall-missing">
        {t(goal.evidenced.reason ?? 'ui.figure.noReason')}
      </Link>
    )
  return (
    <span>
      <Link to={figure.proof ?? `/governance/goals/${goal.key}`} className="wall-value">
        {formatNumber(figure.value, locale, goal.isRate ? 1 : 0)}
        <small>{goal.unit}</small>
      </Link>
      <span className="wall-note">{t(`ui.figure.${figure.basis}`)}</span>
    </span>
  )
}

function Progress({ goal }: { goal: WallGoalAnswer }) {
  const { t, locale } = useWords()
  const value = goal.evidenced.value ?? goal.declared.value
  if (goal.target === null || value === null) return null
  const share = Math.max(0, Math.min(1, value / goal.target))
  return (
    <div
      className="wall-bar"
      role="img"
      aria-label={t('governance.wall.share', { share: formatNumber(share * 100, locale, 1) })}
    >
      <span style={{ width: `${share * 100}%` }} />
    </div>
  )
}

const width = 600
const height = 200

/** The course of a goal in the year: what is evidenced, what is declared, and the target. */
export function WallTrend({ goal, year }: { goal: WallGoalAnswer; year: number }) {
  const { t, name } = useWords()
  const values = goal.course.flatMap((one) => [one.evidenced, one.declared]).filter((one) => one !== null)
  const top = Math.max(1, ...values, goal.target ?? 0) * 1.05
  const start = Date.UTC(year, 0, 1)
  const span = Date.UTC(year + 1, 0, 1) - start
  const pointsOf = (pick: (one: WallGoalAnswer['course'][number]) => number | null) =>
    goal.course.flatMap((one) => {
      const value = pick(one)
      const x = ((Date.parse(one.day) - start) / span) * width
      return value === null ? [] : [`${x.toFixed(1)},${(height - (value / top) * height).toFixed(1)}`]
    })
  const lines = [
    { key: 'evidenced', points: pointsOf((one) => one.evidenced) },
    { key: 'declared', points: pointsOf((one) => one.declared) },
  ]
  const aim = goal.target === null ? null : height - (goal.target / top) * height
  const title = name({ nameZh: goal.titleZh, nameEn: goal.titleEn })
  return (
    <section className="wall-panel">
      <h2>{t('governance.wall.course', { title, year })}</h2>
      {values.length === 0 ? (
        <p className="wall-missing">{t('governance.reason.notKept')}</p>
      ) : (
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" className="wall-trend">
          <title>{t('governance.wall.course', { title, year })}</title>
          <line className="wall-axis" x1={0} x2={width} y1={height} y2={height} />
          {aim === null ? null : <line className="wall-aim" x1={0} x2={width} y1={aim} y2={aim} />}
          {lines.map(({ key, points }) => (
            <polyline key={key} className={`wall-${key}`} points={stretched(points).join(' ')} />
          ))}
        </svg>
      )}
      <p className="wall-note">{t('governance.wall.legend')}</p>
    </section>
  )
}

/** One point alone would not be seen. */
function stretched(points: readonly string[]): readonly string[] {
  const [only] = points
  if (points.length !== 1 || only === undefined) return points
  const [x = '0', y = '0'] = only.split(',')
  return [`${Math.max(0, Number(x) - 8)},${y}`, `${Number(x) + 8},${y}`]
}
