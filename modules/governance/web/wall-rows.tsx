import { Link, Time, useWords } from '@ronghe/kit/ui'
import type { Wall } from './wall.tsx'
import { WallLight } from './wall-light.tsx'

/** What is red or yellow, by name for officials; others see how much there is. */
export function WallItems({ data }: { data: Wall }) {
  const { t, name } = useWords()
  const { red, yellow } = data.lights
  return (
    <section className="wall-panel">
      <h2>{t('governance.wall.items')}</h2>
      {data.items.length === 0 ? (
        <p className="wall-missing">
          {red + yellow === 0 ? t('governance.wall.nothing') : t('governance.wall.hidden', { red, yellow })}
        </p>
      ) : (
        <ul className="wall-rows">
          {data.items.map((item) => (
            <li key={item.id}>
              <WallLight light={item.light} text="" />
              <Link to={`/governance/items/${item.id}`}>
                {name({ nameZh: item.titleZh, nameEn: item.titleEn })}
              </Link>
              <span className="wall-note">
                {name({ nameZh: item.leadZh, nameEn: item.leadEn })} · <Time at={item.dueOn} as="day" />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** What changed lately, each with the way to it. */
export function WallMovements({ data }: { data: Wall }) {
  const { t, name } = useWords()
  return (
    <section className="wall-panel">
      <h2>{t('governance.wall.movements')}</h2>
      {data.movements.length === 0 ? (
        <p className="wall-missing">{t('governance.wall.nothing')}</p>
      ) : (
        <ul className="wall-rows">
          {data.movements.map((one) => (
            <li key={`${one.at}${one.link}${one.detail}`}>
              <Time at={one.at} as="day" />
              <Link to={one.link}>{name({ nameZh: one.titleZh, nameEn: one.titleEn })}</Link>
              <span className="wall-note">
                {t(`governance.movement.${one.kind}`)} {one.detail}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
