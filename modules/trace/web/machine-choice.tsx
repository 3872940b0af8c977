import { factory } from '@ronghe/factory/contract'
import { useApi, useWords } from '@ronghe/kit/ui'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'

const shownMax = 50

/** A machine by code or name, looked for on the server however many there are. */
export function MachineChoice(props: { value: string | undefined; onChange: (id: string) => void }) {
  const { t, name } = useWords()
  const api = useApi(factory)
  const [q, setQ] = useState('')
  const query = { pageSize: shownMax, ...(q.trim() ? { q: q.trim() } : {}) }
  const machines = useQuery({ ...api.ask.equipment({ query }), placeholderData: keepPreviousData })
  const found = machines.data?.rows ?? []
  const isListed = !props.value || found.some(({ id }) => id === props.value)
  // The chosen one has its name also where the search shows others.
  const params = { equipmentId: props.value ?? '' }
  const chosen = useQuery({ ...api.ask.oneEquipment({ params }), enabled: machines.isSuccess && !isListed })
  const rows = [...(isListed || !chosen.data ? [] : [chosen.data]), ...found]
  return (
    <Select
      showSearch={{ filterOption: false, searchValue: q, onSearch: setQ }}
      style={{ width: '100%' }}
      aria-label={t('trace.finding.machine')}
      placeholder={t('trace.making.machine')}
      loading={machines.isFetching}
      value={props.value || null}
      onChange={(id) => id && props.onChange(id)}
      options={rows.map((one) => ({
        value: one.id,
        label: `${one.code} ${name({ nameZh: one.name, nameEn: one.nameEn ?? one.name })}`,
      }))}
      popupRender={(menu) => (
        <>
          {menu}
          {(machines.data?.total ?? 0) > shownMax ? (
            <p className="trace-more r-muted">{t('trace.making.more')}</p>
          ) : null}
        </>
      )}
    />
  )
}
