import { Allowed, saveBlob, say, useWords } from '@ronghe/kit/ui'
import { Button, InputNumber, Select } from 'antd'
import { useRef } from 'react'
import type { PictureDrawing } from '../pictures/check.ts'
import type { Edit, EditAct, Side } from '../pictures/edit.ts'

const sides: readonly Side[] = ['left', 'centre', 'right', 'top', 'middle', 'bottom']
const signs: Record<Side, string> = { left: '⇤', centre: '↔', right: '⇥', top: '⤒', middle: '↕', bottom: '⤓' }

type Props = {
  edit: Edit
  act: (act: EditAct) => void
  grid: number
  setGrid: (grid: number) => void
  name: string
  isBusy: boolean
  isChanged: boolean
  onSave: () => void
  onPublish: () => void
}

/** Undo, copies, alignment, page, files, saving. */
export function EditorBar({ edit, act, grid, setGrid, name, isBusy, isChanged, onSave, onPublish }: Props) {
  const { t } = useWords()
  const count = edit.chosen.length
  const step = (key: 'undo' | 'redo' | 'duplicate' | 'remove', isOff: boolean) => (
    <Button size="small" disabled={isOff} onClick={() => act({ act: key })}>
      {t(`factory.picture.${key}`)}
    </Button>
  )
  return (
    <div className="pic-bar">
      {step('undo', edit.past.length === 0)}
      {step('redo', edit.future.length === 0)}
      {step('duplicate', count === 0)}
      {step('remove', count === 0)}
      <Button size="small" disabled={count === 0} onClick={() => act({ act: 'order', to: 'front' })}>
        {t('factory.picture.front')}
      </Button>
      <Button size="small" disabled={count === 0} onClick={() => act({ act: 'order', to: 'back' })}>
        {t('factory.picture.back')}
      </Button>
      {sides.map((side) => (
        <Button
          key={side}
          size="small"
          disabled={count < 2}
          title={t(`factory.picture.align.${side}`)}
          aria-label={t(`factory.picture.align.${side}`)}
          onClick={() => act({ act: 'align', side })}
        >
          {signs[side]}
        </Button>
      ))}
      <Button size="small" disabled={count < 3} onClick={() => act({ act: 'spread', along: 'x' })}>
        {t('factory.picture.spreadX')}
      </Button>
      <Button size="small" disabled={count < 3} onClick={() => act({ act: 'spread', along: 'y' })}>
        {t('factory.picture.spreadY')}
      </Button>
      <Select
        size="small"
        aria-label={t('factory.picture.grid')}
        value={grid}
        onChange={setGrid}
        options={[0, 5, 10, 20].map((value) => ({ value, label: t('factory.picture.gridOf', { value }) }))}
      />
      <PageSize edit={edit} act={act} />
      <Files edit={edit} act={act} name={name} />
      <Allowed may="factory.write">
        <Button size="small" disabled={!isChanged} loading={isBusy} onClick={onSave}>
          {t('factory.action.save')}
        </Button>
        <Button size="small" type="primary" loading={isBusy} onClick={onPublish}>
          {t('factory.route.publishPicture')}
        </Button>
      </Allowed>
    </div>
  )
}

/** How wide and high the drawing is. */
function PageSize({ edit, act }: Pick<Props, 'edit' | 'act'>) {
  const { t } = useWords()
  return (['width', 'height'] as const).map((side) => (
    <span key={side}>
      <label htmlFor={`page-${side}`}>{t(`factory.picture.page.${side}`)}</label>{' '}
      <InputNumber
        id={`page-${side}`}
        size="small"
        min={100}
        max={10_000}
        step={10}
        style={{ inlineSize: 78 }}
        value={edit.drawing[side]}
        onChange={(value) => value && act({ act: 'page', with: { [side]: Math.round(value) } })}
      />
    </span>
  ))
}

/** A drawing out as a file, and in; what a file says is judged when it is saved. */
function Files({ edit, act, name }: Pick<Props, 'edit' | 'act' | 'name'>) {
  const { t } = useWords()
  const input = useRef<HTMLInputElement>(null)
  const read = async (file: File | undefined) => {
    if (!file) return
    try {
      const drawing = JSON.parse(await file.text()) as PictureDrawing
      if (!Array.isArray(drawing.items) || !Array.isArray(drawing.layers)) throw new Error('no drawing')
      const { width, height, layers } = drawing
      act({ act: 'replace', drawing: { width, height, layers, items: drawing.items } })
    } catch {
      say.warning('factory.picture.noDrawing')
    }
  }
  return (
    <>
      <Button
        size="small"
        onClick={() =>
          saveBlob(
            new Blob([JSON.stringify(edit.drawing, null, 2)], { type: 'application/json' }),
            `${name}.json`,
          )
        }
      >
        {t('factory.picture.export')}
      </Button>
      <Button size="small" onClick={() => input.current?.click()}>
        {t('factory.action.import')}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={t('factory.action.import')}
        onChange={(event) => {
          void read(event.target.files?.[0])
          event.target.value = ''
        }}
      />
    </>
  )
}
