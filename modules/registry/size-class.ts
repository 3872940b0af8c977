const yuan = 100n
const tenThousandYuan = 10_000n * yuan

type Bound = { sizeClass: 'large' | 'medium' | 'small'; employees: number; revenueFen: bigint }

/** Industry: 统计上大中小微型企业划分办法（2017）; a class holds when both lower bounds are met. */
const industryBounds: readonly Bound[] = [
  { sizeClass: 'large', employees: 1000, revenueFen: 40_000n * tenThousandYuan },
  { sizeClass: 'medium', employees: 300, revenueFen: 2_000n * tenThousandYuan },
  { sizeClass: 'small', employees: 20, revenueFen: 300n * tenThousandYuan },
]

/**
 * Size class of an industrial firm from employees and yearly revenue in fen; null while either is unknown.
 */
export function sizeClassOf(
  employees: number | null | undefined,
  revenueFen: bigint | number | null | undefined,
): 'large' | 'medium' | 'small' | 'micro' | null {
  if (employees === null || employees === undefined || revenueFen === null || revenueFen === undefined)
    return null
  const found = industryBounds.find(
    (one) => employees >= one.employees && BigInt(revenueFen) >= one.revenueFen,
  )
  return found?.sizeClass ?? 'micro'
}
