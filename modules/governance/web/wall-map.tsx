import { formatNumber, Link, useSearchState, useWords } from '@ronghe/kit/ui'
import { Cartogram } from './cartogram.tsx'
import type { Wall, WallGoalAnswer } from './wall.tsx'
import { WallLight } from './wall-light.tsx'

const lights = ['red', 'yellow', 'green'] as const

/** The region’s cities as hexagons: by the lights of what they owe, or by their part of a goal. */
export function WallMap({ data, chosen }: { data: Wall; chosen: WallGoalAnswer | null }) {
  const { t, locale, name } = useWords()
  const [measure, setMeasure] = useSearchState('map', 'lights')
  const values = new Map(chosen?.cities.map((one) => [one.code, one.evidenced ?? one.declared]))
  const most = Math.max(1, ...[...values.values()].map((value) => value ?? 0))
  const isLights = measure === 'lights' || chosen === null
  const title = chosen ? name({ nameZh: chosen.titleZh, nameEn: chosen.titleEn }) : ''
  const cities = data.cities.map((city) => {
    if (isLights) {
      const light = lights.find((one) => city.lights[one] > 0)
      const { red, yellow, green } = city.lights
      const text = light === undefined ? '–' : [red, yellow, green].join(' / ')
      return { ...city, share: light === undefined ? null : 1, text, ...(light ? { light } : {}) }
    }
    const value = values.get(city.code) ?? null
    const text = value === null ? '–' : formatNumber(value, locale, chosen?.isRate ? 1 : 0)
    return { ...city, share: value === null ? null : value / most, text }
  })
  const label = isLights ? t('governance.wall.mapLights') : t('governance.wall.mapGoal', { title })
  return (
    <section className="wall-panel">
      <h2>{label}</h2>
      <div className="wall-tabs">
        <button type="button" aria-pressed={isLights} onClick={() => setMeasure('lights')}>
          {t('governance.wall.lights')}
        </button>
        <button
          type="button"
          aria-pressed={!isLights}
          disabled={chosen === null}
          onClick={() => setMeasure('goal')}
        >
          {t('governance.wall.figures')}
        </button>
      </div>
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
      <p className="wall-note">{t('governance.map.note')}</p>
    </section>
  )
}
