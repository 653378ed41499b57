import { z } from 'zod'

const accepts = (shape: z.ZodType) => (text: string) => shape.safeParse(text).success

/** The formats that texts in properties may be checked for, none of which takes longer than the text is long. */
export const formats: Readonly<Record<string, (text: string) => boolean>> = {
  date: accepts(z.iso.date()),
  'date-time': accepts(z.iso.datetime({ offset: true })),
  email: accepts(z.email()),
  uri: (text) => URL.canParse(text),
  uuid: accepts(z.guid()),
}

export const isFormat = (name: unknown): boolean => typeof name === 'string' && Object.hasOwn(formats, name)
