import type { TestSubgraph } from '../testing/test-graph.ts'
import { findMedia, findProduct, findReview, findUser, roots } from './shop-world.ts'

type Ref = { readonly [field: string]: unknown }

/** An entity as one subgraph has it, with the fields that the gateway fetched elsewhere for a `@requires` beside it. */
const withReference = (find: (ref: Ref) => object | null) => (ref: Ref) => {
  const found = find(ref)
  return found === null ? null : Object.create(found, { reference: { value: ref } })
}
type Referenced = { readonly reference: Ref }

const query = (...names: string[]) => ({ Query: Object.fromEntries(names.map((name) => [name, field(name)])) })
const field = (name: string) => (_root: unknown, args: object) => {
  const value = roots[name]
  return typeof value === 'function' ? (value as (args: object) => unknown)(args) : value
}

/** A shop in seven subgraphs: every directive of the federation specification that composes types, at work. */
export const shopSubgraphs: Readonly<Record<string, TestSubgraph>> = {
  accounts: {
    sdl: `
      type Query { me: User nobody: User user(id: ID!): User users(ids: [ID!]): [User!]! version: String @shareable }
      interface Node { id: ID! }
      type User implements Node @key(fields: "id") @key(fields: "email") {
        id: ID! email: String! name: String @shareable nickname(style: Style = PLAIN): String role: Role! joined: Date
        address: Address friends: [User!]! greeting(word: String! = "Hello"): String!
      }
      type Address { street: String city: String country: Country }
      type Country @shareable { iso: String! name: String }
      enum Role { ADMIN MEMBER GUEST } enum Style { PLAIN LOUD } scalar Date
      type Mutation { rename(id: ID!, name: String!): User}`,
    resolvers: {
      ...query('me', 'nobody', 'user', 'users', 'version'),
      User: { __resolveReference: findUser },
    },
  },
  login: {
    sdl: `
      type Query { userByEmail(email: String!): User }
      type User @key(fields: "email") { email: String! lastLogin: Date sessions: Int! }
      scalar Date`,
    resolvers: { ...query('userByEmail'), User: { __resolveReference: findUser } },
  },
  products: {
    sdl: `
      type Query {
        product(upc: String!): Product products(first: Int = 2): [Product!]! findProducts(filter: ProductFilter!): [Product!]!
        media: [Media!]! mediaById(id: ID!): Media search(term: String): [Result] version: String @shareable
      }
      input ProductFilter { maxPrice: Float tag: String }
      interface Media @key(fields: "id") { id: ID! title: String! kind: Kind! }
      type Book implements Media @key(fields: "id") { id: ID! title: String! kind: Kind! pages: Int writer: User }
      type Film implements Media @key(fields: "id") { id: ID! title: String! kind: Kind! minutes: Int director: User }
      enum Kind { BOOK FILM }
      type Product @key(fields: "upc") @key(fields: "sku { vendor number }") {
        upc: String! sku: Sku! name: String! @override(from: "legacy") price(currency: Currency = EUR): Float weight: Int
        dimensions: Dimensions tags: [String!] matrix: [[Int]] seller: User! related: [Product!]! digest: String
      }
      type Sku @shareable { vendor: String! number: Int! }
      type Dimensions @shareable { w: Int h: Int d: Int }
      type User @key(fields: "id", resolvable: false) { id: ID! }
      union Result = Product | Book | Film | User
      enum Currency { EUR USD }`,
    resolvers: {
      ...query('product', 'products', 'findProducts', 'media', 'mediaById', 'search', 'version'),
      Product: { __resolveReference: findProduct },
      Media: { __resolveReference: findMedia },
      Book: { __resolveReference: findMedia },
      Film: { __resolveReference: findMedia },
    },
  },
  legacy: {
    sdl: 'type Product @key(fields: "upc") { upc: String! name: String! teaser: String } type Query { version: String @shareable }',
    resolvers: {
      ...query('version'),
      Product: { __resolveReference: findProduct, name: () => 'a name from before' },
    },
  },
  reviews: {
    sdl: `
      type Query { latestReview: Review reviews: [Review!]! nodes: [Node!]! topMedia: Media }
      interface Node { id: ID! }
      type Review implements Node @key(fields: "id") {
        id: ID! stars: Int! body(max: Int): String author: User @provides(fields: "name") product: Product! subject: Subject
      }
      union Subject = Product | User
      type User implements Node @key(fields: "id") {
        id: ID! name: String @external sessions: Int! @external reviews(first: Int = 10, minStars: Int): [Review!]!
        karma: Int! @requires(fields: "sessions")
      }
      type Product @key(fields: "upc") { upc: String! reviews(first: Int): [Review!]! averageStars: Float }
      type Media @key(fields: "id") @interfaceObject { id: ID! rating: Float discussions: [Review!]! }`,
    resolvers: {
      ...query('latestReview', 'reviews', 'nodes', 'topMedia'),
      Review: { __resolveReference: findReview },
      User: {
        __resolveReference: withReference(findUser),
        karma: ({ reference }: Referenced) => Number(reference['sessions']) * 10,
      },
      Product: { __resolveReference: findProduct },
      Media: { __resolveReference: findMedia },
    },
  },
  shipping: {
    sdl: `
      type Product @key(fields: "upc") {
        upc: String! weight: Int @external price(currency: Currency = EUR): Float @external dimensions: Dimensions @external
        shipping(speed: Speed = SLOW): Float! @requires(fields: "weight price(currency: USD)")
        export: Float! @requires(fields: "weight price(currency: EUR)")
        volume: Int @requires(fields: "dimensions { w h d }")
        parcel: String @requires(fields: "dimensions { w h d }")
      }
      type Dimensions @shareable { w: Int h: Int d: Int }
      enum Speed { SLOW FAST } enum Currency { EUR USD }`,
    resolvers: {
      Product: {
        __resolveReference: withReference(findProduct),
        shipping: ({ reference }: Referenced, { speed }: Ref) =>
          (speed === 'FAST' ? 2 : 1) * Number(reference['weight']) + Number(reference['price']) / 100,
        export: ({ reference }: Referenced) => Number(reference['weight']) + Number(reference['price']) / 10,
        volume: ({ reference }: Referenced) => volumeOf(reference),
        parcel: ({ reference }: Referenced) => `${String(reference['upc'])} of ${volumeOf(reference) ?? 'nothing'}`,
      },
    },
  },
  inventory: {
    sdl: `
      type Product @key(fields: "sku { vendor number }") { sku: Sku! stock: Int! warehouse: Warehouse }
      type Sku @shareable { vendor: String! number: Int! }
      type Warehouse { code: String! country: Country! capacity: Int }
      type Country @shareable { iso: String! name: String }`,
    resolvers: { Product: { __resolveReference: findProduct } },
  },
}

function volumeOf({ dimensions }: Ref): number | null {
  if (dimensions == null) return null
  const { w, h, d } = dimensions as { readonly w: number; readonly h: number; readonly d: number | null }
  return w * h * (d ?? 1)
}
