export type Eigen = { values: number[]; vectors: number[][] }

/**
 * Eigenvalues, the greatest first, and unit eigenvectors (one a row) of a symmetric matrix, by cyclic Jacobi
 * rotations (Golub and Van Loan, Matrix Computations, 8.5).
 */
export function symmetricEigen(matrix: readonly (readonly number[])[]): Eigen {
  const size = matrix.length
  const a = matrix.map((row) => [...row])
  const vectors = a.map((_, index) => a.map((_, other) => (index === other ? 1 : 0)))
  const whole = a.reduce((sum, row) => sum + row.reduce((part, value) => part + value * value, 0), 0)
  for (let sweep = 0; sweep < 60; sweep += 1) {
    let outside = 0
    for (let p = 0; p < size; p += 1) for (let q = 0; q < p; q += 1) outside += a[p]![q]! ** 2
    if (outside <= whole * 1e-26) break
    for (let p = 0; p < size; p += 1) {
      for (let q = p + 1; q < size; q += 1) rotate(a, vectors, p, q)
    }
  }
  const order = a.map((_, index) => index).sort((left, right) => a[right]![right]! - a[left]![left]!)
  return { values: order.map((index) => a[index]![index]!), vectors: order.map((index) => vectors[index]!) }
}

function rotate(a: number[][], vectors: number[][], p: number, q: number): void {
  const apq = a[p]![q]!
  if (apq === 0) return
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * apq)
  const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const cosine = 1 / Math.sqrt(tangent * tangent + 1)
  const sine = tangent * cosine
  for (const row of a) turnColumns(row, p, q, cosine, sine)
  turnRows(a[p]!, a[q]!, cosine, sine)
  turnRows(vectors[p]!, vectors[q]!, cosine, sine)
}

function turnColumns(row: number[], p: number, q: number, cosine: number, sine: number): void {
  const x = row[p]!
  const y = row[q]!
  row[p] = cosine * x - sine * y
  row[q] = sine * x + cosine * y
}

function turnRows(left: number[], right: number[], cosine: number, sine: number): void {
  for (let index = 0; index < left.length; index += 1) {
    const x = left[index]!
    const y = right[index]!
    left[index] = cosine * x - sine * y
    right[index] = sine * x + cosine * y
  }
}

/** Solves a x = b by elimination with pivots; an unknown that nothing decides is 0. */
export function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length
  const rows = matrix.map((row, index) => [...row, right[index]!])
  for (let column = 0; column < size; column += 1) {
    let pivot = column
    for (let row = column + 1; row < size; row += 1) {
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row
    }
    const line = rows[pivot]!
    rows[pivot] = rows[column]!
    rows[column] = line
    if (Math.abs(line[column]!) < 1e-12) continue
    for (let row = 0; row < size; row += 1) {
      if (row === column) continue
      const factor = rows[row]![column]! / line[column]!
      for (let at = column; at <= size; at += 1) rows[row]![at]! -= factor * line[at]!
    }
  }
  return rows.map((row, index) => (Math.abs(row[index]!) < 1e-12 ? 0 : row[size]! / row[index]!))
}

export function product(matrix: readonly (readonly number[])[], vector: readonly number[]): number[] {
  return matrix.map((row) => {
    let sum = 0
    for (let index = 0; index < row.length; index += 1) sum += row[index]! * vector[index]!
    return sum
  })
}

/** The value below which the share of the values lies, between neighbours in proportion. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right)
  const position = share * (sorted.length - 1)
  const below = Math.floor(position)
  const low = sorted[below]!
  return low + ((sorted[below + 1] ?? low) - low) * (position - below)
}
