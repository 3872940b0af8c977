import { FindSelect, useApi, useWords } from '@ronghe/kit/ui'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { givenMachine, stateTag, tones } from '../contract/picture-shapes.ts'
import { factory } from '../contract.ts'
import type { PictureItem } from '../pictures/check.ts'
import type { Edit, EditAct } from '../pictures/edit.ts'
import { useFinders } from './finders.ts'
import { useMachines } from './machine-choice.tsx'
import { AlarmField } from './picture-alarm-field.tsx'
import { Layers } from './picture-layers.tsx'

type Props = { edit: Edit; act: (act: EditAct) => void; machine: string | null }

/** What is chosen: place, words, signal, ranges; with nothing chosen the layers. */
export function Properties({ edit, act, machine }: Props) {
  const { t } = useWords()
  const items = edit.drawing.items.filter((one) => edit.chosen.includes(one.id))
  const [item] = items
  if (!item) return <Layers edit={edit} act={act} />
  const ids = items.map((one) => one.id)
  const change = (change: Partial<PictureItem>) => act({ act: 'change', ids, with: change })
  if (items.length > 1)
    return (
      <div className="pic-fields">
        <Field wide label={t('factory.picture.chosen', { count: items.length })}>
          <LayerChoice edit={edit} value={item.layer} onChange={(layer) => change({ layer })} />
        </Field>
      </div>
    )
  return (
    <div className="pic-fields">
      <Field wide label={t(`factory.symbol.${item.symbol}`)}>
        <LayerChoice edit={edit} value={item.layer} onChange={(layer) => change({ layer })} />
      </Field>
      {(['x', 'y', 'width', 'height'] as const).map((key) => (
        <NumberField
          key={key}
          label={t(`factory.picture.${key}`)}
          value={item[key]}
          onChange={(value) => value !== null && change({ [key]: value })}
        />
      ))}
      <NumberField
        label={t('factory.picture.turn')}
        value={item.turn ?? 0}
        onChange={(value) => change({ turn: (((value ?? 0) % 360) + 360) % 360 })}
      />
      <NumberField
        label={t('factory.picture.size')}
        value={item.size ?? null}
        onChange={(size) => change({ size: size ?? undefined } as Partial<PictureItem>)}
      />
      <TextField
        label={t('factory.picture.text')}
        value={item.text}
        onChange={(text) => change({ text } as Partial<PictureItem>)}
      />
      <TextField
        label={t('factory.picture.textEn')}
        value={item.textEn}
        onChange={(textEn) => change({ textEn } as Partial<PictureItem>)}
      />
      <Binding item={item} machine={machine} change={change} />
      <AlarmField item={item} machine={machine} change={change} />
      {item.symbol === 'link' || item.link ? <LinkField item={item} change={change} /> : null}
      {item.binding ? <Ranges item={item} change={change} /> : null}
    </div>
  )
}

function Field({ label, wide = false, children }: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={wide ? 'pic-wide' : undefined}>
      <small>{label}</small>
      {children}
    </div>
  )
}

function NumberField({
  label,
  value,
  onChange,
}: {
  label: string
  value: number | null
  onChange: (value: number | null) => void
}) {
  return (
    <Field label={label}>
      <InputNumber
        size="small"
        aria-label={label}
        style={{ inlineSize: '100%' }}
        value={value}
        onChange={onChange}
      />
    </Field>
  )
}

function TextField({
  label,
  value,
  onChange,
}: {
  label: string
  value: string | undefined
  onChange: (value: string | undefined) => void
}) {
  return (
    <Field label={label}>
      <Input
        size="small"
        aria-label={label}
        maxLength={200}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value || undefined)}
      />
    </Field>
  )
}

function LayerChoice({
  edit,
  value,
  onChange,
}: {
  edit: Edit
  value: string
  onChange: (id: string) => void
}) {
  const { t } = useWords()
  return (
    <Select
      size="small"
      aria-label={t('factory.picture.layer')}
      style={{ inlineSize: '100%' }}
      value={value}
      onChange={onChange}
      options={edit.drawing.layers.map((layer) => ({
        value: layer.id,
        label: t('factory.picture.layerOf', { name: layer.name }),
      }))}
    />
  )
}

type Change = (change: Partial<PictureItem>) => void

function Binding({ item, machine, change }: { item: PictureItem; machine: string | null; change: Change }) {
  const { t, name } = useWords()
  const api = useApi(factory)
  const { binding } = item
  const machines = useMachines()
  const shown = binding?.machine === givenMachine ? machine : (binding?.machine ?? null)
  const tags = useQuery({
    ...api.ask.tags({ params: { equipmentId: shown ?? '' } }),
    enabled: shown !== null,
  })
  const none = { binding: undefined } as unknown as Partial<PictureItem>
  return (
    <>
      <Field wide label={t('factory.picture.machine')}>
        <Select
          size="small"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('factory.picture.machine')}
          style={{ inlineSize: '100%' }}
          value={binding?.machine ?? null}
          onChange={(id: string | undefined) =>
            change(id ? { binding: { machine: id, tag: binding?.tag ?? stateTag } } : none)
          }
          options={[{ value: givenMachine, label: t('factory.picture.givenMachine') }, ...machines]}
        />
      </Field>
      {binding ? (
        <Field wide label={t('factory.column.tagName')}>
          <Select
            size="small"
            showSearch={{ optionFilterProp: 'label' }}
            aria-label={t('factory.column.tagName')}
            style={{ inlineSize: '100%' }}
            value={binding.tag}
            onChange={(tag: string) => change({ binding: { ...binding, tag } })}
            options={[
              { value: stateTag, label: t('factory.column.state') },
              ...(tags.data?.rows ?? []).map((tag) => ({
                value: tag.name,
                label: name({ nameZh: tag.label ?? tag.name, nameEn: tag.labelEn ?? tag.name }),
              })),
            ]}
          />
        </Field>
      ) : null}
      {binding ? <Scale item={item} change={change} /> : null}
    </>
  )
}

