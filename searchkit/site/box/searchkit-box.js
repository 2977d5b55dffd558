/**
 * `<searchkit-box>`: a search box for a site. `api="/api"` asks the HTTP API there, `src="/search/"` reads
 * the static index there. A form inside it is for readers without scripts; for others its field gives the
 * first query, and Enter sends it. Its words are those of the nearest `lang`; `box.strings = {...}`
 * replaces some. Its looks are custom properties (`--searchkit-accent`) and parts (`::part(input)`).
 *
 * It is a combobox whose list holds links to passages (WAI-ARIA APG, "Editable Combobox With List
 * Autocomplete"). Texts of essays and queries become text nodes only, so nothing in them can run.
 */
(() => {
  "use strict";

  /**
   * @typedef {{id: string, title: string, date: string | null, tags: string[], language: string}} Essay
   * @typedef {{kind: string, headings: string[], attribution: {author?: string, work?: string} | null}} Section
   * @typedef {{essay: Essay, section: Section, passage: {text: string, highlights: [number, number][]}, link: string}} Hit
   * @typedef {{total_essays: number, notices: string[], suggestions: string[], hits: Hit[]}} Answer
   * @typedef {{limit: number, kinds: string[], after?: string, before?: string, sort: string}} Options
   * @typedef {{search(query: string, options: Options): Promise<Answer>,
   *   suggest(prefix: string): Promise<{suggestions: string[]}>}} Backend
   */

  const PAUSE = 80; // milliseconds without a letter before a search
  const PATIENCE = 400; // milliseconds without an answer before we say that we are searching
  const STEP = 10;
  const MOST = 100;
  const KINDS = ["title", "heading", "paragraph", "quote", "list", "footnote", "caption", "table", "code", "embed"];

  /** The words of the box; # is a number, $1 and $2 are words of the query. @type {Record<string, Record<string, string>>} */
  const STRINGS = {
    en: {
      label: "Search the essays", one: "# result", other: "# results", first: "First # results", none: "Nothing found",
      advice: "Try other words, or fewer of them.", searching: "Searching…", more: "More results", try: "Did you mean",
      failed: "Search is not available now.", retry: "Try again", filters: "Filters", kind: "Kind", any: "All kinds",
      year: "Year", tag: "Tag", newest: "Newest first", instead: "Nothing found for $1. These are results for $2.",
      missing: "No essay holds $1.", some: "No essay holds all of these words. These hold some.",
      mixed: "Essays with all of these words come first.",
      kinds: "Title, Heading, Text, Quote, List, Footnote, Caption, Table, Code, Embed",
    },
  };

  const SPOKEN = ["fr", "de", "es", "zh", "ja"]; // in a script of their own, beside this one
  const HERE = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : "";

  /** Adds the words of other languages; without them, there are the English ones. @returns {Promise<void>} */
  function moreWords() {
    return new Promise((resolve) => {
      const script = make("script", { src: new URL("searchkit-box-words.js", HERE || document.baseURI).href });
      script.onload = script.onerror = () => {
        Object.assign(STRINGS, /** @type {any} */ (globalThis).searchkitBoxWords);
        resolve();
      };
      document.head.append(script);
    });
  }

  /** What the search says it did, and our words for it. @type {[RegExp, string][]} */
  const NOTICES = [
    [/^nothing found for (".*"): showing results for (".*")$/, "instead"],
    [/^no essay holds (".*")$/, "missing"],
    [/^no essay holds all of these words: /, "some"],
    [/^\d+ essays? holds? all of these words: /, "mixed"],
  ];

  const STYLE = `
    :host { color-scheme: light dark; display: block; position: relative; font: var(--searchkit-font, inherit);
      --text: var(--searchkit-text, light-dark(#1c1b19, #eceae6));
      --back: var(--searchkit-background, light-dark(#fff, #1d1e20));
      --quiet: var(--searchkit-muted, light-dark(#5f5b55, #aaa69f));
      --line: var(--searchkit-border, light-dark(#d8d4cd, #3f4145));
      --edge: var(--searchkit-border-strong, light-dark(#8a857c, #7d7f85));
      --accent: var(--searchkit-accent, light-dark(#1f5fa8, #8bbcf5));
      --marked: var(--searchkit-mark, light-dark(#ffe79a, #6b5410));
      --hover: var(--searchkit-hover, light-dark(#f2f0ec, #2a2c2f));
      --radius: var(--searchkit-radius, .6rem); }
    :host([hidden]), [hidden] { display: none !important; }
    * { box-sizing: border-box; }
    input, select, button { font: inherit; color: inherit; }
    .field { position: relative; }
    .field input { inline-size: 100%; min-block-size: 3rem; padding-block: .5rem; padding-inline: 1rem 3rem; font-size: max(1em, 16px);
      color: var(--text); background: var(--back); border: 1px solid var(--edge); border-radius: var(--radius); }
    ::placeholder { color: var(--quiet); opacity: 1; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
    kbd { position: absolute; inset-block-start: .8rem; inset-inline-end: .8rem; padding-inline: .5rem; font: .85rem/1.4rem ui-monospace, monospace;
      color: var(--quiet); border: 1px solid var(--line); border-radius: .3rem; pointer-events: none; }
    :focus-within > kbd { visibility: hidden; }
    .status { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .panel { position: absolute; z-index: var(--searchkit-z-index, 1000); inset-block-start: calc(100% + .4rem); inset-inline-start: 0;
      inline-size: max(100%, min(34rem, 100vw - 1rem)); max-inline-size: calc(100vw - 1rem); max-block-size: 70vh; overflow: auto;
      overscroll-behavior: contain; scroll-padding-block: 3.5rem; color: var(--text); background: var(--back); text-align: start;
      border: 1px solid var(--line); border-radius: var(--radius); box-shadow: 0 .8rem 2.5rem rgb(0 0 0 / .22); }
    .panel:focus { outline: none; }
    .bar { position: sticky; inset-block-start: 0; background: var(--back); border-block-end: 1px solid var(--line); }
    .count { float: inline-start; margin: 0; padding-inline: 1rem; font-size: .875rem; line-height: 2.75rem; color: var(--quiet); }
    summary { min-block-size: 2.75rem; padding-inline: 1rem; font-size: .875rem; line-height: 2.75rem; text-align: end; cursor: pointer; }
    summary:focus-visible { outline-offset: -3px; border-radius: var(--radius); }
    .filters { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0 1rem .8rem; font-size: .875rem; }
    .filters :is(input, select):not([type=checkbox]) { min-block-size: 2.75rem; padding-inline: .6rem; background: var(--back);
      border: 1px solid var(--edge); border-radius: .4rem; }
    [name=year] { inline-size: 6.5em; } [name=tag] { flex: 1; inline-size: 8em; min-inline-size: 7em; }
    .filters label { display: flex; align-items: center; gap: .4rem; min-block-size: 2.75rem; }
    [type=checkbox] { inline-size: 1.2rem; block-size: 1.2rem; accent-color: var(--accent); }
    .said { padding: .2rem 1rem; font-size: .875rem; color: var(--quiet); } .said:empty { display: none; }
    .said p { margin: .2rem 0; }
    .count, .said p, .chip { unicode-bidi: plaintext; text-align: match-parent; } .said b { color: var(--text); }
    .chip, .more, .retry { min-block-size: 2.75rem; padding-inline: .8rem; color: var(--accent); background: none; border: 0; border-radius: .4rem;
      cursor: pointer; }
    .asked { display: flex; align-items: center; gap: .9rem; overflow-x: auto; white-space: nowrap; scrollbar-width: thin; }
    .chip { padding-inline: 0; text-decoration: underline; text-underline-offset: .2em; }
    .chip:focus-visible { outline-offset: -2px; }
    .retry { border: 1px solid currentcolor; } .more { display: block; inline-size: 100%; border-block-start: 1px solid var(--line); }
    .essay { padding-block: .4rem; } .essay + .essay { border-block-start: 1px solid var(--line); }
    a { display: block; min-block-size: 2.75rem; padding: .45rem 1rem; color: inherit; text-decoration: none; overflow-wrap: anywhere; }
    a:hover, .chip:hover, .more:hover { background: var(--hover); }
    a[aria-selected=true] { background: var(--hover); outline: 2px solid var(--accent); outline-offset: -2px; border-radius: .4rem; }
    a > span { display: block; }
    .head { display: flex !important; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 1rem; margin-block-end: .2rem; }
    .title { font-weight: 650; line-height: 1.3; } time { font-size: .8125rem; color: var(--quiet); white-space: nowrap; }
    .place { font-size: .8125rem; line-height: 1.5; color: var(--quiet); } .place b { font-weight: 600; color: var(--accent); }
    .passage { font-size: .9375rem; line-height: 1.5; white-space: pre-line; }
    mark { color: inherit; background: var(--marked); border-radius: .15em; box-shadow: 0 0 0 .08em var(--marked); }
    @media (hover: none) { kbd { display: none; } .field input { padding-inline-end: 1rem; } }
    @media (forced-colors: active) { a[aria-selected=true] { outline-color: Highlight; } mark { color: MarkText; background: Mark; } }
    @media (prefers-reduced-motion: no-preference) { a { transition: background-color .1s; } }
  `;

  /**
   * An element with attributes and children; strings become text.
   * @template {keyof HTMLElementTagNameMap} Name
   * @param {Name} name
   * @param {Record<string, string>} [attributes]
   * @param {...(Node | string)} children
   * @returns {HTMLElementTagNameMap[Name]}
   */
  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  /** The HTTP API at an address. @param {string} api @returns {Backend} */
  function overHttp(api) {
    /** @param {string} path @param {string[][]} parameters */
    const ask = async (path, parameters) => {
      const response = await fetch(`${api.replace(/\/$/, "")}/${path}?${new URLSearchParams(parameters)}`);
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      return response.json();
    };
    return {
      search: (query, { kinds, ...options }) =>
        ask("search", [
          ["q", query],
          ...kinds.map((kind) => ["kind", kind]),
          ...Object.entries(options).map(([name, value]) => [name, `${value}`]),
        ]),
      suggest: (prefix) => ask("suggest", [["q", prefix]]),
    };
  }

  /** The static index in a folder, whose reader is loaded when it is first needed. @param {string} src @returns {Promise<Backend>} */
  async function fromFiles(src) {
    const base = new URL(src.replace(/\/?$/, "/"), document.baseURI).href;
    const global = /** @type {any} */ (globalThis);
    if (!global.searchkit)
      await new Promise((resolve, reject) => {
        const script = make("script", { src: `${base}searchkit.js` });
        for (const name of ["manifest", "searchkit-query", "searchkit-help"])
          document.head.append(make("link", { rel: "preload", as: "script", href: `${base}${name}.js` }));
        script.onload = resolve;
        script.onerror = reject;
        document.head.append(script);
      });
    return global.searchkit.open(base);
  }

  /**
   * The same query with its last word as the beginning of one, if it is of plain words and that is not ended.
   * @param {string} query @returns {[query: string, last: string] | null}
   */
  function unfinished(query) {
    const [, before, last] = /^((?:[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*\s+)*)([\p{L}\p{N}][\p{L}\p{M}\p{N}]{1,40})$/u.exec(query) ?? [];
    if (!last || /\b(AND|OR|NOT)\b/.test(query) || /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]$/u.test(last)) return null;
    return [`${before}(${last} OR ${last}*)`, last];
  }

  /** A passage as text and marks; its highlights count code points. @param {Hit["passage"]} passage */
  function marked({ text, highlights }) {
    const characters = Array.from(text);
    /** @type {(Node | string)[]} */
    const nodes = [];
    let at = 0;
    for (const [start, end] of highlights) {
      nodes.push(characters.slice(at, start).join(""), make("mark", { part: "mark" }, characters.slice(start, end).join("")));
      at = end;
    }
    return [...nodes, characters.slice(at).join("")];
  }

  /** The address of a hit, unless it would run something or is none. @param {string} link */
  function address(link) {
    try {
      const url = new URL(link, document.baseURI);
      return ["https:", "http:", "file:"].includes(url.protocol) ? url.href : "";
    } catch {
      return "";
    }
  }

  class SearchkitBox extends HTMLElement {
    static observedAttributes = ["api", "lang", "src"];

    #root = this.attachShadow({ mode: "open" });
    /** @type {Promise<Backend> | null} */
    #backend = null;
    /** @type {Record<string, string>} */
    #own = {};
    /** @type {Record<string, string>} */
    #words = STRINGS.en;
    #language = "en";
    #turn = 0; // of searches: only the last one's answer is shown
    #timer = 0;
    #limit = STEP;
    /** @type {HTMLAnchorElement[]} */
    #options = [];
    #active = -1;
    /** What the parts of the box are; made by #build. @type {any} */
    #parts = null;

    /** Words of the box to be used instead of ours, by name: `{label: "Search my notes"}`. */
    get strings() {
      return this.#own;
    }
    set strings(strings) {
      this.#own = strings;
      if (this.#parts) this.#build();
    }

    async connectedCallback() {
      if (!this.#root.adoptedStyleSheets.length) {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(STYLE);
        this.#root.adoptedStyleSheets = [sheet];
        this.addEventListener("focusin", () => this.#ready().catch(() => {}));
        this.addEventListener("focusout", (event) => this.#left(event));
      }
      if (Object.hasOwn(this, "strings")) {
        const { strings } = this; // set before this class was known
        Reflect.deleteProperty(this, "strings");
        this.#own = strings;
      }
      if (SPOKEN.includes(this.#spoken())) await moreWords();
      if (!this.isConnected) return;
      this.#build();
      document.addEventListener("keydown", this.#shortcut);
    }

    disconnectedCallback() {
      document.removeEventListener("keydown", this.#shortcut);
    }

    attributeChangedCallback() {
      this.#backend = null;
      if (this.#parts) this.#build();
    }

    // ---- what it is made of -----------------------------------------------------------------------

    /** The language that is spoken around it. */
    #spoken() {
      return (this.closest("[lang]")?.getAttribute("lang") || navigator.language).split("-")[0].toLowerCase();
    }

    #build() {
      this.#language = this.#spoken() in STRINGS ? this.#spoken() : "en";
      const words = (this.#words = { ...STRINGS[this.#language], ...this.#own });
      const form = this.#form();
      const typed = this.#parts?.input.value ?? new FormData(form ?? undefined).get("q") ?? "";
      const input = make("input", {
        part: "input", type: "text", role: "combobox", maxlength: "500", enterkeyhint: "search", placeholder: words.label,
        autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-label": words.label, "aria-expanded": "false",
        "aria-controls": "list", "aria-autocomplete": "list", "aria-keyshortcuts": "/ Control+K Meta+K",
      });
      input.value = `${typed}`;
      const kinds = words.kinds.split(", ").map((name, number) => make("option", { value: KINDS[number] }, name));
      const kind = make("select", { name: "kind", "aria-label": words.kind }, make("option", { value: "" }, words.any), ...kinds);
      const year = make("input", { name: "year", "aria-label": words.year, placeholder: words.year, inputmode: "numeric", maxlength: "4", list: "years" });
      const tag = make("input", { name: "tag", "aria-label": words.tag, placeholder: words.tag, maxlength: "60", list: "tags" });
      const newest = make("input", { type: "checkbox" });
      const years = make("datalist", { id: "years" });
      const tags = make("datalist", { id: "tags" });
      const filters = make("div", { class: "filters", part: "filters" }, kind, year, tag, make("label", {}, newest, words.newest), years, tags);
      const count = make("p", { class: "count", part: "count" });
      const bar = make("div", { class: "bar" }, count, make("details", {}, make("summary", {}, words.filters), filters));
      const said = make("div", { class: "said", part: "notices" });
      const list = make("div", { id: "list", role: "listbox", "aria-label": words.label });
      const more = make("button", { class: "more", part: "more", type: "button" }, words.more);
      const panel = make("div", { class: "panel", part: "panel", tabindex: "-1" }, bar, said, list, more);
      const status = make("div", { class: "status", role: "status" });
      const field = make("div", { class: "field" }, input, make("kbd", { "aria-hidden": "true" }, "/"));
      panel.hidden = true;
      this.#parts = { input, kind, year, tag, newest, years, tags, bar, count, said, list, more, panel, status };
      this.#root.replaceChildren(make("div", { role: "search", lang: this.#language }, field, panel, status));

      input.addEventListener("input", (event) => {
        if (!(/** @type {InputEvent} */ (event).isComposing)) this.#soon();
      });
      input.addEventListener("compositionend", () => this.#soon());
      input.addEventListener("click", () => panel.hidden && this.#soon());
      input.addEventListener("keydown", (event) => this.#key(event));
      filters.addEventListener("input", () => this.#soon());
      more.addEventListener("click", () => this.#more());
      panel.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        this.#close();
        input.focus();
      });
    }

    #form() {
      return this.querySelector("form");
    }

    /** What answers. */
    #ready() {
      const { api, src } = { api: this.getAttribute("api"), src: this.getAttribute("src") ?? "" };
      this.#backend ??= api === null ? fromFiles(src) : Promise.resolve(overHttp(api));
      this.#backend.catch(() => (this.#backend = null)); // so that it can be tried again
      return this.#backend;
    }

    // ---- keys and focus ---------------------------------------------------------------------------

    #shortcut = (/** @type {KeyboardEvent} */ event) => {
      const target = /** @type {HTMLElement} */ (event.composedPath()[0]);
      const writing = target.isContentEditable || target.matches?.("input, textarea, select");
      const slash = event.key === "/" && !writing && !event.ctrlKey && !event.metaKey && !event.altKey;
      const letter = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
      if (event.defaultPrevented || !(slash || letter)) return;
      event.preventDefault();
      this.#parts.input.focus();
      this.#parts.input.select();
      this.#soon();
    };

    /** @param {KeyboardEvent} event */
    #key(event) {
      if (event.isComposing || event.altKey) return;
      const last = this.#options.length - 1;
      const open = !this.#parts.panel.hidden;
      /** @type {Record<string, (() => void) | false>} */
      const keys = {
        ArrowDown: () => (open ? this.#activate(this.#active < last ? this.#active + 1 : -1) : this.#soon()),
        ArrowUp: () => this.#activate(this.#active < 0 ? last : this.#active - 1),
        Home: this.#active >= 0 && (() => this.#activate(0)),
        End: this.#active >= 0 && (() => this.#activate(last)),
        Enter: () => this.#enter(event),
        Escape: () => (open ? this.#close() : (this.#parts.input.value = "")),
      };
      const action = Object.hasOwn(keys, event.key) && keys[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    }

    /** Opens the passage that was chosen; else sends the form; else opens the best passage. @param {KeyboardEvent} event */
    async #enter(event) {
      const { input } = this.#parts;
      const form = this.#form();
      if (this.#active < 0 && form) {
        const field = form.querySelector("[name=q]");
        if (field instanceof HTMLInputElement) field.value = input.value;
        form.requestSubmit();
        return;
      }
      if (this.#active < 0) await this.#search();
      const { ctrlKey, metaKey, shiftKey } = event;
      this.#options[Math.max(0, this.#active)]?.dispatchEvent(
        new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }),
      );
    }

    /** @param {FocusEvent} event */
    #left(event) {
      const inside = event.relatedTarget instanceof Node && this.contains(event.relatedTarget);
      if (!inside && document.hasFocus()) this.#close();
    }

    /** Makes an option the active one, or none. @param {number} number */
    #activate(number) {
      const { input, panel } = this.#parts;
      this.#options[this.#active]?.setAttribute("aria-selected", "false");
      const option = this.#options[(this.#active = number)];
      if (!option) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      option.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", option.id);
      if (number === 0) panel.scrollTop = 0;
      option.scrollIntoView({ block: "nearest" });
    }

    #open() {
      const { panel, input } = this.#parts;
      if (panel.hidden) {
        panel.hidden = false;
        panel.style.translate = "";
        const { left, right, top } = panel.getBoundingClientRect();
        const width = document.documentElement.clientWidth;
        const shift = right > width - 8 ? Math.max(8 - left, width - 8 - right) : Math.max(0, 8 - left);
        panel.style.translate = `${shift}px`;
        panel.style.maxBlockSize = `${Math.max(260, innerHeight - top - 12)}px`;
      }
      input.setAttribute("aria-expanded", `${this.#options.length > 0}`);
    }

    #close() {
      clearTimeout(this.#timer);
      this.#turn++;
      this.#activate(-1);
      this.#parts.panel.hidden = true;
      this.#parts.input.setAttribute("aria-expanded", "false");
      this.#parts.status.textContent = "";
    }

    // ---- searching --------------------------------------------------------------------------------

    /** Searches once nothing has been typed for a moment. */
    #soon() {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#limit = STEP;
        this.#search();
      }, PAUSE);
    }

    async #more() {
      const before = new Set(this.#options.map((option) => option.href));
      this.#limit += STEP;
      await this.#search();
      this.#parts.input.focus();
      this.#activate(this.#options.findIndex((option) => !before.has(option.href)));
    }

    async #search() {
      clearTimeout(this.#timer);
      const turn = ++this.#turn;
      const query = this.#parts.input.value.trimStart();
      if (!query.trim()) {
        this.#close();
        return;
      }
      const patience = setTimeout(() => this.#say(this.#words.searching), PATIENCE);
      try {
        const backend = await this.#ready();
        const [answer, completions] = await Promise.all([this.#ask(backend, query), this.#completions(backend, query)]);
        if (turn === this.#turn) this.#show(answer, completions);
      } catch {
        if (turn === this.#turn) this.#fail();
      } finally {
        clearTimeout(patience);
      }
    }

    /** The answer to what was typed: to its last word as the beginning of one, if any essay has it. @param {Backend} backend @param {string} query */
    async #ask(backend, query) {
      const { kind, year, tag, newest } = this.#parts;
      const filter = tag.value.trim() ? `tag:"${tag.value.trim().replaceAll('"', "")}" ` : "";
      const options = { limit: this.#limit, kinds: kind.value ? [kind.value] : [], sort: newest.checked ? "date" : "relevance" };
      if (/^\d{4}$/.test(year.value)) Object.assign(options, { after: year.value, before: year.value });
      const [words, last] = unfinished(query) ?? [];
      if (words) {
        const answer = await backend.search(filter + words, options);
        const notices = answer.notices.filter((notice) => notice !== `no essay holds "${last}"`);
        if (answer.total_essays && !notices.some((notice) => notice.startsWith("no essay"))) return { ...answer, notices, suggestions: [] };
      }
      const answer = await backend.search(filter + query.trim(), options);
      return { ...answer, suggestions: answer.suggestions.map((other) => other.replace(filter, "")) };
    }

    // ---- showing ----------------------------------------------------------------------------------

    /** How the word that is being typed may go on. @param {Backend} backend @param {string} query */
    async #completions(backend, query) {
      if (query.endsWith(" ")) return [];
      const { suggestions } = await backend.suggest(query);
      return suggestions.filter((words) => words.toLowerCase() !== query.toLowerCase()).slice(0, 3);
    }

    /** @param {Answer} answer @param {string[]} completions */
    #show({ notices, suggestions, hits }, completions) {
      const { bar, count, said, list, more, years, tags } = this.#parts;
      const { advice, try: didYouMean } = this.#words;
      /** @type {Map<string, Hit[]>} */
      const essays = new Map();
      for (const hit of hits) essays.set(hit.essay.id, [...(essays.get(hit.essay.id) ?? []), hit]);
      this.#activate(-1);
      this.#options = [];
      list.replaceChildren(...[...essays.values()].map((own) => this.#essay(own)));
      list.hidden = !hits.length;
      bar.hidden = false;
      const full = hits.length >= this.#limit;
      more.hidden = !full || this.#limit >= MOST;
      count.textContent = this.#counted(hits.length, full);
      const told = notices.filter((notice) => hits.length || !notice.startsWith("nothing found"));
      said.replaceChildren(...told.map((notice) => this.#notice(notice)));
      if (!hits.length) said.append(make("p", {}, advice));
      if (suggestions.length) said.append(make("p", { class: "asked" }, `${didYouMean}: `, ...this.#chips(suggestions)));
      else if (completions.length) said.append(make("div", { class: "asked" }, ...this.#chips(completions)));
      for (const { essay } of hits) {
        if (essay.date) known(years, essay.date.slice(0, 4));
        for (const tag of essay.tags) known(tags, tag);
      }
      this.#open();
      const lines = [...said.querySelectorAll("p")].map((line) => ` ${line.innerText}`);
      this.#say(count.textContent + (lines.length ? `.${lines.join("")}` : ""));
    }

    /** @param {number} number @param {boolean} full whether there may be more */
    #counted(number, full) {
      const words = this.#words;
      if (!number) return words.none;
      const form = full ? "first" : new Intl.PluralRules(this.#language).select(number);
      return (words[form] ?? words.other).replace("#", number.toLocaleString(this.#language));
    }

    /** What the search says it did, in our words where we have them. @param {string} notice */
    #notice(notice) {
      for (const [pattern, name] of NOTICES) {
        const found = pattern.exec(notice);
        if (found) return make("p", {}, ...this.#words[name].split(/(\$\d)/).map((part) => (/^\$\d$/.test(part) ? make("b", {}, found[+part[1]]) : part)));
      }
      return make("p", { lang: "en" }, notice);
    }

    /** Buttons that search for something else. @param {string[]} queries */
    #chips(queries) {
      return queries.map((query) => {
        const button = make("button", { class: "chip", part: "suggestion", type: "button" }, query);
        button.addEventListener("click", () => {
          this.#parts.input.value = `${query} `; // ended, so no longer the beginning of a word
          this.#parts.input.focus();
          this.#search();
        });
        return button;
      });
    }

    /** The passages of one essay, the first below its title. @param {Hit[]} hits */
    #essay(hits) {
      const titled = `e${this.#options.length}`;
      const options = hits.map((hit, number) => {
        const option = this.#passage(hit, number ? "" : titled);
        option.id = `o${this.#options.push(option)}`;
        return option;
      });
      return make("div", { class: "essay", part: "essay", role: "group", "aria-labelledby": titled }, ...options);
    }

    /** @param {Hit} hit @param {string} titled the id of the essay's title, if this passage stands below it */
    #passage({ essay, section, passage, link }, titled) {
      const option = make("a", { part: "option", role: "option", "aria-selected": "false", tabindex: "-1" });
      const href = address(link);
      if (href) option.href = href;
      const text = { lang: essay.language, dir: "auto" };
      const isTitle = section.kind === "title";
      if (titled) {
        const title = make("span", { ...text, id: titled, class: "title", part: "title" }, ...(isTitle ? marked(passage) : [essay.title]));
        const head = make("span", { class: "head" }, title, " ");
        if (essay.date) head.append(make("time", { datetime: essay.date, part: "date" }, this.#date(essay.date)));
        option.append(head, " ");
        if (isTitle) return option;
      }
      const kind = this.#words.kinds.split(", ")[KINDS.indexOf(section.kind)];
      const by = section.attribution?.author;
      const path = [...(by ? [by] : []), ...section.headings].join(" › ");
      const place = make("span", { class: "place", part: "place" }, make("b", {}, kind), path && " · ", make("span", { ...text }, path));
      option.append(place, " ", make("span", { ...text, class: "passage", part: "passage" }, ...marked(passage)));
      return option;
    }

    /** @param {string} date */
    #date(date) {
      const time = new Date(date);
      if (date.length < 10 || isNaN(+time)) return date;
      return new Intl.DateTimeFormat(this.#language, { dateStyle: "medium", timeZone: "UTC" }).format(time);
    }

    #fail() {
      const { bar, said, list, more } = this.#parts;
      const retry = make("button", { class: "retry", part: "retry", type: "button" }, this.#words.retry);
      retry.addEventListener("click", () => {
        this.#parts.input.focus();
        this.#search();
      });
      this.#activate(-1);
      this.#options = [];
      list.replaceChildren();
      bar.hidden = list.hidden = more.hidden = true;
      said.replaceChildren(make("p", {}, this.#words.failed), retry);
      this.#open();
      this.#say(this.#words.failed);
    }

    /** Has a screen reader say it. @param {string} text */
    #say(text) {
      this.#parts.status.textContent = text;
    }
  }

  /** Adds a value to a list of known ones. @param {HTMLDataListElement} list @param {string} value */
  function known(list, value) {
    if (![...list.options].some((option) => option.value === value)) list.append(make("option", { value }));
  }

  if (!customElements.get("searchkit-box")) customElements.define("searchkit-box", SearchkitBox);
})();
