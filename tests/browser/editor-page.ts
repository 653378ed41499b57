import type { Browser, Page } from 'playwright-core'
import type { Member } from '../harness/people.ts'
import { until } from '../harness/until.ts'
import type { DocumentWorld } from '../collaboration/document-world.ts'
import type { Settings } from './pages/join-document.ts'

/** An editor's page, and what of it shows the text and the cursors of others. */
export type EditorKind = {
  readonly name: string
  readonly text: string
  /** Where it takes keys, if not where it shows the text. */
  readonly input?: string
  readonly cursor: string
  /** Whose a cursor is, is left to the page's own styles. */
  readonly hasNamelessCursors?: boolean
}

type Opening = {
  readonly browser: Browser
  readonly site: string
  readonly world: DocumentWorld
  readonly kind: EditorKind
  readonly member: Member
  readonly documentId: string
  /** The port at which the page finds the product. */
  readonly port?: number
}

/** Somebody's browser, with an editor on one document. */
export class EditorPage implements AsyncDisposable {
  readonly #page: Page
  readonly #kind: EditorKind
  readonly #failures: string[] = []

  private constructor(page: Page, kind: EditorKind) {
    this.#page = page
    this.#kind = kind
    page.on('pageerror', ({ message }) => this.#failures.push(message))
  }

  static async open(opening: Opening): Promise<EditorPage> {
    const { browser, site, world, kind, member, documentId, port = world.port } = opening
    const context = await browser.newContext()
    const settings: Settings = {
      url: `ws://127.0.0.1:${port}/collaboration`,
      documentId,
      user: { name: member.name, color: '#8844aa' },
    }
    await context.exposeFunction('settings', () => settings)
    await context.exposeFunction('token', (isRefused: boolean) => world.token(member, { isRefused }))
    const page = new EditorPage(await context.newPage(), kind)
    await page.#page.goto(`${site}/${kind.name}`)
    await page.#page.locator(kind.text).waitFor()
    return page
  }

  /** Types at the end of the text, key by key. */
  async type(text: string): Promise<void> {
    await this.press('Control+End')
    await this.#page.keyboard.type(text)
  }

  async press(key: string): Promise<void> {
    await this.#page.locator(this.#kind.input ?? this.#kind.text).focus()
    await this.#page.keyboard.press(key)
  }

  async reload(): Promise<void> {
    await this.#page.reload()
    await this.#page.locator(this.#kind.text).waitFor()
  }

  /** What a reader sees of the text, without the cursors that stand in it. */
  text(): Promise<string> {
    return this.#page.locator(this.#kind.text).evaluate((shown, cursor) => {
      const copy = shown.cloneNode(true)
      for (const each of copy.querySelectorAll(cursor)) each.remove()
      return copy.textContent.replaceAll(/[\u2060\u200B\uFEFF]/g, '').replaceAll('\u00A0', ' ')
    }, this.#kind.cursor)
  }

  /** Whose cursors are shown. */
  async cursors(): Promise<string[]> {
    const names = await this.#page.locator(this.#kind.cursor).allTextContents()
    return names.map((name) => name.replaceAll(/[\u2060\u200B\uFEFF]/g, ''))
  }

  async untilText(expected: string): Promise<void> {
    await this.#until(`the text "${expected}"`, expected, () => this.text())
  }

  async untilCursors(names: readonly string[]): Promise<void> {
    const expected = this.#kind.hasNamelessCursors === true ? names.map(() => '') : names
    await this.#until(`the cursors of [${names.join()}]`, JSON.stringify(expected), async () =>
      JSON.stringify(await this.cursors()),
    )
  }

  async untilSaveState(expected: string): Promise<void> {
    await this.#until(`the state ${expected}`, expected, () => this.#page.locator('#save-state').innerText())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#page.context().close()
  }

  async #until(what: string, expected: string, read: () => Promise<string>): Promise<void> {
    let last = ''
    try {
      await until(what, async () => (last = await read()) === expected)
    } catch (error) {
      throw new Error(`${what} was never shown, but "${last}"; ${this.#failures.join('; ')}`, { cause: error })
    }
  }
}
