import { useWords } from '@ronghe/kit/ui'
import { Button, Checkbox, Input } from 'antd'
import type { Edit, EditAct } from '../pictures/edit.ts'

/** The layers: shown, locked, named, added and removed. */
export function Layers({ edit, act }: { edit: Edit; act: (act: EditAct) => void }) {
  const { t } = useWords()
  const { layers } = edit.drawing
  const put = (next: typeof layers) => act({ act: 'page', with: { layers: next } })
  const change = (id: string, more: Partial<(typeof layers)[number]>) =>
    put(layers.map((one) => (one.id === id ? { ...one, ...more } : one)))
  const add = () => {
    let number = layers.length + 1
    while (layers.some((one) => one.id === `layer${number}`)) number += 1
    put([...layers, { id: `layer${number}`, name: String(number) }])
  }
  return (
    <div>
      <p>{t('factory.picture.layers')}</p>
      {layers.map((layer) => (
        <div key={layer.id} className="pic-range">
          <Input
            size="small"
            aria-label={t('factory.picture.layer')}
            value={layer.name}
            maxLength={60}
            onChange={(event) => event.target.value && change(layer.id, { name: event.target.value })}
          />
          <Checkbox
            checked={!layer.isHidden}
            onChange={(event) => change(layer.id, { isHidden: !event.target.checked })}
          >
            {t('factory.picture.isShown')}
          </Checkbox>
          <Checkbox
            checked={layer.isLocked ?? false}
            onChange={(event) => change(layer.id, { isLocked: event.target.checked })}
          >
            {t('factory.picture.isLocked')}
          </Checkbox>
          <Button
            size="small"
            type="text"
            disabled={layers.length === 1}
            aria-label={t('factory.picture.remove')}
            onClick={() => act({ act: 'removeLayer', id: layer.id })}
          >
            ×
          </Button>
        </div>
      ))}
      <Button size="small" onClick={add}>
        {t('factory.picture.addLayer')}
      </Button>
      <p>
        <small>{t('factory.picture.keys')}</small>
      </p>
    </div>
  )
}
