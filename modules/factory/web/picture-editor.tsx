import { RequestFault } from '@ronghe/kit/client'
import {
  Page as Frame,
  faultText,
  Loaded,
  Stack,
  StatusTag,
  say,
  useApi,
  useGo,
  useLeaveGuard,
  useParams,
  useWords,
} from '@ronghe/kit/ui'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { useReducer, useState } from 'react'
import type { symbols } from '../contract/picture-shapes.ts'
import { factory } from '../contract.ts'
import { isTemplate, type PictureItem } from '../pictures/check.ts'
import { edited, newEdit } from '../pictures/edit.ts'
import { MachineChoice } from './picture.tsx'
import { EditorBar } from './picture-editor-bar.tsx'
import { EditorCanvas } from './picture-editor-canvas.tsx'
import { Palette } from './picture-palette.tsx'
import { Properties } from './picture-properties.tsx'
import { PictureVersions } from './picture-versions.tsx'
import type { OnePicture } from './types.ts'
import './picture.css'

const refusalsMax = 20
const forgets = ['pictures', 'onePicture', 'pictureVersions', 'pictureValues'] as const

/** Draws a plant picture: always on its newest version. */
export function Page() {
  const { t, name } = useWords()
  const { pictureId } = useParams('pictureId')
  const api = useApi(factory)
  const go = useGo()
  const versions = useQuery(api.ask.pictureVersions({ params: { pictureId }, query: { pageSize: 1 } }))
  const newest = versions.data?.rows[0]?.version
  const picture = useQuery({
    ...api.ask.onePicture({ params: { pictureId }, query: newest ? { version: newest } : {} }),
    enabled: newest !== undefined,
  })
  const title = picture.data ? name({ nameZh: picture.data.name, nameEn: picture.data.nameEn }) : ''
  return (
    <Frame
      wide
      title={t('factory.picture.editing', { name: title })}
      breadcrumbs={[{ title: t('factory.page.pictures'), to: '/factory/pictures' }]}
      actions={
        <Button onClick={() => go(`/factory/pictures/${pictureId}`)}>{t('factory.picture.view')}</Button>
      }
    >
      <Loaded ask={picture}>{(one) => <Editor key={one.version} picture={one} />}</Loaded>
    </Frame>
  )
}

/** Sizes that symbols begin with. */
const sizes: Partial<Record<PictureItem['symbol'], [number, number]>> = {
  pipe: [160, 20],
  conveyor: [200, 60],
  text: [160, 30],
  value: [120, 40],
  setPoint: [140, 40],
  link: [140, 40],
  trend: [240, 100],
  lamp: [40, 40],
  bar: [40, 140],
  tank: [100, 140],
  gauge: [120, 120],
}

function Editor({ picture }: { picture: OnePicture }) {
  const { t } = useWords()
  const api = useApi(factory)
  const [edit, act] = useReducer(edited, picture.drawing, newEdit)
  const [grid, setGrid] = useState(10)
  const [machine, setMachine] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const isChanged = edit.drawing !== picture.drawing
  useLeaveGuard(() => isChanged)
  const save = useMutation(api.tell.savePicture({ forgets }))
  const publish = useMutation(api.tell.publishPicture({ forgets }))
  const params = { pictureId: picture.id }
  const keep = () =>
    save.mutateAsync({
      params,
      body: { drawing: edit.drawing, base: picture.version, ...(note ? { note } : {}) },
    })
  const layer = edit.drawing.layers.find((one) => !one.isLocked && !one.isHidden)?.id ?? ''
  const add = (symbol: (typeof symbols)[number]) => {
    const [width, height] = sizes[symbol] ?? [80, 80]
    const shift = (edit.drawing.items.length % 10) * grid
    const text = symbol === 'text' || symbol === 'link' ? { text: t(`factory.symbol.${symbol}`) } : {}
    act({ act: 'add', item: { symbol, layer, x: 40 + shift, y: 40 + shift, width, height, ...text } })
  }
  return (
    <Stack>
      <EditorBar
        edit={edit}
        act={act}
        grid={grid}
        setGrid={setGrid}
        name={picture.name}
        isBusy={save.isPending || publish.isPending}
        onSave={() =>
          void keep().then(
            () => say.done('factory.picture.saved'),
            () => {},
          )
        }
        onPublish={() =>
          void (isChanged ? keep() : Promise.resolve({ version: picture.version }))
            .then(({ version }) => publish.mutateAsync({ params, body: { version } }))
            .then(
              () => say.done('factory.picture.isPublished'),
              () => {},
            )
        }
        isChanged={isChanged}
      />
      {save.error ? <Refusal error={save.error} /> : null}
      <Standing isChanged={isChanged} version={picture.version} note={note} setNote={setNote}>
        {isTemplate(edit.drawing) ? <MachineChoice value={machine} onChange={setMachine} /> : null}
      </Standing>
      <div className="pic-editor">
        <Palette onAdd={add} />
        <EditorCanvas
          edit={edit}
          act={act}
          grid={grid}
          picture={picture}
          machine={machine}
          onSave={() => void keep()}
        />
        <Properties edit={edit} act={act} machine={machine} />
      </div>
      <PictureVersions picture={picture} />
    </Stack>
  )
}

/** Why a drawing was not kept, field by field. */
function Refusal({ error }: { error: unknown }) {
  const { t } = useWords()
  const fields = error instanceof RequestFault ? (error.answer.fields ?? []) : []
  return (
    <Alert
      type="error"
      showIcon
      title={`${faultText(error)} · ${t('factory.picture.refused')}`}
      description={
        <ul>
          {fields.slice(0, refusalsMax).map((one) => (
            <li key={`${one.field} ${one.rule}`}>
              {one.field}: {one.message}
            </li>
          ))}
        </ul>
      }
    />
  )
}

/** Which version is drawn on, and what to say of the next. */
function Standing(props: {
  isChanged: boolean
  version: number
  note: string
  setNote: (note: string) => void
  children: React.ReactNode
}) {
  const { t } = useWords()
  return (
    <div>
      {props.isChanged ? (
        <StatusTag tone="warning" text={t('factory.picture.unsaved')} />
      ) : (
        <StatusTag tone="info" text={t('factory.picture.onVersion', { version: props.version })} />
      )}{' '}
      <Input
        aria-label={t('factory.picture.note')}
        placeholder={t('factory.picture.note')}
        value={props.note}
        maxLength={300}
        onChange={(event) => props.setNote(event.target.value)}
        style={{ inlineSize: 240 }}
      />{' '}
      {props.children}
    </div>
  )
}
