import type { Memory } from '../entities.ts'

/** What fits a sentence encoder: beyond a paragraph, meanings blur. */
const chunkLength = 600
/** The beginning of a text says what it is about: more parts than this are not worth their time. */
const maxChunks = 32

const boundary = /(?<=\n\n|[.!?。!?]\s)/u

/** The parts of a memory that get a vector each. Every part begins with the title, so that it can be told what it is about. */
export function chunkText({ title, content, tags }: Pick<Memory, 'title' | 'content' | 'tags'>): string[] {
  const head = `${title}. `
  const parts: string[] = []
  let part = ''
  const push = () => {
    if (part.trim() !== '') parts.push(part.trim())
    part = ''
  }
  for (const sentence of content.split(boundary)) {
    if (part.length + sentence.length > chunkLength) push()
    for (let at = 0; at < sentence.length; at += chunkLength) {
      if (at > 0) push()
      part += sentence.slice(at, at + chunkLength)
    }
    if (parts.length >= maxChunks) break
  }
  push()
  const subject = tags.length === 0 ? head : `${head}${tags.join(', ')}. `
  return parts.length === 0 ? [subject.trim()] : parts.slice(0, maxChunks).map((each) => `${head}${each}`)
}
