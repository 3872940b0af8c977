import { SimpleTable, useWords } from '@ronghe/kit/ui'

/** Every fault of a framework's file: where, which rule, and what is wrong. */
export function FaultList({
  faults,
}: {
  faults: readonly { path: string; code: string; message: string }[]
}) {
  const { t } = useWords()
  const rows = faults.map((fault, at) => ({ ...fault, key: String(at) }))
  return (
    <div role="alert">
      <strong>{t('assess.upload.faults', { count: faults.length })}</strong>
      <SimpleTable
        caption={t('assess.upload.faults', { count: faults.length })}
        rowKey="key"
        rows={rows}
        columns={[
          {
            key: 'path',
            title: t('assess.column.path'),
            render: (row) => <span className="assess-code">{row.path}</span>,
          },
          { key: 'message', title: t('assess.column.message') },
          {
            key: 'code',
            title: t('assess.column.rule'),
            render: (row) => <span className="assess-code">{row.code}</span>,
          },
        ]}
      />
    </div>
  )
}
