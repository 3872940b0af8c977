import { formatNumber, Link, useSearchState, useWords } from '@ronghe/kit/ui'
import { Cartogram } from './cartogram.tsx'
import type { Wall, WallGoalAnswer } from './wall.tsx'
import { WallLight } from './wall-light.tsx'

const lights = ['red', 'yellow', 'green'] as const

/** The region’s cities as hexagons: by the lights of what they owe, or by their part of a goal. */
export function WallMap({ data, chosen }: { data: Wall; chosen: WallGoalAnswer | null }) {
  const { t, locale, name } = useWords()
  const [measure, setMeasure] = useSearchState('map', 'lights')
  const figures = new Map(chosen?.cities.map((one) => [one.code, one]))
  const most = Math.max(1, ...[...figures.values()].map((one) => one.evidenced ?? one.declared ?? 0))
  const isLights = measure === 'lights' || chosen === null
  const isLit = measure === 'goalLights'
  const title = chosen ? name({ nameZh: chosen.titleZh, nameEn: chosen.titleEn }) : ''
  const cities = data.cities.map((city) => {
    if (isLights) {
      const light = lights.find((one) => city.lights[one] > 0)
      const { red, yellow, green } = city.lights
      const text = light === undefined ? '–' : [red, yellow, green].join(' / ')
      return { ...city, share: light === undefined ? null : 1, text, ...(light ? { light } : {}) }
    }
    const figure = figures.get(city.code)
    const value = figure?.evidenced ?? figure?.declared ?? null
    const number = (one: number) => formatNumber(one, locale, chosen?.isRate ? 1 : 0)
    const text = value === null ? t('governance.wall.noFigure') : `${number(value)}${trendOf(figure?.change)}`
    if (!isLit) return { ...city, share: value === null ? null : value / most, text: figure ? text : '–' }
    const light = figure?.light ?? null
    const target = figure?.target ?? null
    return {
      ...{ ...city, share: light === null ? null : 1, ...(light === null ? {} : { light }) },
      text: target === null ? '–' : `${text} / ${number(target)}`,
    }
  })
  const label = isLights
    ? t('governance.wall.mapLights')
    : t(`governance.wall.${isLit ? 'mapGoalLights' : 'mapGoal'}`, { title })
  return (
    <section className="wall-panel">
      <h2>{label}</h2>
      <Measures
        shown={isLights ? 'lights' : isLit ? 'goalLights' : 'goal'}
        hasGoal={chosen !== null}
        onChoose={setMeasure}
      />
      <p className="wall-lights">
        {lights.map((light) => (
          <Link key={light} to={`/governance/items?light=${light}`}>
            <strong>{data.lights[light]}</strong>{' '}
            <WallLight light={light} text={t(`governance.value.light.${light}`)} />
          </Link>
        ))}
      </p>
      <Cartogram
        cities={cities}
        label={label}
        to={(code) => `/governance/wall?region=${code}`}
        chosen={data.isCity ? data.code : null}
      />
      {isLit && !isLights ? <p className="wall-note">{t('governance.wall.goalLightsNote')}</p> : null}
      <p className="wall-note">{t('governance.map.note')}</p>
    </section>
  )
}

/** Whether the figure rose or fell in thirty days. */
function trendOf(change: number | null | undefined): string {
  if (!change) return ''
  return change > 0 ? ' ↑' : ' ↓'
}

type MeasuresProps = {
  shown: 'lights' | 'goal' | 'goalLights'
  hasGoal: boolean
  onChoose: (measure: string) => void
}

const measures = [
  ['lights', 'governance.wall.lights'],
  ['goal', 'governance.wall.figures'],
  ['goalLights', 'governance.wall.goalLights'],
] as const

/** By what the map is drawn; what is a goal's waits for one to be chosen. */
function Measures({ shown, hasGoal, onChoose }: MeasuresProps) {
  const { t } = useWords()
  return (
    <div className="wall-tabs">
      {measures.map(([measure, word]) => (
        <button
          key={measure}
          type="button"
          aria-pressed={shown === measure}
          disabled={measure !== 'lights' && !hasGoal}
          onClick={() => onChoose(measure)}
        >
          {t(word)}
        </button>
      ))}
    </div>
  )
}
