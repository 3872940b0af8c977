import { Page as Frame, Link, Loaded, Panel, Stack, StatusTag, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { governance } from '../contract.ts'
import { JudgedTable } from './judged-table.tsx'

/** Which programmes fit the reader's firm, and which condition stands against the others. */
export function Page() {
  const { t, name } = useWords()
  const fitting = useQuery(useApi(governance).ask.fittingProgrammes({}))
  return (
    <Frame
      title={t('governance.page.fitting')}
      breadcrumbs={[{ title: t('governance.page.programmes'), to: '/governance/programmes' }]}
    >
      <Loaded ask={fitting}>
        {({ rows }) => (
          <Stack>
            {rows.map((row) => (
              <Panel
                key={row.programmeId}
                title={name({ nameZh: row.titleZh, nameEn: row.titleEn })}
                extra={
                  <>
                    {row.isOpenNow ? null : (
                      <StatusTag tone="neutral" text={t('governance.programme.notOpen')} />
                    )}{' '}
                    <StatusTag
                      tone={row.fits === null ? 'unknown' : row.fits ? 'success' : 'error'}
                      text={t(`governance.programme.fits.${row.fits}`)}
                    />{' '}
                    <Link to={`/governance/programmes/${row.programmeId}`}>
                      {t('governance.programme.open')}
                    </Link>
                  </>
                }
              >
                <JudgedTable rows={row.conditions} />
              </Panel>
            ))}
            {rows.length === 0 ? <p>{t('governance.programme.none')}</p> : null}
          </Stack>
        )}
      </Loaded>
    </Frame>
  )
}
