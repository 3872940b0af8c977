import families from './units.json' with { type: 'json' }

/** A fraction of whole numbers; `under` is positive. */
export type Fraction = { over: bigint; under: bigint }

/** What a value of another unit must be compared with: `value × under` with `over`. */
export type Bound = Fraction & { uom: string }

type Unit = { symbol: string; scale: Fraction; shift: Fraction }
type Family = { types: ReadonlySet<string>; units: ReadonlyMap<string, Unit> }

const known: readonly Family[] = families.map(({ types, units }) => ({
  types: new Set(types),
  units: new Map(Object.entries(units).map(([code, texts]) => [code, unitOf(texts)])),
}))

const symbols = new Map(known.flatMap(({ units }) => [...units].map(([code, { symbol }]) => [code, symbol])))

function unitOf([symbol = '', scale = '1', shift = '0']: readonly string[]): Unit {
  return { symbol, scale: fractionOf(scale), shift: fractionOf(shift) }
}

/** `1e-3`, `0.3048` or `5/9`, exactly. */
export function fractionOf(text: string): Fraction {
  const [left = '', right = '1'] = text.split('/')
  const [top, bottom] = [decimal(left), decimal(right)]
  return { over: top.over * bottom.under, under: top.under * bottom.over }
}

function decimal(text: string): Fraction {
  const [, sign, whole = '', part = '', power = '0'] =
    /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? []
  if (sign === undefined) throw new RangeError(`no decimal: ${text}`)
  const exponent = Number(power) - part.length
  const digits = BigInt(`${sign}${whole}${part}`)
  return exponent < 0
    ? { over: digits, under: 10n ** BigInt(-exponent) }
    : { over: digits * 10n ** BigInt(exponent), under: 1n }
}

/** Is it a unit of the table? */
export function isUnit(uom: string): boolean {
  return symbols.has(uom)
}

/** How a unit is written, or null when the table has none; what is only counted has an empty one. */
export function unitSymbol(uom: string): string | null {
  return symbols.get(uom) ?? null
}

/** Units that measure a type of the GS1 vocabulary (bare), in the order of the table. */
export function unitsOf(type: string): readonly string[] {
  return known.filter(({ types }) => types.has(type)).flatMap(({ units }) => [...units.keys()])
}

/**
 * A value in every unit that measures the same (UNIT-3): empty where the unit is unknown, or measures none of
 * the types when some are given. A spread, such as a standard deviation, has no zero point (UNIT-4).
 */
export function boundsOf(
  value: string,
  uom: string,
  { types = [], isSpread = false }: { types?: readonly string[]; isSpread?: boolean } = {},
): Bound[] {
  const found = new Map<string, Bound>()
  for (const family of known) {
    const unit = family.units.get(uom)
    if (!unit || (types.length > 0 && !types.some((type) => family.types.has(type)))) continue
    const base = sum(product(fractionOf(value), unit.scale), isSpread ? none : unit.shift)
    for (const [code, { scale, shift }] of family.units) {
      const over = sum(base, isSpread ? none : { over: -shift.over, under: shift.under })
      found.set(code, { uom: code, ...product(over, { over: scale.under, under: scale.over }) })
    }
  }
  return [...found.values()]
}

const none: Fraction = { over: 0n, under: 1n }

function product(one: Fraction, other: Fraction): Fraction {
  return lowest({ over: one.over * other.over, under: one.under * other.under })
}

function sum(one: Fraction, other: Fraction): Fraction {
  return lowest({
    over: one.over * other.under + other.over * one.under,
    under: one.under * other.under,
  })
}

function lowest({ over, under }: Fraction): Fraction {
  let [larger, smaller] = [over < 0n ? -over : over, under]
  while (smaller > 0n) [larger, smaller] = [smaller, larger % smaller]
  return larger === 0n ? { over, under: 1n } : { over: over / larger, under: under / larger }
}
