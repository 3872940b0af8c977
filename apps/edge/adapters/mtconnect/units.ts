/**
 * MTConnect units (Part 2) whose UN/CEFACT Recommendation 20 code is certain; any other unit is passed on
 * as text.
 */
const codes: Readonly<Record<string, string>> = {
  AMPERE: 'AMP',
  CELSIUS: 'CEL',
  COUNT: 'C62',
  DEGREE: 'DD',
  'DEGREE/SECOND': 'E96',
  HERTZ: 'HTZ',
  JOULE: 'JOU',
  KILOGRAM: 'KGM',
  LITER: 'LTR',
  'LITER/SECOND': 'G51',
  MILLIMETER: 'MMT',
  'MILLIMETER/SECOND': 'C16',
  NEWTON: 'NEW',
  NEWTON_METER: 'NU',
  OHM: 'OHM',
  PASCAL: 'PAL',
  PERCENT: 'P1',
  'REVOLUTION/MINUTE': 'RPM',
  SECOND: 'SEC',
  VOLT: 'VLT',
  VOLT_AMPERE: 'D46',
  WATT: 'WTT',
  WATT_SECOND: 'J55',
}

/** The unit of a data item as a UN/CEFACT code where one is known, else as MTConnect writes it; '' = none. */
export function unitOf(units: string | undefined): string {
  if (units === undefined) return ''
  return codes[units] ?? units
}
