/** The objects of the shop, each with all its fields in one place: what a single server over the same graph would hold. */

type Row = { readonly [field: string]: unknown }

const countries: Record<string, Row> = {
  gb: { iso: 'GB', name: 'United Kingdom', currency: 'USD' },
  nl: { iso: 'NL', name: 'Netherlands', currency: 'EUR' },
}

const users: readonly Row[] = [
  {
    __typename: 'User',
    id: 'u1',
    email: 'ada@shop.test',
    name: 'Ada',
    nickname: ({ style }: { style: string }) => (style === 'LOUD' ? 'ADA!' : 'ada'),
    role: 'ADMIN',
    joined: '2026-01-02',
    address: { street: 'Mill Lane 1', city: 'London', country: countries['gb'] },
    friends: () => [users[1], users[2]],
    lastLogin: '2026-11-01',
    sessions: 3,
    karma: 30,
    reviews: (args: ReviewArguments) =>
      pick(
        reviews.filter(({ author }) => author === users[0]),
        args,
      ),
    greeting: ({ word }: { word: string }) => `${word} Ada`,
  },
  {
    __typename: 'User',
    id: 'u2',
    email: 'grace@shop.test',
    name: 'Grace',
    nickname: () => null,
    role: 'MEMBER',
    joined: '2026-03-04',
    address: { street: null, city: 'Utrecht', country: countries['nl'] },
    friends: () => [users[0]],
    lastLogin: null,
    sessions: 0,
    karma: 0,
    reviews: (args: ReviewArguments) =>
      pick(
        reviews.filter(({ author }) => author === users[1]),
        args,
      ),
    greeting: ({ word }: { word: string }) => `${word} Grace`,
  },
  {
    __typename: 'User',
    id: 'u3',
    email: 'noname@shop.test',
    name: null,
    nickname: () => 'x',
    role: 'MEMBER',
    joined: null,
    address: null,
    friends: () => [],
    lastLogin: '2025-12-31',
    sessions: 1,
    karma: 10,
    reviews: () => [],
    greeting: ({ word }: { word: string }) => `${word} nobody`,
  },
]

const price =
  (amount: number) =>
  ({ currency }: { currency: string }) =>
    currency === 'USD' ? amount * 2 : amount
const shipping =
  (weight: number, usd: number) =>
  ({ speed }: { speed: string }) =>
    (speed === 'FAST' ? 2 : 1) * weight + usd / 100

const products: readonly Row[] = [
  {
    __typename: 'Product',
    upc: 'p1',
    sku: { vendor: 'acme', number: 1 },
    name: 'Table',
    price: price(100),
    weight: 10,
    dimensions: { w: 2, h: 3, d: 4 },
    tags: ['wood', 'home'],
    matrix: [
      [1, 2],
      [null, 3],
    ],
    get seller() {
      return users[0]
    },
    get related() {
      return [products[1], products[2]]
    },
    stock: 5,
    warehouse: { code: 'w1', country: countries['nl'], capacity: 100 },
    shipping: shipping(10, 200),
    export: 20,
    volume: 24,
    parcel: 'p1 of 24',
    averageStars: 4,
    reviews: (args: ReviewArguments) =>
      pick(
        reviews.filter(({ product }) => product === products[0]),
        args,
      ),
    digest: 'A table for home',
    teaser: 'A t',
  },
  {
    __typename: 'Product',
    upc: 'p2',
    sku: { vendor: 'acme', number: 2 },
    name: 'Chair',
    price: price(40),
    weight: 4,
    dimensions: null,
    tags: [],
    matrix: [],
    get seller() {
      return users[1]
    },
    get related() {
      return [products[0]]
    },
    stock: 0,
    warehouse: null,
    shipping: shipping(4, 80),
    export: 8,
    volume: null,
    parcel: 'p2 of nothing',
    averageStars: null,
    reviews: (args: ReviewArguments) =>
      pick(
        reviews.filter(({ product }) => product === products[1]),
        args,
      ),
    digest: 'A chair for all',
    teaser: 'A c',
  },
  {
    __typename: 'Product',
    upc: 'p3',
    sku: { vendor: 'bolt', number: 1 },
    name: 'Lamp',
    price: price(25),
    weight: 1,
    dimensions: { w: 1, h: 1, d: null },
    tags: null,
    matrix: null,
    get seller() {
      return users[0]
    },
    related: [],
    stock: 9,
    warehouse: { code: 'w2', country: countries['gb'], capacity: null },
    shipping: shipping(1, 50),
    export: 3.5,
    volume: 1,
    parcel: 'p3 of 1',
    averageStars: 2,
    reviews: (args: ReviewArguments) =>
      pick(
        reviews.filter(({ product }) => product === products[2]),
        args,
      ),
    digest: 'A lamp for light',
    teaser: 'A l',
  },
]

