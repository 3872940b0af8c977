import { Allowed, FormDialog, formatNumber, ListPage, SampleTag, StatusTag, useWords } from '@ronghe/kit/ui'
import { Button } from 'antd'
import { useState } from 'react'
import { factory } from '../contract.ts'
import type { Product } from './loss-types.ts'
import { RatesField } from './product-rates.tsx'

/** Products with their ideal cycles, machine by machine. */
export function Page() {
  const { t, locale, name } = useWords()
  const [open, setOpen] = useState<Product | 'new' | null>(null)
  const seconds = (ms: number | null) => (ms === null ? '–' : `${formatNumber(ms / 1000, locale, 3)} s`)
  return (
    <>
      <ListPage
        contract={factory}
        route="products"
        title={t('factory.page.products')}
        rowKey="id"
        filters={['isRetired']}
        actions={
          <Allowed may="factory.operate">
            <Button type="primary" onClick={() => setOpen('new')}>
              {t('factory.route.addProduct')}
            </Button>
          </Allowed>
        }
        rowActions={(row) => [
          {
            key: 'edit',
            text: t('factory.action.edit'),
            may: 'factory.operate',
            onClick: () => setOpen(row),
          },
        ]}
        columns={[
          { key: 'code', main: true },
          {
            key: 'name',
            render: (row) => (
              <>
                {name({ nameZh: row.name, nameEn: row.nameEn })} {row.isSample ? <SampleTag /> : null}{' '}
                {row.isRetired ? <StatusTag tone="neutral" text={t('factory.reasons.retired')} /> : null}
              </>
            ),
          },
          {
            key: 'idealCycleMs',
            title: 'factory.product.idealCycle',
            align: 'end',
            render: (row) => seconds(row.idealCycleMs),
          },
          {
            key: 'rates',
            render: (row) =>
              row.rates.map((rate) => (
                <div key={rate.equipmentId}>
                  {rate.equipmentName} {seconds(rate.idealCycleMs)}
                </div>
              )),
          },
        ]}
      />
      {open ? <ProductDialog product={open === 'new' ? null : open} onClose={() => setOpen(null)} /> : null}
    </>
  )
}

function ProductDialog({ product, onClose }: { product: Product | null; onClose: () => void }) {
  const { t } = useWords()
  const fields = {
    rates: {
      wide: true,
      render: ({ value, onChange }: { value?: unknown; onChange?: (value: unknown) => void }) => (
        <RatesField value={(value ?? []) as Product['rates']} onChange={(next) => onChange?.(next)} />
      ),
    },
    version: { hidden: true },
  }
  if (!product) {
    return (
      <FormDialog
        contract={factory}
        open
        onClose={onClose}
        title={t('factory.route.addProduct')}
        route="addProduct"
        initial={{ rates: [] }}
        fields={{ rates: fields.rates }}
      />
    )
  }
  const rates = product.rates.map(({ equipmentId, idealCycleMs }) => ({ equipmentId, idealCycleMs }))
  return (
    <FormDialog
      contract={factory}
      open
      onClose={onClose}
      title={t('factory.route.changeProduct')}
      route="changeProduct"
      input={{ params: { productId: product.id } }}
      initial={{ ...product, rates }}
      fields={fields}
    />
  )
}