/** Decimals, and of what fills up its ends. */
function Scale({ item, change }: { item: PictureItem; change: Change }) {
  const { t } = useWords()
  const isLevelled = ['tank', 'gauge', 'bar'].includes(item.symbol)
  return (
    <>
      <NumberField
        label={t('factory.picture.digits')}
        value={item.digits ?? 1}
        onChange={(digits) => change({ digits: Math.min(6, Math.max(0, Math.round(digits ?? 0))) })}
      />
      {isLevelled ? (
        <>
          <NumberField
            label={t('factory.picture.min')}
            value={item.min ?? 0}
            onChange={(min) => change({ min: min ?? 0 })}
          />
          <NumberField
            label={t('factory.picture.max')}
            value={item.max ?? 100}
            onChange={(max) => change({ max: max ?? 100 })}
          />
        </>
      ) : null}
    </>
  )
}

function LinkField({ item, change }: { item: PictureItem; change: Change }) {
  const { t, name } = useWords()
  const api = useApi(factory)
  const { findPictures } = useFinders()
  const own = useQuery({
    ...api.ask.onePicture({ params: { pictureId: item.link?.picture ?? '' } }),
    enabled: item.link !== undefined,
  })
  const machines = useMachines()
  const known = own.data
    ? [{ value: own.data.id, text: name({ nameZh: own.data.name, nameEn: own.data.nameEn }) }]
    : []
  return (
    <>
      <Field wide label={t('factory.picture.goesTo')}>
        <FindSelect
          size="small"
          allowClear
          aria-label={t('factory.picture.goesTo')}
          style={{ inlineSize: '100%' }}
          known={known}
          find={findPictures}
          value={item.link?.picture}
          onChange={(chosen) => {
            const [picture] = [chosen ?? []].flat()
            const link = picture === undefined ? undefined : { ...item.link, picture }
            change({ link } as Partial<PictureItem>)
          }}
        />
      </Field>
      {item.link ? (
        <Field wide label={t('factory.picture.withMachine')}>
          <Select
            size="small"
            allowClear
            aria-label={t('factory.picture.withMachine')}
            style={{ inlineSize: '100%' }}
            value={item.link.machine ?? null}
            onChange={(machine: string | undefined) => {
              const { picture = '' } = item.link ?? {}
              change({ link: { picture, ...(machine ? { machine } : {}) } })
            }}
            options={[{ value: givenMachine, label: t('factory.picture.givenMachine') }, ...machines]}
          />
        </Field>
      ) : null}
    </>
  )
}

/** Values and their colours; the first that fits counts. */
function Ranges({ item, change }: { item: PictureItem; change: Change }) {
  const { t } = useWords()
  const ranges = item.ranges ?? []
  type Range = NonNullable<PictureItem['ranges']>[number]
  const put = (index: number, range: Range) =>
    change({ ranges: ranges.map((one, place) => (place === index ? range : one)) })
  const withNumber = (range: Range, key: 'from' | 'to', value: number | null): Range => {
    const { [key]: _, ...rest } = range
    return value === null ? rest : { ...rest, [key]: value }
  }
  return (
    <Field wide label={t('factory.picture.ranges')}>
      {ranges.map((range, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: ranges have no other identity than their place.
        <div key={index} className="pic-range">
          {range.equals === undefined ? (
            (['from', 'to'] as const).map((key) => (
              <InputNumber
                key={key}
                size="small"
                aria-label={t(`factory.picture.${key}`)}
                placeholder={key === 'from' ? '−∞' : '∞'}
                style={{ inlineSize: 66 }}
                value={range[key] ?? null}
                onChange={(value) => put(index, withNumber(range, key, value))}
              />
            ))
          ) : (
            <Input
              size="small"
              aria-label={t('factory.picture.equals')}
              value={range.equals}
              onChange={(event) => put(index, { ...range, equals: event.target.value })}
              style={{ inlineSize: 136 }}
            />
          )}
          <Select
            size="small"
            aria-label={t('factory.picture.colour')}
            value={range.tone}
            onChange={(tone) => put(index, { ...range, tone })}
            style={{ flex: 1, minInlineSize: 0 }}
            options={tones.map((tone) => ({ value: tone, label: t(`factory.picture.tone.${tone}`) }))}
          />
          <Button
            size="small"
            type="text"
            aria-label={t('factory.picture.remove')}
            onClick={() => change({ ranges: ranges.filter((_, place) => place !== index) })}
          >
            ×
          </Button>
        </div>
      ))}
      <Button size="small" onClick={() => change({ ranges: [...ranges, { tone: 'running' }] })}>
        {t('factory.picture.addRange')}
      </Button>{' '}
      <Button size="small" onClick={() => change({ ranges: [...ranges, { equals: '', tone: 'running' }] })}>
        {t('factory.picture.addWord')}
      </Button>
    </Field>
  )
}