type ReviewArguments = { readonly first?: number | null; readonly minStars?: number | null }
const pick = (list: readonly Row[], { first, minStars }: ReviewArguments) =>
  list.filter(({ stars }) => Number(stars) >= (minStars ?? 0)).slice(0, first ?? 10)

const body =
  (text: string) =>
  ({ max }: { max?: number | null }) =>
    text.slice(0, max ?? undefined)

const reviews: readonly Row[] = [
  {
    __typename: 'Review',
    id: 'r1',
    stars: 5,
    body: body('Solid as a rock'),
    author: users[0],
    product: products[0],
    subject: products[0],
  },
  {
    __typename: 'Review',
    id: 'r2',
    stars: 3,
    body: body('Wobbles'),
    author: users[1],
    product: products[0],
    subject: users[0],
  },
  {
    __typename: 'Review',
    id: 'r3',
    stars: 2,
    body: body('Too bright'),
    author: users[0],
    product: products[2],
    subject: null,
  },
  { __typename: 'Review', id: 'r4', stars: 1, body: body(''), author: null, product: products[1], subject: users[1] },
]

const media: readonly Row[] = [
  {
    __typename: 'Book',
    id: 'm1',
    title: 'On Tables',
    pages: 120,
    writer: users[0],
    rating: 4.5,
    discussions: [reviews[0], reviews[1]],
    kind: 'BOOK',
  },
  {
    __typename: 'Film',
    id: 'm2',
    title: 'The Chair',
    minutes: 90,
    director: users[1],
    rating: 3,
    discussions: [],
    kind: 'FILM',
  },
  {
    __typename: 'Book',
    id: 'm3',
    title: 'Lamps',
    pages: null,
    writer: null,
    rating: null,
    discussions: [reviews[2]],
    kind: 'BOOK',
  },
]

export const findUser = (ref: Row) => users.find(({ id, email }) => id === ref['id'] || email === ref['email']) ?? null
export const findReview = ({ id }: Row) => reviews.find((review) => review['id'] === id) ?? null
export const findMedia = ({ id }: Row) => media.find((one) => one['id'] === id) ?? null
export const findProduct = ({ upc, sku }: Row) =>
  products.find(
    (product) =>
      product['upc'] === upc || (sku !== undefined && JSON.stringify(product['sku']) === JSON.stringify(sku)),
  ) ?? null

/** The entry points of the graph. */
export const roots: Readonly<Record<string, unknown>> = {
  me: users[0],
  nobody: null,
  user: ({ id }: Row) => findUser({ id }),
  users: ({ ids }: { readonly ids?: readonly string[] | null }) =>
    users.filter(({ id }) => ids == null || ids.includes(String(id))),
  userByEmail: ({ email }: Row) => findUser({ email }),
  product: ({ upc }: Row) => findProduct({ upc }),
  products: ({ first }: { readonly first: number | null }) => products.slice(0, first ?? undefined),
  findProducts: ({
    filter,
  }: {
    readonly filter: { readonly maxPrice?: number | null; readonly tag?: string | null }
  }) =>
    products.filter(
      (product) =>
        (filter.maxPrice == null ||
          (product['price'] as (args: object) => number)({ currency: 'EUR' }) <= filter.maxPrice) &&
        (filter.tag == null || (Array.isArray(product['tags']) && product['tags'].includes(filter.tag))),
    ),
  media: () => media,
  mediaById: ({ id }: Row) => findMedia({ id }),
  search: ({ term }: { readonly term?: string | null }) =>
    [products[0], media[0], users[1], null, media[1]].filter(
      (one) => term == null || one === undefined || one === null || String(one['name'] ?? one['title']).includes(term),
    ),
  nodes: () => [users[0], reviews[0], users[1]],
  latestReview: reviews[0],
  reviews: () => reviews,
  topMedia: media[0],
  version: '1',
}
