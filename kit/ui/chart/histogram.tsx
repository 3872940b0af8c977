import { formatNumber } from '../format.ts'
import { useWords } from '../words.tsx'

export type HistogramProps = {
  title: string
  /** Classes in their order, each with the count of every series. */
  rows: readonly { name: string; counts: readonly number[] }[]
  series: readonly string[]
}

/** Counts by class as plain bars, so that a first page needs no drawing library; a table to readers. */
export function Histogram({ title, rows, series }: HistogramProps) {
  const { t, locale } = useWords()
  const most = Math.max(1, ...rows.flatMap((row) => row.counts))
  return (
    <figure className="r-chart" aria-label={title}>
      <ul className="r-legend" aria-hidden="true">
        {series.map((name, index) => (
          <li key={name}>
            <span className={`r-histogram-key r-histogram-${index}`} /> {name}
          </li>
        ))}
      </ul>
      <table className="r-histogram">
        <caption className="r-hidden">{title}</caption>
        <thead className="r-hidden">
          <tr>
            <th scope="col">{t('ui.chart.name')}</th>
            {series.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              {row.counts.map((count, index) => (
                <td key={series[index]} title={`${series[index]}: ${count}`}>
                  <span
                    className={`r-histogram-bar r-histogram-${index}`}
                    style={{ blockSize: `${(100 * count) / most}%` }}
                  />
                  <span className={count === 0 ? 'r-hidden' : 'r-histogram-count'}>
                    {formatNumber(count, locale, 0)}
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}
