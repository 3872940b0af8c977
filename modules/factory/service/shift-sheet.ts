import type { Ctx } from '@ronghe/kit/module'
import type { SignedReport } from '../store/shift-reports.ts'
import type { Report } from './shift-report.ts'

type Row = { section: string; item: string; value: string | number | null; unit: string; note: string }

/** A shift report as rows of one sheet, in the caller's language. */
export function reportRows(ctx: Ctx, report: Report, signed: SignedReport | null): Row[] {
  const t = (key: string) => ctx.t(key)
  const row = (section: string, item: string, value: Row['value'], unit = '', note = ''): Row => ({
    ...{ section: t(`factory.report.${section}`), item, value, unit, note },
  })
  const minutes = (seconds: number) => Math.round(seconds / 6) / 10
  const percent = (value: number | null) => (value === null ? null : Math.round(value * 100) / 100)
  const { factors } = report
  const basis = (key: keyof typeof factors) => t(`factory.value.basis.${factors[key].basis}`)
  return [
    row(
      'shift',
      report.unitName,
      `${report.day} ${report.name}`,
      '',
      `${report.startsAt} – ${report.endsAt}`,
    ),
    row('figures', t('factory.column.oee'), factors.oee.value, '%', basis('oee')),
    row('figures', t('factory.column.availability'), factors.availability.value, '%', basis('availability')),
    row(
      'figures',
      t('factory.column.effectiveness'),
      factors.effectiveness.value,
      '%',
      basis('effectiveness'),
    ),
    row('figures', t('factory.oee.quality'), factors.quality.value, '%', basis('quality')),
    ...report.machines.map((one) =>
      row(
        'machines',
        one.name,
        one.factors.oee.value,
        '%',
        `${t('factory.losses.partsMade')} ${one.parts ?? '–'}`,
      ),
    ),
    ...report.bigLosses.map((one) =>
      row(
        'losses',
        t(`factory.value.loss.${one.loss}`),
        one.seconds === null ? null : minutes(one.seconds),
        'min',
        one.points === null ? '' : `${percent(one.points)}%`,
      ),
    ),
    ...report.reasons.map((one) => row('reasons', one.name, minutes(one.seconds), 'min', `× ${one.count}`)),
    ...report.stops.map((one) =>
      row('stops', one.equipmentName, minutes(one.seconds), 'min', `${one.startsAt} ${one.reasonName}`),
    ),
    ...(report.alarms ?? []).map((one) =>
      row(
        'alarms',
        `${one.alarmCode} ${one.name}`,
        one.count,
        '×',
        `${one.equipmentName} · ${minutes(one.activeSeconds)} min`,
      ),
    ),
    ...report.entries.map((one) => row('entries', one.personName ?? '', one.body, '', one.createdAt)),
    ...(signed
      ? [
          row('signature', signed.signedName ?? '', signed.comment ?? '', '', signed.signedAt.toISOString()),
          row('signature', 'SHA-256', signed.hash),
        ]
      : []),
  ]
}
