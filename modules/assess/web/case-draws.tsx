import { Loaded, Panel, SimpleTable, StatusTag, Time, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { assess } from '../contract.ts'

type Draw = Awaited<ReturnType<ReturnType<typeof useApi<typeof assess>>['call']['draws']>>['rows'][number]

/** Each draw of experts with all that it takes to make it again. */
export function CaseDraws({ caseId }: { caseId: string }) {
  const { t } = useWords()
  const asked = useQuery(useApi(assess).ask.draws({ params: { caseId } }))
  return (
    <Loaded ask={asked}>
      {({ rows }) =>
        rows.length === 0 ? null : (
          <Panel title={t('assess.draw.panel')}>
            <p className="r-muted">{t('assess.draw.how')}</p>
            {rows.map((draw) => (
              <OneDraw key={draw.id} draw={draw} isOpen={rows.length === 1} />
            ))}
          </Panel>
        )
      }
    </Loaded>
  )
}

function OneDraw({ draw, isOpen }: { draw: Draw; isOpen: boolean }) {
  const { t } = useWords()
  const title = t('assess.draw.title', { place: draw.place, pool: draw.pool.length, wanted: draw.wanted })
  const word = t(draw.isEqual ? 'assess.draw.equal' : 'assess.draw.unequal')
  return (
    <details open={isOpen} className="assess-draw">
      <summary>
        {title} <StatusTag tone={draw.isEqual ? 'success' : 'error'} text={word} />
      </summary>
      <p className="r-muted">
        <Time at={draw.at} /> {draw.byName}
      </p>
      <p className="assess-code">
        {t('assess.case.seed')} {draw.seed}
        <br />
        {t('assess.case.pool')} {draw.poolHash}
      </p>
      <SimpleTable
        caption={title}
        rowKey="id"
        rows={draw.pool}
        columns={[
          { key: 'name', title: t('assess.column.expert'), render: (row) => row.name ?? '***' },
          {
            key: 'isChosen',
            title: t('assess.column.status'),
            render: (row) =>
              row.isChosen ? <StatusTag tone="success" text={t('assess.draw.chosen')} /> : null,
          },
          {
            key: 'ticket',
            title: t('assess.column.ticket'),
            render: (row) => (
              <span className="assess-code" title={row.ticket}>
                {row.ticket.slice(0, 16)}… <span className="r-muted">{row.id}</span>
              </span>
            ),
          },
        ]}
      />
      {draw.leftOut.length > 0 ? (
        <p>
          {t('assess.draw.left', { count: draw.leftOut.length })}
          {t('ui.colon')}
          {draw.leftOut
            .map(({ name, why }) => `${name ?? '***'} (${t(`assess.draw.why.${why}`)})`)
            .join(t('kit.listSeparator'))}
        </p>
      ) : null}
    </details>
  )
}
