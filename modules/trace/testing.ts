/** A house with this room and people who capture, for benchmarks and tests of neighbours. */
export { matrixOf } from './labels/matrix.ts'
export { as, ask, capture, documentOf, eventWith, json, traceHouse } from './test/house.ts'
