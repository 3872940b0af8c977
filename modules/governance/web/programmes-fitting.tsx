import {
  Page as Frame,
  Link,
  Loaded,
  Panel,
  Stack,
  StatusTag,
  Time,
  useApi,
  useSearchState,
  useWords,
} from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Checkbox } from 'antd'
import { governance } from '../contract.ts'
import './governance.css'
import { JudgedTable } from './judged-table.tsx'

/** Which programmes fit the reader's firm, and which condition stands against the others. */
export function Page() {
  const { t, name } = useWords()
  const [closed, setAll] = useSearchState('closed', 'true')
  const isAll = closed === 'true'
  const fitting = useQuery(useApi(governance).ask.fittingProgrammes({}))
  return (
    <Frame
      title={t('governance.page.fitting')}
      breadcrumbs={[{ title: t('governance.page.programmes'), to: '/governance/programmes' }]}
    >
      <Loaded ask={fitting}>
        {({ rows }) => (
          <Stack>
            <Checkbox checked={isAll} onChange={({ target }) => setAll(target.checked ? 'true' : 'false')}>
              {t('governance.programme.showClosed')}
            </Checkbox>
            {rows
              .filter(({ isOpenNow }) => isAll || isOpenNow)
              .map((row) => (
                <div key={row.programmeId} className={row.isOpenNow ? undefined : 'governance-closed'}>
                  <Panel
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
                    <p className="r-muted">
                      {t('governance.programme.from')} <Time at={row.opensAt} as="day" />{' '}
                      {t('governance.programme.until')} <Time at={row.closesAt} />
                    </p>
                    <JudgedTable rows={row.conditions} />
                  </Panel>
                </div>
              ))}
            {rows.filter(({ isOpenNow }) => isAll || isOpenNow).length === 0 ? (
              <p>{t('governance.programme.none')}</p>
            ) : null}
          </Stack>
        )}
      </Loaded>
    </Frame>
  )
}
