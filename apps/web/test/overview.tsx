import {
  Figure,
  Page as Frame,
  Grid,
  Loaded,
  Panel,
  SampleTag,
  SimpleTable,
  useApi,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { gallery } from './contract.ts'

/** Figures of all kinds: evidenced, declared, missing, with and without proof. */
export function Page() {
  const { t } = useWords()
  const api = useApi(gallery)
  const figures = useQuery(api.ask.figures())
  return (
    <Frame title={t('gallery.page.overview')} tags={<SampleTag />}>
      <Loaded ask={figures}>
        {(data) => (
          <>
            <Grid columns={{ phone: 2, tablet: 2, desktop: 4 }}>
              {(['rate', 'count', 'declared', 'missing'] as const).map((key) => (
                <Panel key={key}>
                  <Figure label={t(`gallery.text.${key}`)} figure={data[key]} size="large" />
                </Panel>
              ))}
            </Grid>
            <Panel title={t('gallery.page.machines')} flush>
              <SimpleTable
                caption={t('gallery.page.machines')}
                rowKey="key"
                columns={[
                  { key: 'label', title: t('gallery.column.name') },
                  {
                    key: 'figure',
                    title: t('ui.chart.value'),
                    align: 'end',
                    render: (row) => <Figure compact label={row.label} figure={row.figure} />,
                  },
                ]}
                rows={(['rate', 'declared', 'missing'] as const).map((key) => ({
                  key,
                  label: t(`gallery.text.${key}`),
                  figure: data[key],
                }))}
              />
            </Panel>
          </>
        )}
      </Loaded>
    </Frame>
  )
}
