import { Link, Panel, StatusTag, Time, useWords } from '@ronghe/kit/ui'
import type { Application } from './application.tsx'
import { Money } from './money.tsx'
import { RowsTable } from './rows-table.tsx'

/** Tranches against milestones, or vouchers against invoices; what was paid opens to the record of money. */
export function Tranches({ one }: { one: Application }) {
  const { t } = useWords()
  if (one.tranches.length === 0) return null
  const isVoucher = one.mode === 'voucher'
  const title = t(isVoucher ? 'governance.voucher.title' : 'governance.tranche.title')
  return (
    <Panel
      title={title}
      extra={<Link to={`/governance/movements?application=${one.id}`}>{t('governance.page.movements')}</Link>}
    >
      <RowsTable
        caption={title}
        rowKey={({ place }) => String(place)}
        rows={one.tranches}
        columns={[
          {
            key: 'place',
            title: t(isVoucher ? 'governance.voucher.number' : 'governance.tranche.place'),
            render: ({ place, number }) => number ?? place + 1,
          },
          {
            key: 'amountFen',
            title: t(isVoucher ? 'governance.part.faceFen' : 'governance.tranche.amount'),
            render: (row) => <Money fen={row.amountFen} />,
          },
          ...(isVoucher ? [] : [{ key: 'milestone' as const, title: t('governance.field.milestone') }]),
          { key: 'dueOn', title: t(isVoucher ? 'governance.voucher.validUntil' : 'governance.column.dueOn') },
          {
            key: 'claim',
            title: t('governance.tranche.claim'),
            render: ({ claim, invoiceNumber, invoiceFen }) => (
              <span className="governance-long">
                {claim ?? '–'}
                {invoiceNumber ? (
                  <span className="governance-excerpt">
                    {' '}
                    {invoiceNumber} · <Money fen={invoiceFen} />
                  </span>
                ) : null}
              </span>
            ),
          },
          {
            key: 'paidAt',
            title: t('governance.tranche.paid'),
            render: ({ paidAt, paidFen, cancelledAt }) =>
              paidAt ? (
                <>
                  <Money fen={paidFen} /> · <Time at={paidAt} as="day" />
                </>
              ) : cancelledAt ? (
                <StatusTag tone="neutral" text={t('governance.value.status.cancelled')} />
              ) : (
                '–'
              ),
          },
        ]}
      />
    </Panel>
  )
}
