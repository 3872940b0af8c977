import { vectors as couponcode1 } from './couponcode-1.ts'
import { vectors as couponcode2 } from './couponcode-2.ts'
import { vectors as couponcode3 } from './couponcode-3.ts'
import { vectors as couponcode4 } from './couponcode-4.ts'
import { vectors as couponcode5 } from './couponcode-5.ts'
import { vectors as couponcode6 } from './couponcode-6.ts'
import { vectors as couponcode7 } from './couponcode-7.ts'
import { vectors as cset391 } from './cset39-1.ts'
import { vectors as cset392 } from './cset39-2.ts'
import { vectors as cset641 } from './cset64-1.ts'
import { vectors as cset642 } from './cset64-2.ts'
import { vectors as cset821 } from './cset82-1.ts'
import { vectors as cset822 } from './cset82-2.ts'
import { vectors as importeridx1 } from './importeridx-1.ts'
import { vectors as importeridx2 } from './importeridx-2.ts'
import { vectors as iso31661 } from './iso3166-1.ts'
import { vectors as iso31662 } from './iso3166-2.ts'
import { vectors as iso31663 } from './iso3166-3.ts'
import { vectors as iso31664 } from './iso3166-4.ts'
import { vectors as iso31665 } from './iso3166-5.ts'
import { vectors as iso3166alpha21 } from './iso3166alpha2-1.ts'
import { vectors as iso3166alpha22 } from './iso3166alpha2-2.ts'
import { vectors as iso3166alpha23 } from './iso3166alpha2-3.ts'
import { vectors as iso42171 } from './iso4217-1.ts'
import { vectors as iso42172 } from './iso4217-2.ts'
import { vectors as iso42173 } from './iso4217-3.ts'
import { vectors as iso42174 } from './iso4217-4.ts'
import { vectors as iso42175 } from './iso4217-5.ts'
import type { LinterVector } from './model.ts'
import { vectors as others1 } from './others-1.ts'
import { vectors as others2 } from './others-2.ts'
import { vectors as others3 } from './others-3.ts'
import { vectors as others4 } from './others-4.ts'
import { vectors as others5 } from './others-5.ts'
import { vectors as packagetype1 } from './packagetype-1.ts'
import { vectors as packagetype2 } from './packagetype-2.ts'

/** Of the unit tests of gs1/gs1-syntax-dictionary (Apache-2.0; notice in test/data/gs1-vectors). */
export const linterVectors: readonly LinterVector[] = [
  ...couponcode1,
  ...couponcode2,
  ...couponcode3,
  ...couponcode4,
  ...couponcode5,
  ...couponcode6,
  ...couponcode7,
  ...cset391,
  ...cset392,
  ...cset641,
  ...cset642,
  ...cset821,
  ...cset822,
  ...importeridx1,
  ...importeridx2,
  ...iso31661,
  ...iso31662,
  ...iso31663,
  ...iso31664,
  ...iso31665,
  ...iso3166alpha21,
  ...iso3166alpha22,
  ...iso3166alpha23,
  ...iso42171,
  ...iso42172,
  ...iso42173,
  ...iso42174,
  ...iso42175,
  ...others1,
  ...others2,
  ...others3,
  ...others4,
  ...others5,
  ...packagetype1,
  ...packagetype2,
]
