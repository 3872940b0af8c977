import {
  type Column,
  FormDialog,
  Link,
  ListPage,
  type RowOf,
  say,
  Time,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { assess } from '../contract.ts'
import { Status } from './parts.tsx'
import './assess.css'

type Review = RowOf<typeof assess, 'myReviews'>

function reviewColumns(name: (row: Review) => string): Column<Review>[] {
  return [
    {
      key: 'nameZh',
      title: 'assess.column.procedure',
      main: true,
      render: (row) => (
        <Link className="assess-wrapped" to={`/assess/reviews/${row.id}`}>
          {name(row)}
        </Link>
      ),
    },
    {
      key: 'total',
      align: 'end',
      render: (row) =>
        row.total === null ? (
          '–'
        ) : (
          <Link className="r-figure-value assess-figure" to={`/assess/reviews/${row.id}`}>
            {row.total}
          </Link>
        ),
    },
    { key: 'status', render: (row) => <Status value={row.status} /> },
    { key: 'score', align: 'end' },
    { key: 'text', render: (row) => <span className="assess-wrapped">{row.text ?? '–'}</span> },
    { key: 'drawnAt', render: (row) => <Time at={row.drawnAt} as="day" /> },
  ]
}

/** What an expert was drawn for, without the firm's name. */
export function Page() {
  const { t, name } = useWords()
  const [deciding, setDeciding] = useState<{ id: string; status: 'scored' | 'recused' } | null>(null)
  const join = useMutation(useApi(assess).tell.joinPool({}))
  async function setActive(isActive: boolean): Promise<void> {
    await join.mutateAsync({ body: { isActive } })
    say.done(isActive ? 'assess.action.joinPool' : 'assess.action.leavePool')
  }
  return (
    <>
      <ListPage
        contract={assess}
        route="myReviews"
        title={t('assess.page.reviews')}
        rowKey="id"
        actions={
          <>
            <Button onClick={() => void setActive(true).catch(() => {})}>
              {t('assess.action.joinPool')}
            </Button>{' '}
            <Button onClick={() => void setActive(false).catch(() => {})}>
              {t('assess.action.leavePool')}
            </Button>
          </>
        }
        columns={reviewColumns(name)}
        rowActions={(row) =>
          row.status === 'drawn'
            ? [
                {
                  key: 'score',
                  text: t('assess.action.score'),
                  onClick: () => setDeciding({ id: row.id, status: 'scored' }),
                },
                {
                  key: 'recuse',
                  text: t('assess.action.recuse'),
                  onClick: () => setDeciding({ id: row.id, status: 'recused' }),
                },
              ]
            : []
        }
      />
      {deciding ? (
        <DecideDialog reviewId={deciding.id} status={deciding.status} onClose={() => setDeciding(null)} />
      ) : null}
    </>
  )
}

/** Scores, or says why the expert may not. */
export function DecideDialog(props: { reviewId: string; status: 'scored' | 'recused'; onClose: () => void }) {
  const { t } = useWords()
  const { reviewId, status, onClose } = props
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t(status === 'recused' ? 'assess.action.recuse' : 'assess.action.score')}
      contract={assess}
      route="decideReview"
      input={{ params: { reviewId } }}
      initial={{ status }}
      fields={{
        status: { hidden: true },
        score: { hidden: status === 'recused' },
        text: { control: 'longText' },
      }}
      order={['score', 'text']}
    >
      <p className="r-muted">{t('assess.reviews.blind')}</p>
    </FormDialog>
  )
}
