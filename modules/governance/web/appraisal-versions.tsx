import { SimpleTable, Time, useWords } from '@ronghe/kit/ui'
import { indicatorKinds, type Scheme } from '../appraisal/scheme.ts'

type Version = { number: number; scheme: Scheme; personName: string; at: string }
const bounds = ['additionsMax', 'deductionsMax', 'vetoAtMost'] as const

/** The versions of a scheme beside each other; what a version changed stands out. */
export function SchemeVersions({ versions: given }: { versions: readonly Version[] }) {
  const { t } = useWords()
  const versions = given.toSorted((a, b) => a.number - b.number)
  const rows = [
    ...indicatorKinds.map((kind) => ({
      key: `indicator.${kind}`,
      title: t(`governance.value.indicator.${kind}`),
      values: versions.map(({ scheme }) => scheme.indicators.find((one) => one.kind === kind)?.weight ?? 0),
    })),
    ...bounds.map((bound) => ({
      key: bound,
      title: t(`governance.field.scheme.${bound}`),
      values: versions.map(({ scheme }) => scheme[bound]),
    })),
    {
      key: 'missing',
      title: t('governance.field.scheme.missing'),
      values: versions.map(({ scheme }) => t(`governance.value.scheme.missing.${scheme.missing}`)),
    },
  ].filter(({ values }) => values.some((value) => value !== 0))
  return (
    <>
      <h3 className="governance-heading">{t('governance.appraisal.schemes')}</h3>
      <SimpleTable
        caption={t('governance.appraisal.schemes')}
        rowKey="key"
        rows={rows}
        columns={[
          { key: 'title', title: t('governance.column.indicator') },
          ...versions.map(({ number }, place) => ({
            key: `version${number}`,
            title: t('governance.appraisal.version', { number }),
            align: 'end' as const,
            render: ({ values }: (typeof rows)[number]) =>
              place > 0 && values[place] !== values[place - 1] ? (
                <strong>{values[place]}</strong>
              ) : (
                values[place]
              ),
          })),
        ]}
      />
      <ul className="governance-trail">
        {versions.map(({ number, at, personName }) => (
          <li key={number}>
            {t('governance.appraisal.version', { number })} · <Time at={at} /> · {personName}
          </li>
        ))}
      </ul>
    </>
  )
}
