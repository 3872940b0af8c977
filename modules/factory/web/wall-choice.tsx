import { useApi, useMay, useWords } from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import type { Wall } from './types.ts'

const optionsMax = 200
const panelsMax = 20

/** Chooses what the large screen shows, in which order and for how long. */
export function WallChoice({ wall, onClose }: { wall: Wall; onClose: () => void }) {
  const { t, name } = useWords()
  const api = useApi(factory)
  const may = useMay()
  const [keys, setKeys] = useState(() => wall.panels.map((one) => one.picture ?? one.kind))
  const [seconds, setSeconds] = useState(wall.seconds)
  const pictures = useQuery(api.ask.pictures({ query: { pageSize: optionsMax } }))
  const save = useMutation(api.tell.changeWall({ forgets: ['wall'] }))
  const kinds = ['states', 'oee', 'energy', 'alarms', 'andon'] as const
  const panels = keys.map((key) => {
    const kind = kinds.find((one) => one === key)
    return kind ? { kind } : { kind: 'picture' as const, picture: key }
  })
  return (
    <Modal
      open
      title={t('factory.wall.choose')}
      onCancel={onClose}
      okText={t('factory.action.save')}
      cancelText={t('factory.action.cancel')}
      okButtonProps={{ disabled: panels.length === 0 || !may('factory.write'), loading: save.isPending }}
      onOk={() => save.mutate({ body: { panels, seconds } }, { onSuccess: onClose })}
    >
      <p>{t('factory.wall.order')}</p>
      <Select
        mode="multiple"
        maxCount={panelsMax}
        aria-label={t('factory.wall.panels')}
        style={{ inlineSize: '100%' }}
        value={keys}
        onChange={setKeys}
        options={[
          ...kinds.map((kind) => ({ value: kind as string, label: t(`factory.wall.${kind}`) })),
          ...(pictures.data?.rows ?? [])
            .filter((row) => row.publishedVersion !== null && !row.isTemplate)
            .map((row) => ({ value: row.id, label: name({ nameZh: row.name, nameEn: row.nameEn }) })),
        ]}
      />
      <p>
        {t('factory.wall.seconds')}{' '}
        <InputNumber
          aria-label={t('factory.wall.seconds')}
          min={5}
          max={600}
          value={seconds}
          onChange={(value) => value && setSeconds(Math.round(value))}
        />
      </p>
      <Button type="link" onClick={() => setKeys(['states', 'oee', 'energy'])}>
        {t('factory.wall.usual')}
      </Button>
    </Modal>
  )
}
