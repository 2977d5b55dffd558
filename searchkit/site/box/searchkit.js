/**
 * The reader of a static index: `searchkit.open("/search/")` gives an object with `search` and `suggest`,
 * which answer as the HTTP API does. A classic script without dependencies; docs/static-index.md describes
 * the files it reads, searchkit/search the ranking that it repeats.
 *
 * @typedef {{limit?: number, perEssay?: number, kinds?: string[], after?: string, before?: string, sort?: string}} Options
 * @typedef {{op: string, text?: string, boost?: number, slop?: number, field?: string, value?: string,
 *   after?: number, before?: number, child?: any, children?: any[], distance?: number}} Node
 */
(function (global) {
  "use strict";

  // ---- bytes ----------------------------------------------------------------------------------------

  /** The bytes that a string of 15 bits a unit stands for. @param {string} text */
  function unpack(text) {
    const bytes = new Uint8Array(Math.floor((text.length * 15) / 8));
    let held = 0, count = 0, at = 0;
    for (let i = 0; i < text.length; i++) {
      held = (held << 15) | (text.charCodeAt(i) - 0x100);
      for (count += 15; count >= 8 && at < bytes.length; ) bytes[at++] = (held >> (count -= 8)) & 255;
      held &= (1 << count) - 1;
    }
    return bytes;
  }

  /** Reads bits from the highest of each byte down. */
  class Bits {
    /** @param {Uint8Array} bytes */
    constructor(bytes) {
      this.bytes = bytes;
      this.at = 0;
    }
    take(count) {
      let value = 0;
      for (; count > 0; count--, this.at++) value = value * 2 + ((this.bytes[this.at >> 3] >> (7 - (this.at & 7))) & 1);
      return value;
    }
    /** An exponential Golomb code of order k. */
    golomb(k = 0) {
      let size = k + 1;
      while (!((this.bytes[this.at >> 3] >> (7 - (this.at & 7))) & 1)) {
        size++;
        if (++this.at > this.bytes.length * 8) throw new Error("a file of the index is cut short");
      }
      return this.take(size) - 2 ** k;
    }
  }

  const LENGTH_BASE = [], DISTANCE_BASE = [], LENGTH_EXTRA = [], DISTANCE_EXTRA = [];
  for (let i = 0, base = 3; i < 28; i++) {
    LENGTH_BASE[i] = base;
    base += 1 << (LENGTH_EXTRA[i] = i < 8 ? 0 : (i >> 2) - 1);
  }
  LENGTH_BASE[28] = 258;
  LENGTH_EXTRA[28] = 0;
  for (let i = 0, base = 1; i < 30; i++) {
    DISTANCE_BASE[i] = base;
    base += 1 << (DISTANCE_EXTRA[i] = i < 4 ? 0 : (i >> 1) - 1);
  }

  /** Counts and symbols of a canonical Huffman code. @param {number[]} lengths */
  function huffman(lengths) {
    const counts = new Array(16).fill(0), starts = [0, 0], symbols = [];
    for (const length of lengths) counts[length]++;
    counts[0] = 0;
    for (let i = 1; i < 15; i++) starts[i + 1] = starts[i] + counts[i];
    lengths.forEach((length, symbol) => length && (symbols[starts[length]++] = symbol));
    return { counts, symbols };
  }

  const FIXED = [
    huffman([...Array(288).keys()].map((i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))),
    huffman(new Array(30).fill(5)),
  ];

  /** Raw deflate (RFC 1951) behind a preset dictionary. @param {Uint8Array} source @param {Uint8Array} [dictionary] */
  function inflate(source, dictionary) {
    const before = dictionary ? dictionary.length : 0;
    let out = new Uint8Array(before + source.length * 4 + 1024), at = before, held = 0, count = 0, next = 0;
    if (dictionary) out.set(dictionary);
    const take = (wanted) => {
      while (count < wanted) {
        if (next > source.length + 3) throw new Error("a file of the index is cut short");
        held |= source[next++] << count;
        count += 8;
      }
      const value = held & ((1 << wanted) - 1);
      held >>>= wanted;
      count -= wanted;
      return value;
    };
    const decode = ({ counts, symbols }) => {
      for (let length = 1, code = 0, first = 0, index = 0; length < 16; length++) {
        code |= take(1);
        if (code - counts[length] < first) return symbols[index + code - first];
        index += counts[length];
        first = (first + counts[length]) << 1;
        code <<= 1;
      }
      throw new Error("a file of the index is damaged");
    };
    const room = (wanted) => {
      if (at + wanted <= out.length) return;
      const larger = new Uint8Array(Math.max(out.length * 2, at + wanted));
      larger.set(out);
      out = larger;
    };
    const codes = () => {
      const literals = take(5) + 257, distances = take(5) + 1, few = new Array(19).fill(0), lengths = [];
      const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
      for (let i = 0, all = take(4) + 4; i < all; i++) few[order[i]] = take(3);
      const code = huffman(few);
      while (lengths.length < literals + distances) {
        const symbol = decode(code);
        const times = symbol < 16 ? 1 : symbol === 16 ? take(2) + 3 : symbol === 17 ? take(3) + 3 : take(7) + 11;
        const value = symbol < 16 ? symbol : symbol === 16 ? lengths[lengths.length - 1] : 0;
        for (let i = 0; i < times; i++) lengths.push(value);
      }
      return [huffman(lengths.slice(0, literals)), huffman(lengths.slice(literals))];
    };
    for (let last = 0; !last; ) {
      last = take(1);
      const type = take(2);
      if (type === 0) {
        next -= count >> 3;
        held = count = 0;
        const length = source[next] | (source[next + 1] << 8);
        room(length);
        out.set(source.subarray(next + 4, next + 4 + length), at);
        at += length;
        next += 4 + length;
        continue;
      }
      const [literals, distances] = type === 1 ? FIXED : codes();
      for (let symbol; (symbol = decode(literals)) !== 256; ) {
        if (symbol < 256) {
          room(1);
          out[at++] = symbol;
          continue;
        }
        const length = LENGTH_BASE[symbol - 257] + take(LENGTH_EXTRA[symbol - 257]);
        const far = decode(distances), distance = DISTANCE_BASE[far] + take(DISTANCE_EXTRA[far]);
        room(length);
        for (let i = 0; i < length; i++, at++) out[at] = out[at - distance];
      }
    }
    return out.subarray(before, at);
  }

  const utf8 = new TextDecoder();
  const text = (bytes, dictionary) => utf8.decode(inflate(bytes, dictionary));

  // ---- words ----------------------------------------------------------------------------------------

  const CJK =
    "\\u1100-\\u11ff\\u2e80-\\u2fdf\\u3005-\\u3007\\u3021-\\u3029\\u3041-\\u30ff\\u3130-\\u318f\\u31f0-\\u31ff" +
    "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3ffff}";
  const LETTERS = `(?:(?![${CJK}])[\\p{L}\\p{Nl}\\p{No}])+`;
  const MARKS =
    "[\\u00ad\\u200b-\\u200d\\u2060\\ufeff\\u0300-\\u036f\\u0483-\\u0489\\u0591-\\u05c7\\u0610-\\u061a\\u064b-\\u065f" +
    "\\u0670\\u06d6-\\u06ed\\u0900-\\u0903\\u093a-\\u094f\\u0962\\u0963\\u0981-\\u0983\\u09bc-\\u09d7\\u0b82-\\u0bd7" +
    "\\u0e31\\u0e34-\\u0e3a\\u0e47-\\u0e4e]";
  const WORD = new RegExp(`${LETTERS}(?:${MARKS}+(?:${LETTERS})?|['‘’‛ʼ＇]${LETTERS})*|\\p{Nd}+|[${CJK}]`, "gu");
  const FOLDED = { ø: "o", đ: "d", ð: "d", ł: "l", ħ: "h", æ: "ae", œ: "oe", ı: "i", ß: "ss", ς: "σ" };
  const POINT = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/;

  /** The exact term of a word, as searchkit.analysis.folding makes it. @param {string} word */
  function fold(word) {
    if (/^[\0-\x7f]*$/.test(word)) return word.toLowerCase().slice(0, 200);
    let term = "";
    const plain = word.replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, "").replace(/[‘’‛ʼ＇]/g, "'");
    for (const lower of plain.normalize("NFKC").toLowerCase()) {
      for (const letter of FOLDED[lower] || lower) {
        if (letter < "\x80" || letter === "й") term += letter;
        else if (!POINT.test(letter)) {
          const [first] = letter.normalize("NFD");
          term += first.codePointAt(0) <= 0x52f ? first : letter;
        }
      }
    }
    return [...(term.replace(/\s/g, "") || word)].slice(0, 200).join("");
  }

  const words = (string) => Array.from(string.matchAll(WORD), (m) => ({ start: m.index, end: m.index + m[0].length, text: m[0] }));
  const terms = (string) => (string.match(WORD) || []).map(fold);

  /** Orders by code points, as Python does. */
  function compare(one, other) {
    for (let i = 0; ; i++) {
      const a = one.charCodeAt(i), b = other.charCodeAt(i);
      if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
      if (a !== b) return (one.codePointAt(i) || 0) - (other.codePointAt(i) || 0);
    }
  }

  /** The number of the last of sorted keys that is not after `key`, at least 0. */
  function lastUpTo(keys, key, order = compare) {
    let low = 0, high = keys.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (order(keys[middle], key) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Optimal string alignment distance (Damerau 1964). */
  function distance(one, other) {
    const rows = [[...Array(other.length + 1).keys()]];
    for (let i = 1; i <= one.length; i++) {
      rows[i] = [i];
      for (let j = 1; j <= other.length; j++) {
        const same = one[i - 1] === other[j - 1] ? 0 : 1;
        let best = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + same);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) best = Math.min(best, rows[i - 2][j - 2] + 1);
        rows[i][j] = best;
      }
    }
    return rows[one.length][other.length];
  }

  // ---- the query language: searchkit/query, whose parser has the grammar ----------------------------

  const TEXT_FIELDS = ["title", "heading"];
  const SINGLE = ["kind", "type", "essay", "lang"];
  const MAX_CHARACTERS = 1000, MAX_CLAUSES = 64, MAX_DEPTH = 16;
  const hasWords = (string) => /[\p{L}\p{N}]/u.test(string);
  const isNumber = (string) => /^(\d+\.?\d*|\.\d+)$/.test(string);
  const short = (string) => (string.length <= 40 ? string : string.slice(0, 39) + "…");
  const lone = (sign) => `${sign} had nothing to work on: ignored`;

  /** @returns {[string, boolean]} the text as it is read, and whether there was more */
  function clean(string) {
    let letters = [...string], cut = letters.length > MAX_CHARACTERS;
    if (cut) {
      letters = [...string.trim()];
      cut = letters.length > MAX_CHARACTERS;
      const head = letters.slice(0, MAX_CHARACTERS).join("");
      string = cut && !/\s/.test(letters[MAX_CHARACTERS]) ? head.replace(/\s+\S*$/, "") : head;
    }
    const single = (one) => one.split(/[\s\x1c-\x1f\x85]+/).filter(Boolean).join(" ");
    string = single(string).replace(/[“”„‟«»]/g, '"').replace(/[‘’‚‛]/g, "'");
    return [single(string.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "")), cut];
  }

  const joined = (op, nodes) => {
    const flat = nodes.flatMap((node) => (node.op === op ? node.children : [node]));
    return flat.length > 1 ? { op, children: flat } : flat[0];
  };
  const without = (node) => {
    if (node.op === "not") return node.child;
    if (node.op === "words") return { op: "not", child: joined("or", node.children) };
    if (node.op === "scoped" && node.child.op === "words")
      return { op: "not", child: { ...node, child: joined("or", node.child.children) } };
    return { op: "not", child: node };
  };
  const isText = (node) => ["word", "phrase", "prefix", "fuzzy"].includes(node.op);
  const holdsText = (node) =>
    isText(node) || (node.op === "scoped" && holdsText(node.child)) || (node.children || []).some(holdsText);

  /** Parts side by side, each with whether it is a must. @returns {Node | undefined} */
  function sequence(parts) {
    const filters = new Map(), musts = [], nots = [], plain = [];
    for (const [must, node] of parts) {
      if (holdsText(node)) (must ? musts : plain).push(node);
      else if (node.op === "not") nots.push(node);
      else {
        const key = node.op === "tagged" && SINGLE.includes(node.field) ? node.field : node;
        filters.set(key, [...(filters.get(key) || []), node]);
      }
    }
    const either = [...filters.values()].map((nodes) => joined("or", nodes));
    const all = [...either, ...musts, ...nots, ...(plain.length ? [joined("words", plain)] : [])];
    return all.length ? joined("and", all) : undefined;
  }

  const DAY = 86400000, EPOCH = 719163;
  const ordinal = (year, month, day) => new Date(Date.UTC(2000, month - 1, day)).setUTCFullYear(year, month - 1, day) / DAY + EPOCH;

  /** The first and last day (proleptic ordinals) of a year, a month or a day. */
  function period(string) {
    const found = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(string.trim());
    if (!found) return undefined;
    const [year, month, day] = [Number(found[1]), Number(found[2] || 1), Number(found[3] || 1)];
    const first = ordinal(year, month, day), real = new Date((first - EPOCH) * DAY);
    if (year < 1 || real.getUTCMonth() + 1 !== month || real.getUTCDate() !== day) return undefined;
    if (!found[2]) return [first, ordinal(year, 12, 31)];
    return [first, found[3] ? first : ordinal(year, month + 1, 1) - 1];
  }
  function comparison(string) {
    const [, sign, rest] = /^([<>=]*)(.*)$/.exec(string), days = period(rest);
    if (!days || !["", ">", ">=", "<", "<="].includes(sign)) return undefined;
    const after = sign === ">" ? days[1] + 1 : days[0], before = sign === "<" ? days[0] - 1 : days[1];
    return { op: "dated", after: sign[0] === "<" ? undefined : after, before: sign[0] === ">" ? undefined : before };
  }
  const RANGE = /([[{]) ?([^ \]}()]*)(?:( [Tt][Oo])(?: ([^ \]}()]+))?)? ?([\]}]?)/y;
  function range(string) {
    RANGE.lastIndex = 0;
    const found = RANGE.exec(string);
    if (!found || found[0].length !== string.length) return undefined;
    const [, opening, start, to, end, closing] = found;
    const bound = (value, sign) => (value === "*" ? { op: "dated" } : comparison(sign + value));
    const after = bound(start, opening === "{" ? ">" : ">=");
    const before = bound(end === undefined ? (closing && !to ? start : "*") : end, closing === "}" ? "<" : "<=");
    if (!after || !before || (after.after && before.before && after.after > before.before)) return undefined;
    return { op: "dated", after: after.after, before: before.before };
  }

  function nearestKind(string, kinds) {
    string = string.toLowerCase();
    if (kinds.includes(string)) return string;
    const near = kinds.find((kind) => string && kind.startsWith(string)) ||
      kinds.find((kind) => string.includes(kind) || (string.length > 2 && kind.includes(string)));
    if (near) return near;
    const levenshtein = (one, other) => {
      let row = [...Array(other.length + 1).keys()];
      for (let i = 0; i < one.length; i++) {
        const next = [i + 1];
        for (let j = 0; j < other.length; j++)
          next.push(Math.min(next[j] + 1, row[j + 1] + 1, row[j] + (one[i] === other[j] ? 0 : 1)));
        row = next;
      }
      return row[other.length];
    };
    const [edits, kind] = kinds.map((one) => /** @type {[number, string]} */ ([levenshtein(string, one), one])).sort((a, b) => a[0] - b[0] || compare(a[1], b[1]))[0];
    return edits <= (string.length < 5 ? 1 : 2) ? kind : undefined;
  }

  /** What a query asks for; `known` has the `kinds` and `fields` there are. */
  function parse(string, known) {
    const [query, cut] = clean(string);
    const told = new Set(cut ? ["only the first 1,000 characters were read"] : []);
    const root = new Parser(query, known, told).parse();
    if (!root && query) told.add(NOTHING);
    return { text: query, root, notices: [...told] };
  }
  const NOTHING = "nothing to search for";

  /** The pattern of a token; a sign counts at the start of a word only. */
  function tokens(fields, signed) {
    const anyCase = fields.map((name) => [...name].map((c) => `[${c}${c.toUpperCase()}]`).join("")).join("|");
    return new RegExp(
      `[ ]?(?:(${signed ? '[+-](?=[\\p{L}\\p{N}_"(@#$])' : "(?!)"})?(?:(${anyCase}):(?=[^ )]))?` +
        `(?:([^ "()]+(?:"+(?=[ )]|$))?)|"([^"]*)("?)([~^][~^0-9.]*)?|([()])))`,
      "uyd",
    );
  }

  class Tokens {
    constructor(query, fields) {
      this.query = query;
      this.at = 0;
      this.signed = tokens(fields, true);
      this.plain = tokens(fields, false);
    }
    next() {
      const opens = this.at === 0 || this.query[this.at] === " " || " (".includes(this.query[this.at - 1]);
      const pattern = opens ? this.signed : this.plain;
      pattern.lastIndex = this.at;
      const found = pattern.exec(this.query);
      if (found) this.at = pattern.lastIndex;
      return found;
    }
  }

  class Parser {
    constructor(query, known, told) {
      this.query = query;
      this.known = known;
      this.told = told;
      this.tokens = new Tokens(query, known.fields);
      this.clauses = this.deep = 0;
      this.group = { items: [], field: "" };
      this.outer = [];
    }
    parse() {
      let found, whole = true;
      while (whole && (found = this.tokens.next())) {
        const [, sign, field, word, phrase, quote, marks, parenthesis] = found;
        if (parenthesis === ")") this.close();
        else if (["AND", "OR", "NOT"].includes(word) && !sign && !field) this.group.items.push(word);
        else if (parenthesis) this.open(sign, field);
        else if (this.clauses === MAX_CLAUSES) {
          this.told.add("only the first 64 words, phrases and filters were read");
          whole = false;
        } else {
          const [name, scope] = this.fields(field);
          const node = phrase === undefined ? this.word(name, word) : this.phrase(name, phrase, marks || "", quote);
          this.clauses += node || name ? 1 : 0;
          this.add(sign, scope, node);
        }
      }
      if (whole && this.outer.length) this.told.add("a parenthesis was never closed: read to the end");
      while (this.outer.length) this.leave();
      return this.joined(this.group.items);
    }
    fields(typed) {
      const name = typed ? typed.toLowerCase() : "", outer = this.group.field;
      if (outer) {
        if (name) this.told.add(`${name}: inside ${outer}:( ) was ignored`);
        return [outer, ""];
      }
      return [name, TEXT_FIELDS.includes(name) ? name : ""];
    }
    open(sign, typed) {
      if (this.outer.length === MAX_DEPTH) {
        this.deep++;
        this.told.add("parentheses more than 16 deep were ignored");
        return;
      }
      const [field, scope] = this.fields(typed);
      this.outer.push(this.group);
      this.group = { items: [], sign, field, scope, told: this.told.size };
    }
    close() {
      if (this.deep) this.deep--;
      else if (this.outer.length) this.leave();
      else this.told.add("a parenthesis that closes nothing was ignored");
    }
    leave() {
      const group = this.group;
      this.group = this.outer.pop();
      const node = this.joined(group.items);
      this.add(group.sign, group.scope, node);
      if (!node && this.told.size === group.told) this.told.add("empty parentheses were ignored");
    }
    add(sign, scope, node) {
      if (!node) return;
      if (scope) node = { op: "scoped", field: scope, child: node };
      this.group.items.push([sign === "+", sign === "-" ? without(node) : node]);
    }
    joined(items) {
      const chains = [];
      let operator = "", negated = false;
      for (const item of items) {
        if (typeof item !== "string") {
          const node = negated ? without(item[1]) : item[1];
          if (!operator) chains.push({ must: false, either: [] });
          const chain = chains[chains.length - 1];
          if (operator === "AND") chain.either[chain.either.length - 1].push(node);
          else chain.either.push([node]);
          chain.must = chain.must || item[0];
          operator = "";
          negated = false;
        } else if (item === "NOT") negated = !negated;
        else if (operator || negated || !chains.length) this.told.add(lone(item));
        else operator = item;
      }
      if (operator) this.told.add(lone(operator));
      if (negated) this.told.add(lone("NOT"));
      return sequence(chains.map(({ must, either }) => [must, joined("or", either.map((all) => joined("and", all)))]));
    }
    word(field, word) {
      if (!field || TEXT_FIELDS.includes(field)) {
        if (word.includes(":") && !field) this.colon(word);
        return this.plainWord(word);
      }
      if (field === "date" && "[{".includes(word[0])) {
        RANGE.lastIndex = this.tokens.at - word.length;
        const found = RANGE.exec(this.query);
        if (!found) return undefined;
        this.tokens.at = RANGE.lastIndex;
        return this.dates(found[0].trimEnd());
      }
      return this.filter(field, word);
    }
    colon(word) {
      const [name, ...rest] = word.split(":"), value = rest.join(":");
      if (!/^[A-Za-z]+$/.test(name)) return;
      const follows = this.query[this.tokens.at];
      if (this.known.fields.includes(name.toLowerCase())) this.told.add(`${name}: takes its value without a space: searched as a word`);
      else if (/^[\p{L}\p{N}]/u.test(value) || ((follows === '"' || follows === "(") && !value))
        this.told.add(`unknown field ${short(name)}: searched as a word`);
    }
    plainWord(word) {
      if (word.endsWith('"')) {
        this.told.add("a quotation mark that closes nothing was ignored");
        word = word.replace(/"+$/, "");
      }
      if (word[0] === "^" && (!word[1] || isNumber(word.slice(1)))) {
        this.told.add(lone(word));
        return undefined;
      }
      const [body, boost] = this.boosted(word);
      if (body.includes("*")) return this.starred(body, boost);
      const tilde = body.lastIndexOf("~"), number = body.slice(tilde + 1);
      if (tilde >= 0 && (!number || isNumber(number))) return this.fuzzy(body.slice(0, tilde), number, boost);
      return hasWords(body) ? { op: "word", text: body, boost } : undefined;
    }
    boosted(string) {
      const caret = string.lastIndexOf("^"), number = string.slice(caret + 1);
      if (caret < 0) return [string, 1];
      if (!number) {
        this.told.add("a boost is a number such as ^2: ignored");
        return [string.slice(0, caret), 1];
      }
      if (!isNumber(number)) return [string, 1];
      const boost = Math.min(Math.max(Number(number), 0.1), 10);
      if (boost !== Number(number)) this.told.add("a boost is between 0.1 and 10: the nearest was taken");
      return [string.slice(0, caret), boost];
    }
    starred(string, boost) {
      const stem = string.replace(/^\*+|\*+$/g, "");
      if (!hasWords(stem)) {
        this.told.add(lone("*"));
        return undefined;
      }
      if (string[0] === "*" || stem.includes("*")) this.told.add("a * is read only at the end of a word");
      const op = string.endsWith("*") && string[0] !== "*" ? "prefix" : "word";
      return { op, text: stem, boost };
    }
    fuzzy(string, number, boost) {
      if (!hasWords(string)) {
        this.told.add(lone("~"));
        return number ? { op: "word", text: number, boost } : undefined;
      }
      let far = Number(number || 1);
      if (far > 2) {
        this.told.add("a word may be off by 2 letters at most: searched with ~2");
        far = 2;
      } else if (far !== Math.floor(far)) {
        this.told.add("the number after ~ is 1 or 2: searched with ~1");
        far = 1;
      }
      return far ? { op: "fuzzy", text: string, distance: far, boost } : { op: "word", text: string, boost };
    }
    phrase(field, phrase, marks, quote) {
      if (!quote) {
        if (!hasWords(phrase)) {
          this.told.add("a quotation mark with nothing after it was ignored");
          return undefined;
        }
        this.told.add("the quotation mark was never closed: read to the end");
      }
      if (field && !TEXT_FIELDS.includes(field)) return this.filter(field, phrase);
      const [near, boost] = this.boosted(marks);
      if (!hasWords(phrase)) {
        this.told.add("empty quotation marks were ignored");
        return undefined;
      }
      return { op: "phrase", text: phrase.trim(), slop: this.slop(near), boost };
    }
    slop(mark) {
      const number = mark.slice(1);
      if (!mark) return 0;
      if (!number) return 1;
      if (!/^\d+$/.test(number)) {
        this.told.add("the number after ~ is a whole one: searched without it");
        return 0;
      }
      if (Number(number) > 100) this.told.add("the words of a phrase may be 100 apart at most: searched with ~100");
      return Math.min(Number(number), 100);
    }
    filter(field, string) {
      let value = string.replace(/[,;"]+$/, "").trim();
      if (value.endsWith("*")) {
        this.told.add(`${field}: takes a whole value: the * was ignored`);
        value = value.replace(/\*+$/, "");
      }
      if (!value) {
        this.told.add(`${field}: had no value: ignored`);
        return undefined;
      }
      if (field === "date") {
        const days = comparison(value);
        if (!days) this.told.add(`date:${short(value)} is not a date such as 2023, 2023-03 or 2023-03-20: ignored`);
        return days;
      }
      if (field !== "kind") return { op: "tagged", field, value };
      const kind = nearestKind(value, this.known.kinds);
      if (!kind) this.told.add(`there is no kind ${short(value)}: ignored (the kinds are ${this.known.kinds.join(", ")})`);
      else if (kind !== value.toLowerCase()) this.told.add(`kind:${short(value)} read as kind:${kind}`);
      return kind && { op: "tagged", field, value: kind };
    }
    dates(string) {
      let days = range(string);
      if (!days) {
        const [start, end = ""] = string.replace(/^[[\]{} ]+|[[\]{} ]+$/g, "").toUpperCase().split(" TO ");
        days = range(`${string.endsWith("}") ? "{" : "["}${end} TO ${start}${string[0] === "{" ? "}" : "]"}`);
        this.told.add(days ? "the date range ends before it begins: read the other way round"
          : `date:${short(string)} is not a range such as [2023-01 TO 2023-06]: ignored`);
      } else if (!/[\]}]$/.test(string)) this.told.add(`date:${short(string)} is not finished: read as far as it goes`);
      return days;
    }
  }

  /** The words that may be misspelt, with their places: searchkit.search.typed. */
  function typedWords(query, fields) {
    const found = [], inside = [true], all = new Tokens(query, fields);
    let excluded = false;
    for (let token; (token = all.next()); ) {
      const [, sign, field, word, phrase, , , parenthesis] = token;
      const wanted = inside[inside.length - 1] && sign !== "-" && !excluded && (!field || TEXT_FIELDS.includes(field.toLowerCase()));
      excluded = word === "NOT" && !sign && !field;
      const group = phrase !== undefined ? 4 : 3;
      if (parenthesis === "(") inside.push(wanted);
      else if (parenthesis) inside.length > 1 && inside.pop();
      else if (wanted && (phrase !== undefined || (!["AND", "OR", "NOT"].includes(word) && !/[*~]/.test(word)))) {
        const [start] = token.indices[group];
        for (const one of words(token[group])) found.push({ term: fold(one.text), start: start + one.start, end: start + one.end });
      }
    }
    return found;
  }

  // ---- the files ------------------------------------------------------------------------------------

  const api = { data: "", open, internals: { unpack, inflate, Bits, fold, terms, parse } };
  global.searchkit = Object.assign(global.searchkit || {}, api);

  /** Runs a script and resolves to what `read` finds when it has run. @returns {Promise<any>} */
  function load(url, read) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = url;
      script.onload = () => {
        script.remove();
        try {
          resolve(read());
        } catch (error) {
          reject(error);
        }
      };
      script.onerror = () => {
        script.remove();
        reject(new Error(`${url} could not be loaded`));
      };
      document.head.append(script);
    });
  }

  /** The files of one index; each is asked for once. */
  class Files {
    constructor(base, manifest) {
      this.base = base;
      this.hashes = manifest.hashes;
      this.dictionary = new TextEncoder().encode(manifest.dictionary);
      this.asked = new Map();
    }
    /** @returns {Promise<any>} what `read` makes of a file's bytes */
    file(letter, number, read) {
      const name = `${letter}${number}-${this.hashes[letter].slice(number * 4, number * 4 + 4)}.js`;
      let asked = this.asked.get(name);
      if (!asked) {
        asked = load(`${this.base}data/${name}`, () => read(unpack(global.searchkit.data)));
        asked.catch(() => this.asked.delete(name));
        this.asked.set(name, asked);
      }
      return asked;
    }
  }

  /** A list whose lines say how much of the line before they share. */
  function unfronted(string, rows = []) {
    let before = "";
    for (const line of string.split("\n")) {
      const [key, ...rest] = (before.slice(0, line.charCodeAt(0) - 48) + line.slice(1)).split("\t");
      before = key;
      rows.push([key, ...rest]);
    }
    return rows;
  }

  // ---- the dictionary and its postings --------------------------------------------------------------

  const quantized = (length) => {
    if (length < 40) return length;
    const size = Math.max(0, 31 - Math.clz32(length - 24) - 3);
    return (((length - 24) >> size) << size) + 24;
  };

  /** A form in the essays of one language, with its postings, those of its pair or of attributions. */
  class Entry {
    constructor(form) {
      this.form = form;
      this.isPair = form.includes(" ");
      this.isBy = form.endsWith("@");
      this.titles = [];
      this.subtitles = [];
      this.headings = [];
      this.count = this.language = 0;
      this.apart = -1;
    }
    /** Its sections and how often it stands in each. */
    readSections(bits, lengths, lengthOf) {
      this.sections = new Int32Array(this.count);
      this.times = new Int32Array(this.count);
      for (let i = 0, section = -1; i < this.count; i++) {
        section += bits.golomb(this.gapOrder) + 1;
        this.sections[i] = section;
        this.times[i] = bits.golomb() + 1;
        if (!this.isPair) lengthOf[section] = lengths[bits.take(6)];
      }
    }
    readPlaces(bits) {
      this.places = new Map();
      for (let i = 0; i < this.count; i++) {
        const places = [];
        for (let n = 0, place = -1; n < this.times[i]; n++) places.push((place += bits.golomb(this.placeOrder) + 1));
        this.places.set(this.sections[i], places);
      }
    }
  }

  /** The entries of a shard by form, with their families. */
  function readShard(bytes, { languages, lengths }, lengthOf) {
    const sizes = [0, 1, 2, 3, 4, 5].map((n) => (bytes[n * 3] << 16) | (bytes[n * 3 + 1] << 8) | bytes[n * 3 + 2]);
    let at = 18;
    const parts = sizes.map((size) => bytes.subarray(at, (at += size)));
    const entries = unfronted(text(parts[0])).map(([form]) => new Entry(form));
    const [heads, fields, essays, sections, places] = parts.slice(1).map((part) => new Bits(part));
    entries.forEach((entry, number) => {
      if (languages.length > 1) entry.language = heads.golomb();
      const back = heads.golomb();
      entry.family = back ? entries[number - back].family : [];
      entry.family.push(entry);
      entry.count = heads.golomb(1);
      if (entry.count) {
        entry.gapOrder = heads.take(4);
        entry.placeOrder = heads.take(3);
        if (heads.take(1)) {
          entry.apart = heads.golomb(4);
          entry.essays = heads.golomb(8);
          entry.essayOrder = heads.take(4);
        }
      }
      if (!entry.isPair) readFields(entry, [heads.golomb(), heads.golomb(), heads.golomb()], fields);
      if (entry.apart >= 0) {
        const count = entry.essays;
        entry.essays = new Map();
        for (let i = 0, essay = -1; i < count; i++) {
          essay += essays.golomb() + 1;
          entry.essays.set(essay, essays.golomb(entry.essayOrder) + 1);
        }
      } else {
        entry.readSections(sections, lengths, lengthOf);
      }
    });
    for (const entry of entries) if (entry.apart < 0 && !entry.isBy) entry.readPlaces(places);
    const byForm = new Map();
    for (const entry of entries) byForm.set(entry.form, [...(byForm.get(entry.form) || []), entry]);
    return byForm;
  }

  function readFields(entry, [titles, subtitles, headings], bits) {
    for (const [list, count] of [[entry.titles, titles], [entry.subtitles, subtitles]])
      for (let i = 0, essay = -1; i < count; i++)
        list.push([(essay += bits.golomb(6) + 1), bits.golomb() + 1, bits.golomb(2) + 1]);
    for (let i = 0, section = -1; i < headings; i++) {
      section += bits.golomb(8) + 1;
      entry.headings.push([section, bits.golomb(2) + 1, bits.golomb() + 1, bits.golomb(2) + 1, bits.golomb(4) + 1]);
    }
  }

  const K1 = 1.2, B = 0.75, TYPICAL = 5;
  const idf = (held, size) => Math.log(1 + (size - Math.min(held, size) + 0.5) / (Math.min(held, size) + 0.5));
  const saturated = (times, length, average) => (times * (K1 + 1)) / (times + K1 * (1 - B + (B * quantized(length)) / average));

  /** What all words of a stem say, of essays and of sections: the fields of searchkit.engines.protocol. */
  class Family {
    constructor(entries, index) {
      this.entries = entries;
      this.index = index;
      this.made = {};
    }
    once(name, make) {
      return (this.made[name] = this.made[name] || make());
    }
    /** @returns {Map<number, number>} how often it stands in each section */
    get sections() {
      return this.once(`sections${this.loaded}`, () => {
        const held = new Map();
        for (const { sections, times } of this.entries)
          if (sections) sections.forEach((section, i) => held.set(section, (held.get(section) || 0) + times[i]));
        return held;
      });
    }
    /** Whether all sections are known, or the essays only. */
    get loaded() {
      return this.entries.every((entry) => entry.sections || !entry.count);
    }
    get count() {
      return this.loaded ? this.sections.size : Math.max(...this.entries.map((entry) => entry.count));
    }
    /** @returns {Map<number, number>} how often it stands in each essay's body */
    get body() {
      return this.once("body", () => {
        const held = new Map();
        const add = (essay, times) => held.set(essay, (held.get(essay) || 0) + times);
        for (const entry of this.entries)
          if (entry.essays) entry.essays.forEach((times, essay) => add(essay, times));
          else if (entry.sections) entry.sections.forEach((section, i) => add(this.index.essayOf[section], entry.times[i]));
        return held;
      });
    }
    /** @returns {Map<number, [number, number]>} how often it stands in a field of essays, and the field's length */
    field(name) {
      return this.once(name, () => {
        const held = new Map();
        const add = (essay, times, length) => held.set(essay, [((held.get(essay) || [0])[0]) + times, length]);
        for (const entry of this.entries) {
          if (name !== "headings") for (const [essay, times, length] of entry[`${name}s`]) add(essay, times, length);
          else for (const [section, , times, , total] of entry.headings) add(this.index.essayOf[section], times, total);
        }
        return held;
      });
    }
    /** @returns {Map<number, [number, number]>} the same of the headings that sections stand under */
    get heading() {
      return this.once("heading", () => {
        const held = new Map();
        for (const entry of this.entries)
          for (const [first, under, times, length] of entry.headings)
            for (let section = first; section < first + under; section++) {
              const [before, longest] = held.get(section) || [0, 0];
              held.set(section, [before + times, Math.max(longest, length)]);
            }
        return held;
      });
    }
    bodyScore(essay) {
      const { totals, documents, scale, bodies, size } = this.index, times = this.body.get(essay);
      return times ? scale * idf(this.body.size, size) * saturated(times, bodies[essay], totals.body / documents) : 0;
    }
    fieldScore(name, essay) {
      const { totals, documents, scale, size } = this.index, found = this.field(name).get(essay);
      if (!found) return 0;
      return scale * idf(this.body.size, size) * saturated(found[0], found[1], totals[`${name === "headings" ? name : `${name}s`}`] / documents);
    }
    plainFieldScore(name, essay) {
      const { totals, documents } = this.index, found = this.field(name).get(essay);
      return found ? idf(this.field(name).size, documents) * saturated(found[0], found[1], totals[`${name}s`] / documents) : 0;
    }
    sectionScore(section) {
      const { totals, documents, lengthOf } = this.index, times = this.sections.get(section);
      return times ? idf(this.count, documents) * saturated(times, lengthOf[section], totals.stem / documents) : 0;
    }
    headingScore(section) {
      const { totals, documents } = this.index, found = this.heading.get(section);
      return found ? idf(this.heading.size, documents) * saturated(found[0], found[1], totals.heading / documents) : 0;
    }
  }

  // ---- leaves: what each word, phrase, prefix and fuzzy word of a query matches ---------------------

  class Leaf {
    constructor(index, families, boost) {
      this.index = index;
      this.families = families;
      this.boost = boost;
    }
    get narrow() {
      return this.families.length <= this.index.ranking.mostStems;
    }
    get isWord() {
      return this instanceof WordLeaf;
    }
    get weight() {
      if (!this.narrow) return 1;
      const counts = this.families.map((family) => family.count), sections = this.index.sections;
      if (this instanceof PhraseLeaf) return counts.reduce((sum, count) => sum + idf(count, sections), 0);
      return idf(counts.reduce((sum, count) => sum + count, 0), sections);
    }
  }

  class WordLeaf extends Leaf {
    constructor(index, term, families, boost) {
      super(index, families, boost);
      this.key = `w ${term}`;
      this.term = term;
      this.own = exactly(index, [term]);
    }
    get held() {
      return this.families.map((family) => family.sections);
    }
    score(section) {
      return this.boost * this.families.reduce((sum, family) => sum + family.sectionScore(section), 0);
    }
    exactScore(section) {
      return this.own.score(section);
    }
    essayScore(essay) {
      return this.boost * this.families.reduce((sum, family) => sum + family.bodyScore(essay), 0);
    }
    matches(language) {
      return new Set(this.families.flat().flatMap((family) => family.entries).filter((one) => one.language === language && !one.isBy).map((one) => one.form));
    }
    spans(list, forms) {
      return list.filter((word) => forms.has(word.term)).map((word) => [word.start, word.end]);
    }
  }

  /** The sections that hold exact terms, scored as the field `exact`. */
  function exactly(index, forms) {
    const each = forms.map((form) => {
      const held = new Map();
      for (const entry of index.entries(form))
        if (entry.sections) entry.sections.forEach((section, i) => held.set(section, (held.get(section) || 0) + entry.times[i]));
      return { held, rarity: idf(index.countExact(form), index.documents) };
    });
    const alike = forms.length > 32, average = index.totals.exact / index.documents;
    return {
      held: each.map(({ held }) => held),
      score(section) {
        if (alike) return each.some(({ held }) => held.has(section)) ? 1 : 0;
        return each.reduce((sum, { held, rarity }) => {
          const times = held.get(section);
          return times ? sum + rarity * saturated(times, index.lengthOf[section], average) : sum;
        }, 0);
      },
    };
  }

  class TermsLeaf extends Leaf {
    constructor(index, forms, families, boost) {
      super(index, families, boost);
      this.key = `t ${forms.join(" ")}`;
      this.forms = new Set(forms);
      this.own = exactly(index, forms);
    }
    get held() {
      return this.own.held;
    }
    score(section) {
      return (this.forms.size > 32 ? 1 : this.boost) * this.own.score(section);
    }
    matches() {
      return this.forms;
    }
    spans(list, forms) {
      return list.filter((word) => forms.has(word.term)).map((word) => [word.start, word.end]);
    }
  }

  class PhraseLeaf extends Leaf {
    constructor(index, variants, slop, families, boost) {
      super(index, families, boost);
      this.key = `p ${slop} ${variants.join("|")}`;
      this.variants = variants;
      this.slop = slop;
      this.found = variants.map((terms) => index.phrase(terms, slop));
    }
    get held() {
      return this.found.map(({ held }) => held);
    }
    score(section) {
      return this.boost * this.found.reduce((sum, { score }) => sum + score(section), 0);
    }
    matches() {
      return new Set(this.variants.flat());
    }
    spans(list) {
      const spans = [];
      for (const terms of this.variants)
        for (const match of occurrences(terms, this.slop, list))
          if (this.slop) spans.push(...match.map((word) => [word.start, word.end]));
          else spans.push([match[0].start, match[match.length - 1].end]);
      return spans;
    }
  }

  /** The words of each place where terms stand within `slop` moves of being in a row. */
  function* occurrences(all, slop, list) {
    const of = (term) => list.filter((word) => word.term === term);
    for (const first of of(all[0])) {
      const match = [first];
      for (let offset = 1; offset < all.length; offset++) {
        const wanted = first.place + offset;
        const near = of(all[offset]).filter((word) => !match.includes(word));
        if (!near.length) break;
        match.push(near.reduce((best, word) => (Math.abs(word.place - wanted) < Math.abs(best.place - wanted) ? word : best)));
      }
      const shifts = match.map((word, offset) => word.place - offset);
      if (match.length === all.length && Math.max(...shifts) - Math.min(...shifts) <= slop) yield match;
    }
  }

  // ---- an index -------------------------------------------------------------------------------------

  const sum = (numbers) => { let total = 0; return numbers.map((number) => (total += number)); };

  const INFLECTIONS = ["", "s", "es", "ed", "ing", "e", "'s"];

  /** The English forms that share the stem of a word that no essay holds: libraries that are found by `library`. */
  function inflected(form) {
    const base = form.replace(/('s|ing|ed|es|s|e)$/, "");
    if (base.length < 3 || !/^[a-z']+$/.test(base)) return [];
    const ies = form.replace(/ies$/, "y"), plural = form.replace(/y$/, "ies");
    return [...new Set([ies, plural, ...INFLECTIONS.filter((ending) => ending !== "e" || /(ing|ed)$/.test(form)).map((ending) => base + ending)])].filter((other) => other !== form);
  }

  /** One static index, opened. */
  class Index {
    constructor(base, manifest) {
      Object.assign(this, { ranking: manifest.ranking, totals: manifest.totals, languages: manifest.languages });
      this.manifest = manifest;
      this.files = new Files(base, manifest);
      this.known = { kinds: manifest.kinds, fields: manifest.fields };
      this.functionWords = new Set(manifest.ranking.functionWords.split(" "));
      this.apart = new Map(manifest.apart.map((form, number) => [form, number]));
      this.paired = new Set(manifest.paired);
      this.size = manifest.essays.length;
      this.firstOf = [0, ...sum(manifest.essays)];
      this.sections = this.firstOf[this.size];
      this.documents = this.size + this.sections;
      this.essayOf = new Int32Array(this.sections);
      manifest.essays.forEach((count, essay) => this.essayOf.fill(essay, this.firstOf[essay], this.firstOf[essay] + count));
      this.bodies = manifest.bodies;
      this.days = sum(manifest.days);
      this.pieces = sum(manifest.pieces);
      this.lengthOf = new Int32Array(this.sections);
      const longer = this.documents / Math.max(1, this.size);
      this.scale = (TYPICAL + K1 * (1 - B + B * longer)) / (TYPICAL + K1);
      this.shards = new Map();
      this.families = new Map();
    }
    language(essay) {
      return this.manifest.spoken.length ? this.manifest.spoken[essay] : 0;
    }
    /** Load the shards that hold these forms. */
    async want(forms) {
      if (!this.manifest.shards.length) return;
      const numbers = new Set([...forms].map((form) => lastUpTo(this.manifest.shards, form)));
      await Promise.all([...numbers].map((number) => this.wantShard(number)));
    }
    /** The same, and of forms that no essay holds those of others that share their stem. */
    async wantKin(forms) {
      await this.want(forms);
      await this.want([...forms].filter((form) => !this.entries(form).length).flatMap(inflected));
    }
    wantShard(number) {
      return this.files.file("s", number, (bytes) => readShard(bytes, this.manifest, this.lengthOf))
        .then((shard) => this.shards.set(number, shard));
    }
    entries(form) {
      const shard = this.shards.get(lastUpTo(this.manifest.shards, form));
      return (shard && shard.get(form)) || [];
    }
    familiesOf(form) {
      const known = this.entries(form).length ? [form] : inflected(form).filter((other) => this.entries(other).length).slice(0, 1);
      const found = known.flatMap((one) => this.entries(one)).map((entry) => {
        let family = this.families.get(entry.family);
        if (!family) this.families.set(entry.family, (family = new Family(entry.family, this)));
        return family;
      });
      return [...new Set(found)];
    }
    countExact(form) {
      return this.entries(form).reduce((total, entry) => total + entry.count, 0);
    }
    holds(form) {
      return this.familiesOf(form).some((family) => family.count > 0);
    }
    /** Load the sections (and positions) of entries that stand apart. */
    async wantApart(entries, places) {
      const wanted = entries.filter((entry) => entry.apart >= 0);
      await Promise.all(wanted.flatMap((entry) => this.files.file("x", entry.apart * 2, (bytes) => bytes)
        .then((bytes) => entry.sections || entry.readSections(new Bits(bytes), this.manifest.lengths, this.lengthOf))));
      if (places) await Promise.all(wanted.filter((entry) => !entry.isBy).map((entry) => this.files.file("x", entry.apart * 2 + 1, (bytes) => bytes)
        .then((bytes) => entry.places || entry.readPlaces(new Bits(bytes)))));
    }
    /** Ask for the files of forms that stand apart before their shards have come. */
    early(forms, places) {
      for (const form of forms) {
        const number = this.apart.get(form);
        if (number === undefined) continue;
        this.files.file("x", number * 2, (bytes) => bytes);
        if (places) this.files.file("x", number * 2 + 1, (bytes) => bytes);
      }
    }
    /** The parts that a phrase is looked up by: pairs of common words, and single words. */
    parts(all, slop) {
      const parts = [], covered = new Set();
      for (let i = 0; !slop && i + 1 < all.length; i++) {
        if (!this.paired.has(all[i]) || !this.paired.has(all[i + 1])) continue;
        parts.push({ form: `${all[i]} ${all[i + 1]}`, offset: i });
        covered.add(i).add(i + 1);
      }
      all.forEach((form, offset) => covered.has(offset) || parts.push({ form, offset }));
      return parts;
    }
    /** Where a phrase stands, once its parts are loaded. */
    phrase(all, slop) {
      const parts = this.parts(all, slop).map(({ form, offset }) => {
        const places = new Map();
        for (const entry of this.entries(form))
          if (entry.places) entry.places.forEach((list, section) => places.set(section, list));
        return { places, offset };
      });
      parts.sort((one, other) => one.places.size - other.places.size);
      const held = new Map();
      for (const section of parts[0].places.keys()) {
        if (!parts.every(({ places }) => places.has(section))) continue;
        const lists = parts.map(({ places, offset }) => places.get(section).map((place) => place - offset));
        const times = slop ? near(lists, parts.map(({ offset }) => offset), slop) : inRow(lists);
        if (times) held.set(section, times);
      }
      const rarity = all.reduce((total, form) => total + idf(this.countExact(form), this.documents), 0);
      const average = this.totals.exact / this.documents;
      return { held, score: (section) => (held.has(section) ? rarity * saturated(held.get(section), this.lengthOf[section] || average, average) : 0) };
    }
    /** The essays, as a set of flags, that have a section that is flagged. */
    homes(sections) {
      const essays = new Uint8Array(this.size);
      for (let i = 0; i < sections.length; i++) if (sections[i]) essays[this.essayOf[i]] = 1;
      return essays;
    }
    /** The sections of essays that are flagged. */
    within(essays) {
      return Uint8Array.from(this.essayOf, (essay) => essays[essay]);
    }
    /** The piece that holds a section, as its essays by number. */
    async piece(section) {
      const number = lastUpTo(this.pieces, section, (one, other) => one - other);
      return this.files.file("t", number, (bytes) => this.readPiece(JSON.parse(text(bytes, this.files.dictionary)), this.pieces[number]));
    }
    readPiece(rows, first) {
      const held = new Map();
      for (const [head, ...sections] of rows) {
        const [id, path, title, url, date, subtitle, language, type, authors, tags] = head;
        const essay = { id, title, subtitle, date: date || null, authors, tags, type, language, access: "public", path, url };
        let headings = [], anchor = "", line = 0;
        const start = first, base = sections.length ? this.firstOf[this.essayOf[first]] : 0, all = [];
        for (const [kind, from, more, string, under, mark, ends, by] of sections) {
          const lines = [line + from, line + from + more];
          line = lines[1];
          headings = under || headings;
          anchor = mark === 0 || mark === undefined ? anchor : mark;
          all.push({ number: first - base, kind: this.known.kinds[kind], kindNumber: kind, headings, anchor, lines, by: by || null, ends: ends || 0, text: string });
          first++;
        }
        all.forEach((section, i) => held.set(start + i, { essay, section, page: all }));
      }
      return held;
    }
  }

  /** How many places all lists share. */
  const inRow = (lists) => lists[0].filter((place) => lists.every((list) => list.includes(place))).length;

  /** How many ways there are to take a place of each list, no two the same, within `slop` of each other. */
  function near(lists, offsets, slop) {
    let times = 0;
    const walk = (at, low, high, taken) => {
      if (at === lists.length) return times++;
      for (const shift of lists[at]) {
        const place = shift + offsets[at], least = Math.min(low, shift), most = Math.max(high, shift);
        if (most - least <= slop && !taken.includes(place)) walk(at + 1, least, most, [...taken, place]);
      }
    };
    walk(0, Infinity, -Infinity, []);
    return times;
  }

  // ---- a query under way: searchkit/search/plan.py and searcher.py ----------------------------------

  const names = (node) =>
    (node.op === "tagged" && node.field === "kind") || (node.op === "scoped" && node.field === "heading") ||
    (node.op === "not" && names(node.child)) || (node.children || []).some(names);
  const isLoose = (node) =>
    node.op === "words" || (node.op === "scoped" && isLoose(node.child)) || (["and", "or"].includes(node.op) && node.children.some(isLoose));
  const textNodes = (node) => (isText(node) ? [node] : (node.children || []).flatMap(textNodes));
  const allTextNodes = (node) => (isText(node) ? [node] : [...(node.children || []), ...(node.child ? [node.child] : [])].flatMap(allTextNodes));

  class Search {
    /** @param {any} index @param {Node} root @param {Options} options */
    constructor(index, root, options) {
      this.index = index;
      this.root = root;
      this.limit = options.limit || 10;
      this.perEssay = options.perEssay || 3;
      this.byDate = options.sort === "date";
      this.wanted = Math.max(20, this.limit + 10);
      this.bySection = names(root);
      this.leafOf = new Map();
      this.notices = [];
      this.matched = new Map();
    }

    /** Load what the query asks for, and make its leaves. */
    async prepare() {
      const { index } = this, nodes = allTextNodes(this.root), typed = textNodes(this.root);
      const forms = new Set(), apart = new Set(), placed = new Set();
      const telling = (term) => this.bySection || !index.functionWords.has(term);
      const someTelling = typed.some((node) => node.op !== "word" || terms(node.text).some((term) => !index.functionWords.has(term)) || terms(node.text).length > 1);
      const plain = [];
      for (const node of nodes) {
        const all = terms(node.text);
        const parts = all.length > 1 ? index.parts(all, node.slop || 0) : [];
        for (const form of all) forms.add(form);
        for (const { form } of parts) {
          forms.add(form);
          placed.add(form);
        }
        if (all.length === 1 && (node.op !== "word" || telling(all[0]) || !someTelling)) apart.add(all[0]);
        if (node.op === "word" && all.length === 1 && typed.includes(node)) plain.push(all[0]);
        else plain.push("");
      }
      plain.forEach((term, i) => {
        const other = plain[i + 1];
        const both = term && other && (!someTelling || (!index.functionWords.has(term) && !index.functionWords.has(other)));
        if (!both) return;
        for (const { form } of index.parts([term, other], 0)) {
          forms.add(form);
          placed.add(form);
        }
      });
      if (this.needsFilters()) this.filters = await Promise.all([index.files.file("f", 0, (bytes) => JSON.parse(text(bytes))), this.loadWords(forms, apart, placed)]).then(([filters]) => filters);
      else await this.loadWords(forms, apart, placed);
      const ends = nodes.filter((node) => node.op === "prefix" || node.op === "fuzzy" || (node.op === "word" && terms(node.text).length > 1));
      for (const node of ends) await this.loadEndings(node);
      for (const node of nodes) await this.analysed(node);
      this.readLeaves(typed);
    }
    async loadWords(forms, apart, placed) {
      const { index } = this;
      index.early(apart, false);
      index.early(placed, true);
      await index.wantKin(forms);
      const kin = [...apart].flatMap((form) => index.familiesOf(form).flatMap((family) => family.entries));
      await index.wantApart(kin, false);
      await index.wantApart([...placed].flatMap((form) => index.entries(form)), true);
    }
    needsFilters(node = this.root) {
      return (node.op === "tagged" && node.field !== "lang") || (node.children || []).some((child) => this.needsFilters(child)) || (node.op === "not" && this.needsFilters(node.child));
    }

    /** The forms that the last word of a node stands for, loaded. */
    async loadEndings(node) {
      const { index } = this, all = terms(node.text), last = all[all.length - 1];
      if (!last) return;
      let found;
      if (node.op === "word") found = this.formsOf(last);
      else if (node.op === "prefix") found = await index.startingWith(last);
      else found = await index.near(last, node.distance);
      const most = found.slice(0, 1000);
      if (found.length > most.length) this.notices.push(`${node.text}* stands for ${found.length.toLocaleString("en")} words: the 1,000 commonest were searched`);
      node.endings = most;
      const forms = all.length > 1 ? [...all.slice(0, -1), ...most] : most;
      await index.want(forms);
      await index.wantApart(forms.flatMap((form) => index.entries(form)), all.length > 1);
      await index.want(all.length > 1 ? most.map((form) => `${all[all.length - 2]} ${form}`).filter((pair) => pair.split(" ").every((form) => index.paired.has(form))) : []);
    }
    /** The forms with a stem of `term`, itself first. */
    formsOf(term) {
      const counts = new Map();
      for (const family of this.index.familiesOf(term))
        for (const entry of family.entries) if (!entry.isBy && entry.count) counts.set(entry.form, (counts.get(entry.form) || 0) + entry.count);
      const forms = [...counts.keys()].sort((a, b) => Number(b === term) - Number(a === term) || counts.get(b) - counts.get(a) || compare(a, b));
      return forms.length ? forms.slice(0, 8) : [term];
    }

    async analysed(node) {
      const { index } = this, all = terms(node.text), boost = node.boost === undefined ? 1 : node.boost;
      let leaf = null;
      const families = (forms) => [...new Set(forms.flatMap((form) => index.familiesOf(form)))];
      if (all.length === 1 && node.op === "word") leaf = new WordLeaf(index, all[0], families(all), boost);
      else if (all.length === 1) {
        const forms = node.endings || all;
        leaf = new TermsLeaf(index, forms, families(forms), boost);
      } else if (all.length) {
        const head = all.slice(0, -1), endings = node.endings || all.slice(-1);
        const stems = node.op === "word" ? all : [...head, ...endings];
        leaf = new PhraseLeaf(index, endings.map((form) => [...head, form]), node.slop || 0, families(stems), boost);
      }
      this.leafOf.set(node, leaf);
    }

    readLeaves(nodes) {
      const { index } = this, byKey = new Map();
      for (const node of nodes) {
        const leaf = this.leafOf.get(node);
        if (!leaf) continue;
        const same = byKey.get(`${leaf.key} ${leaf.boost}`);
        if (same) {
          if (same.isWord) same.typed++;
          this.leafOf.set(node, same);
        } else {
          leaf.typed = 1;
          byKey.set(`${leaf.key} ${leaf.boost}`, leaf);
        }
      }
      this.leaves = [...byKey.values()];
      for (const leaf of this.leaves) if (leaf.isWord) leaf.boost *= leaf.typed;
      const more = this.leaves.filter((leaf) => !(leaf.isWord && index.functionWords.has(leaf.term)));
      this.telling = more.length ? more : this.leaves;
      this.narrow = this.telling.filter((leaf) => leaf.narrow);
      this.inPhrases = [...new Set(this.narrow.filter((leaf) => !leaf.isWord).flatMap((leaf) => leaf.families))];
      this.stems = [...new Set(this.narrow.flatMap((leaf) => leaf.families))];
      this.pairs = this.leaves.slice(1).flatMap((other, i) => {
        const one = this.leaves[i];
        const both = one.isWord && other.isWord && this.telling.includes(one) && this.telling.includes(other);
        return both ? [index.phrase([one.term, other.term], 0)] : [];
      });
      const words = this.telling.every((leaf) => leaf.isWord);
      this.sectionWeight = words ? index.ranking.section : index.ranking.sectionForPhrases;
      this.byDate = this.byDate || !this.leaves.length;
    }

    // Sets are arrays of flags, one for each essay, or one for each section where `at` is "section".

    everything(at, flag = 1) {
      return new Uint8Array(at === "section" ? this.index.sections : this.index.size).fill(flag);
    }
    as(at, flags, from) {
      if (at === from) return flags;
      return at === "section" ? this.index.within(flags) : this.index.homes(flags);
    }
    all(at, sets) {
      const result = this.everything(at);
      for (const set of sets) for (let i = 0; i < result.length; i++) result[i] &= set[i];
      return result;
    }
    any(at, sets) {
      const result = this.everything(at, 0);
      for (const set of sets) for (let i = 0; i < result.length; i++) result[i] |= set[i];
      return result;
    }
    flagged(at, maps) {
      const result = this.everything(at, 0);
      for (const map of maps) for (const number of map.keys()) result[number] = 1;
      return result;
    }

    match(node, at, loose, excluded = false) {
      const each = (children) => children.map((child) => this.match(child, at, loose, excluded));
      switch (node.op) {
        case "and":
          return this.all(at, each(node.children));
        case "or":
          return this.any(at, each(node.children));
        case "words":
          return loose ? this.any(at, each(this.scored(node.children))) : this.all(at, each(node.children));
        case "not": {
          const level = this.bySection ? "section" : "essay";
          const inner = this.as(at, this.match(node.child, level, loose, true), level);
          return inner.map((flag) => 1 - flag);
        }
        case "tagged":
          return this.tagged(at, node);
        case "dated": {
          const { days } = this.index;
          const flags = Uint8Array.from(days, (day) => (day >= (node.after || 1) && day <= (node.before || Infinity) ? 1 : 0));
          return this.as(at, flags, "essay");
        }
        case "scoped": {
          const level = node.field === "title" ? "essay" : "section";
          return this.as(at, this.inField(node.field, node.child, level, loose), level);
        }
        default:
          return this.leafFlags(node, at, excluded);
      }
    }
    scored(children) {
      const scored = children.filter((child) => !isText(child) || !this.leafOf.get(child) || this.telling.includes(this.leafOf.get(child)));
      return scored.length ? scored : children;
    }
    leafFlags(node, at, excluded) {
      const leaf = this.leafOf.get(node);
      if (!leaf) return this.everything(at, excluded ? 0 : 1);
      if (leaf.isWord && at === "essay") return this.flagged(at, leaf.families.map((family) => family.body));
      if (leaf.isWord && !leaf.families.every((family) => family.loaded)) return this.as(at, this.flagged("essay", leaf.families.map((family) => family.body)), "essay");
      return this.as(at, this.flagged("section", leaf.held), "section");
    }
    tagged(at, { field, value }) {
      const { index } = this;
      if (field === "kind") {
        const letter = String.fromCharCode(97 + index.known.kinds.indexOf(value));
        return this.as(at, Uint8Array.from(this.filters.kinds, (kind) => (kind === letter ? 1 : 0)), "section");
      }
      if (field === "lang") {
        const number = index.languages.indexOf(value.toLowerCase());
        const flags = this.everything("essay").map((_, essay) => (index.language(essay) === number ? 1 : 0));
        return this.as(at, flags, "essay");
      }
      const wanted = field === "essay" ? [value.trim().toLowerCase()] : terms(value);
      if (!wanted.length) return this.everything(at, 0);
      const sets = wanted.map((term) => this.flagged("essay", [new Map((this.filters.essays[`${field}:${term}`] || []).map((essay) => [essay, 1]))]));
      return this.as(at, this.all("essay", sets), "essay");
    }
    inField(field, node, at, loose) {
      const each = (children) => children.map((child) => this.inField(field, child, at, loose));
      if (node.op === "and") return this.all(at, each(node.children));
      if (node.op === "or") return this.any(at, each(node.children));
      if (node.op === "words") return loose ? this.any(at, each(node.children)) : this.all(at, each(node.children));
      if (node.op === "not") return this.inField(field, node.child, at, loose).map((flag) => 1 - flag);
      const leaf = isText(node) ? this.leafOf.get(node) : null;
      if (!leaf) return this.everything(at);
      const of = (family) => (field === "title" ? family.field("title") : family.heading);
      if (!(leaf instanceof PhraseLeaf)) return this.flagged(at, leaf.families.map(of));
      const together = leaf.variants.map((all) => this.all(at, all.map((form) => this.flagged(at, this.index.familiesOf(form).map(of)))));
      return this.any(at, together);
    }

    /** What an essay is scored by, of its own fields. */
    essayScore(essay) {
      const { ranking } = this.index;
      let total = 0;
      for (const leaf of this.telling) if (leaf.isWord) total += leaf.essayScore(essay);
      for (const family of this.inPhrases) total += family.bodyScore(essay);
      for (const family of this.stems)
        total += ranking.title * family.fieldScore("title", essay) + ranking.subtitle * family.fieldScore("subtitle", essay) + ranking.headings * family.fieldScore("headings", essay);
      return total;
    }
    sectionScore(section) {
      const { ranking } = this.index;
      let total = 0;
      for (const leaf of this.telling) total += leaf.score(section) + (leaf.isWord ? ranking.exact * leaf.exactScore(section) : 0);
      for (const family of this.stems) total += ranking.underHeading * family.headingScore(section);
      for (const pair of this.pairs) total += ranking.adjacent * pair.score(section);
      return total;
    }

    /** The essays to choose from, best first, and how many match in all. */
    candidates(loose) {
      const { index } = this, at = this.bySection ? "section" : "essay";
      const flags = this.match(this.root, at, loose), found = [];
      flags.forEach((flag, number) => flag && found.push(number));
      const candidates = this.bySection ? this.fromSections(found) : this.fromEssays(found);
      const score = (one) => one.own + this.sectionWeight * (one.sections.length ? one.sections[0].score : 0);
      for (const one of candidates) one.score = this.byDate ? 0 : score(one);
      if (!this.byDate) candidates.sort((one, other) => other.score - one.score || one.essay - other.essay);
      const total = this.bySection ? new Set(found.map((section) => index.essayOf[section])).size : found.length;
      return { candidates, total };
    }
    ordered(numbers, score, essayOf, most) {
      const scored = numbers.map((number) => ({ number, score: this.byDate ? 0 : score(number) }));
      const { days } = this.index;
      scored.sort((a, b) => (this.byDate ? days[essayOf(b.number)] - days[essayOf(a.number)] : b.score - a.score) || a.number - b.number);
      return scored.slice(0, most);
    }
    fromEssays(essays) {
      const best = this.ordered(essays, (essay) => this.essayScore(essay), (essay) => essay, this.wanted);
      const candidates = best.map(({ number, score }) => ({ essay: number, own: score, sections: [] }));
      if (this.telling.length) {
        const wanted = new Map(candidates.map((one) => [one.essay, one])), maps = this.telling.flatMap((leaf) => leaf.held);
        const sections = new Set();
        for (const map of maps) for (const section of map.keys()) if (wanted.has(this.index.essayOf[section])) sections.add(section);
        const scored = [...sections].map((section) => ({ section, score: this.sectionScore(section) }));
        scored.sort((a, b) => b.score - a.score || a.section - b.section);
        for (const one of scored.slice(0, 3 * candidates.length)) wanted.get(this.index.essayOf[one.section]).sections.push(one);
      }
      return candidates;
    }
    fromSections(sections) {
      const { essayOf } = this.index, candidates = new Map();
      for (const { number, score } of this.ordered(sections, (section) => this.sectionScore(section), (section) => essayOf[section], 3 * this.wanted)) {
        const essay = essayOf[number];
        if (!candidates.has(essay)) candidates.set(essay, { essay, own: this.byDate ? 0 : this.essayScore(essay), sections: [] });
        candidates.get(essay).sections.push({ section: number, score });
      }
      return [...candidates.values()];
    }

    /** The sections of a candidate that may be shown, best first by the words alone. */
    likely(candidate) {
      if (candidate.sections.length) return candidate.sections.slice(0, this.perEssay + 1);
      const { index } = this, first = index.firstOf[candidate.essay], after = index.firstOf[candidate.essay + 1];
      const scored = [];
      for (let section = first; section < after; section++) scored.push({ section, score: this.telling.length ? this.sectionScore(section) : 0 });
      const holding = scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score || a.section - b.section);
      return (holding.length ? holding : scored.slice(0, 1)).slice(0, this.perEssay + 1);
    }
    /** The hits of candidates: pieces of all that may be among the first are asked for together. */
    async hits(candidates, most) {
      const { index } = this, { weak } = index.ranking, hits = [];
      for (let at = 0; at < candidates.length && hits.length < most; ) {
        const batch = [];
        for (let room = most - hits.length; room > 0 && at < candidates.length; at++) {
          const likely = this.likely(candidates[at]);
          const shown = likely.filter(({ score }) => this.byDate || score >= weak * likely[0].score).length;
          room -= Math.max(1, Math.min(this.perEssay, shown));
          batch.push({ candidate: candidates[at], likely });
        }
        await Promise.all(batch.flatMap(({ likely }) => likely.map(({ section }) => index.piece(section))));
        for (const { candidate, likely } of batch) {
          const scored = await Promise.all(likely.map(async ({ section, score }) => {
            const held = (await index.piece(section)).get(section);
            return { ...held, score: score * index.ranking.kind[held.section.kindNumber] };
          }));
          scored.sort((a, b) => b.score - a.score || a.section.number - b.section.number);
          for (const one of scored.slice(0, this.perEssay))
            if (hits.length < most && (this.byDate || one.score >= weak * scored[0].score)) hits.push(this.hit(candidate, one));
        }
      }
      return hits;
    }
    hit(candidate, { essay, section, page }) {
      const language = this.index.language(candidate.essay);
      const passage = bestPassage(section, this.spots(section.text, language), this.telling.map((leaf) => leaf.weight), this.index.ranking.maxLength);
      const { number, kind, headings, anchor, lines, by } = section;
      return {
        rank: 0,
        score: Math.round(candidate.score * 1e4) / 1e4,
        essay,
        section: { number, kind, headings, anchor, lines, attribution: by },
        passage,
        link: this.index.manifest.web && essay.url ? linkTo(essay, section, page, passage.text) : `${essay.path}:${lines[0]}`,
      };
    }
    /** Where each leaf stands in a text. */
    spots(string, language) {
      if (!this.matched.has(language)) this.matched.set(language, this.telling.map((leaf) => leaf.matches(language)));
      const sets = this.matched.get(language), list = [];
      words(string).forEach((word, place) => {
        const term = fold(word.text);
        if (sets.some((set) => set.has(term))) list.push({ ...word, place, term });
      });
      return this.telling.flatMap((leaf, number) => leaf.spans(list, sets[number]).map(([start, end]) => ({ start, end, leaf: number })));
    }

    async results() {
      await this.prepare();
      const loose = isLoose(this.root), hits = [];
      let total, some = false;
      if (loose && !this.byDate && this.telling.length > this.index.ranking.mostAllFirst) {
        const { candidates, total: any } = this.candidates(true);
        const whole = any ? this.candidates(false).total : 0;
        if (whole < any) this.note(whole, "the best are first, with all or some of them");
        hits.push(...(await this.hits(candidates, this.limit)));
        total = whole || any;
        some = whole === 0;
      } else {
        const first = this.candidates(false);
        total = first.total;
        hits.push(...(await this.hits(first.candidates, this.limit)));
        if (hits.length < this.limit && loose) {
          const more = this.candidates(true), seen = new Set(first.candidates.map(({ essay }) => essay));
          const others = more.candidates.filter(({ essay }) => !seen.has(essay));
          hits.push(...(await this.hits(others, this.limit - hits.length)));
          if (others.length) this.note(total, "those after hold some of them");
          some = total === 0;
          total = total || more.total;
        }
      }
      const sections = this.match(this.root, "section", some).reduce((count, flag) => count + flag, 0);
      hits.forEach((hit, i) => (hit.rank = i + 1));
      return { hits, total_essays: total, total_sections: sections, notices: this.notices };
    }
    note(whole, others) {
      if (whole === 0) this.notices.push("no essay holds all of these words: these hold some of them");
      else this.notices.push(`${whole === 1 ? "1 essay holds" : `${whole} essays hold`} all of these words: ${others}`);
    }
  }

  // ---- passages: searchkit/search/passages.py -------------------------------------------------------

  const GAP = " … ", CUT = "…", MOST_SENTENCES = 3, SHORT = 120;
  const size = ([start, end]) => end - start;
  const codePoints = (string) => [...string].length;

  function sentencesOf({ text: string, ends }) {
    const spans = [];
    let start = 0, units = 0, points = 0;
    const letters = /[\ud800-\udbff]/.test(string);
    for (const end of letters ? sum(ends).map((end) => {
      while (points < end) {
        units += string.codePointAt(units) > 0xffff ? 2 : 1;
        points++;
      }
      return units;
    }) : sum(ends)) {
      while (/\s/.test(string[start])) start++;
      spans.push([start, end]);
      start = end;
    }
    return spans;
  }

  function merged(spans) {
    const result = [];
    for (const [start, end] of spans.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
      const last = result[result.length - 1];
      if (last && start < last[1]) last[1] = Math.max(end, last[1]);
      else result.push([start, end]);
    }
    return result;
  }

  const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };
  const escaped = (string) => string.replace(/[&<>"']/g, (letter) => ESCAPES[letter]);

  /** The passage object of a text whose spans are marked. */
  function passage(string, spans) {
    let html = "", at = 0;
    for (const [start, end] of spans) {
      html += `${escaped(string.slice(at, start))}<mark>${escaped(string.slice(start, end))}</mark>`;
      at = end;
    }
    html += escaped(string.slice(at));
    const highlights = spans.map((span) => span.map((unit) => codePoints(string.slice(0, unit))));
    return { text: string, highlights, html };
  }

  /** The passage of a section that covers the query best. */
  function bestPassage(section, spots, weights, maxLength) {
    const string = section.text;
    spots.sort((a, b) => a.start - b.start || a.end - b.end || a.leaf - b.leaf);
    if (!section.ends) return passage(string, merged(spots.map(({ start, end }) => [start, end])));
    const sentences = sentencesOf(section);
    const held = sentences.map(([start, end]) => new Set(spots.filter((spot) => start <= spot.start && spot.start < end).map((spot) => spot.leaf)));
    const chosen = choose(sentences, held, weights, maxLength).map((number) => sentences[number]);
    const total = chosen.reduce((all, span) => all + size(span), 0) + GAP.length * (chosen.length - 1);
    const pieces = total > maxLength ? cut(string, chosen, spots, maxLength) : chosen.map(([start, end]) => ({ start, end }));
    return together(string, pieces, spots);
  }

  function choose(sentences, held, weights, maxLength) {
    const worth = (leaves) => [...leaves].reduce((all, leaf) => all + weights[leaf], 0);
    const fits = (number, chosen) =>
      !chosen.length || [...chosen, number].reduce((all, other) => all + size(sentences[other]) + GAP.length, 0) <= maxLength;
    const covered = (chosen) => new Set(chosen.flatMap((number) => [...held[number]]));
    const byGain = (number, gain) => [gain, held[number].size, -number];
    const byLength = (number, gain) => [gain > 0 ? 1 : 0, gain / size(sentences[number]), -number];
    const after = (a, b) => a.reduce((order, value, i) => order || value - b[i], 0);
    const grow = (rank, fitting) => {
      const chosen = [];
      while (chosen.length < MOST_SENTENCES) {
        const known = covered(chosen);
        let best = -1, key = [];
        for (let number = 0; number < sentences.length; number++) {
          if (chosen.includes(number) || (fitting && !fits(number, chosen))) continue;
          const own = rank(number, worth([...held[number]].filter((leaf) => !known.has(leaf))));
          if (best < 0 || after(own, key) > 0) [best, key] = [number, own];
        }
        if (best < 0 || (chosen.length && ![...held[best]].some((leaf) => !known.has(leaf)))) break;
        chosen.push(best);
      }
      return chosen;
    };
    let chosen = grow(byGain, true);
    const all = covered(sentences.map((_, number) => number));
    if (covered(chosen).size < all.size)
      for (const other of [grow(byLength, true), grow(byGain, false)])
        if (worth(covered(other)) > worth(covered(chosen))) chosen = other;
    if (chosen.length === 1 && size(sentences[chosen[0]]) < SHORT)
      for (const neighbour of [chosen[0] + 1, chosen[0] - 1])
        if (chosen.length === 1 && neighbour >= 0 && neighbour < sentences.length && fits(neighbour, chosen)) chosen.push(neighbour);
    return chosen.sort((a, b) => a - b);
  }

  function cut(string, sentences, spots, maxLength) {
    let room = maxLength - GAP.length * (sentences.length - 1) - 2 * CUT.length;
    const made = new Map();
    [...sentences].sort((a, b) => size(a) - size(b)).forEach((sentence, i) => {
      const piece = window_(string, sentence, spots, Math.floor(room / (sentences.length - i)));
      made.set(sentence, piece);
      room -= piece.end - piece.start;
    });
    return sentences.map((sentence) => made.get(sentence));
  }
  function window_(string, [start, end], spots, room) {
    if (end - start <= room) return { start, end };
    const spot = spots.find((one) => start <= one.start && one.start < end);
    const least = Math.max(start, Math.min((spot ? spot.start : start) - Math.floor(room / 3), end - room));
    const first = wordStart(string, least, start);
    let last = Math.min(end, first + room);
    if (last < end) {
      const space = Math.max(string.lastIndexOf(" ", last), string.lastIndexOf("\n", last));
      if (space > Math.floor((first + last) / 2)) last = space;
    }
    return { start: first, end: last, afterCut: first > start, beforeCut: last < end };
  }
  function wordStart(string, position, least) {
    if (position <= least || /\s/.test(string[position - 1])) return Math.max(position, least);
    for (let place = position; place < Math.min(position + 80, string.length); place++) if (/\s/.test(string[place])) return place + 1;
    return position;
  }
  function together(string, pieces, spots) {
    let shown = pieces[0].afterCut ? CUT : "", before;
    const spans = [];
    for (const piece of pieces) {
      if (before) {
        const between = string.slice(before.end, piece.start);
        shown += between.trim() || before.beforeCut || piece.afterCut ? GAP : between;
      }
      const shift = shown.length - piece.start;
      for (const spot of spots)
        if (spot.start < piece.end && spot.end > piece.start) spans.push([Math.max(spot.start, piece.start) + shift, Math.min(spot.end, piece.end) + shift]);
      shown += string.slice(piece.start, piece.end);
      before = piece;
    }
    return passage(shown + (before.beforeCut ? CUT : ""), merged(spans));
  }

  // ---- links: searchkit/search/links.py and text_fragments.py ---------------------------------------

  const CJK_MARKS = "、-〃〈-】〔-〟！（），．：；？｛｝";
  const CHUNK = new RegExp(`[${CJK}]+[${CJK_MARKS}]*|(?:(?!--)[^\\s–—―${CJK}${CJK_MARKS}])+`, "gu");
  const SENTENCE_END = /[.!?。！？]["'”’)\]」』]*$/;
  const quoted = (string) => encodeURIComponent(string).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

  function linkTo(essay, section, page, shown) {
    const found = shown.replace(/^…+|…+$/g, "").split(GAP)[0], wanted = terms(found);
    const head = wanted.slice(0, 6), holds = (one) => new Page([one]).places(head, 0).length > 0;
    const repeated = head.length > 0 && page.filter(holds).length > 1;
    let directive = repeated ? "" : new Page([section]).directive(wanted, 0);
    if (!directive) {
      const inOrder = [...page.filter(({ kind }) => kind !== "footnote"), ...page.filter(({ kind }) => kind === "footnote")];
      directive = new Page(inOrder).directive(wanted, inOrder.indexOf(section));
    }
    return `${essay.url}#${quoted(section.anchor).replace(/%2F/g, "/")}${directive ? `:~:${directive}` : ""}`;
  }

  /** The blocks of a page cut into what is never cut: a word with its punctuation, or a run of CJK. */
  class Page {
    constructor(sections) {
      this.lines = [];
      this.chunks = [];
      this.starts = [];
      for (const section of sections) {
        this.starts.push(this.chunks.length);
        for (const line of section.text.split(/\n| \| /)) {
          for (const found of line.matchAll(CHUNK)) {
            const held = terms(found[0]);
            if (held.length) this.chunks.push({ line: this.lines.length, start: found.index, end: found.index + found[0].length, terms: held });
          }
          this.lines.push(line);
        }
      }
      this.terms = this.chunks.flatMap((chunk) => chunk.terms);
      this.owners = this.chunks.flatMap((chunk, number) => chunk.terms.map(() => number));
    }
    places(wanted, least) {
      const found = [];
      if (!wanted.length) return found;
      for (let at = this.terms.indexOf(wanted[0]); at >= 0; at = this.terms.indexOf(wanted[0], at + 1))
        if (this.owners[at] >= least && wanted.every((term, i) => this.terms[at + i] === term)) found.push(at);
      return found;
    }
    directive(wanted, section) {
      const [at] = this.places(wanted, this.starts[section]);
      if (at === undefined) return "";
      const first = this.owners[at], after = this.owners[at + wanted.length - 1] + 1;
      return `text=${(after - first <= 12 && this.inRow(first, after) ? this.withContext(first, after, true) : this.range(first, after)).join(",")}`;
    }
    range(first, after) {
      let middle = this.startRun(first, after);
      while (!this.isUnique(first, middle) && middle < after && middle - first < 12 && this.inRow(middle - 1, middle + 1)) middle++;
      const parts = this.withContext(first, middle, false);
      return middle < after ? [...parts, this.written(this.endRun(middle, after), after)] : parts;
    }
    startRun(first, most) {
      let after = first + 1;
      while (after < most && after - first < 6 && this.inRow(after - 1, after + 1)) {
        const { line, start, end } = this.chunks[after - 1];
        if (this.chunks[after].end - this.chunks[first].start > 48) break;
        if (after - first >= 3 && SENTENCE_END.test(this.lines[line].slice(start, end))) break;
        after++;
      }
      return after;
    }
    endRun(least, after) {
      let first = after - 1;
      while (first > least && this.inRow(first - 1, first + 1)) {
        const long = after - first >= 6 || this.chunks[first].start + 48 < this.chunks[after - 1].end;
        if (long) {
          const [place] = this.places(this.termsOf(first, after), least);
          if (place === undefined || this.owners[place] === first) break;
        }
        first--;
      }
      return first;
    }
    withContext(first, after, suffix) {
      let start = first, end = after;
      while (!this.isUnique(start, end) && this.hasContext(start - 1, start, first - start)) start--;
      while (suffix && !this.isUnique(start, end) && this.hasContext(end - 1, end, end - after)) end++;
      const parts = [this.written(first, after)];
      if (start < first) parts.unshift(`${this.written(start, first)}-`);
      if (end > after) parts.push(`-${this.written(after, end)}`);
      return parts;
    }
    hasContext(before, place, used) {
      if (!(before >= 0 && place < this.chunks.length && used < 6)) return false;
      return this.inRow(before, place + 1) || (used === 0 && this.isBlockEnd(before, place));
    }
    isBlockEnd(before, place) {
      const one = this.chunks[before], other = this.chunks[place];
      return one.line + 1 === other.line && !(this.lines[one.line].slice(one.end) + this.lines[other.line].slice(0, other.start)).trim();
    }
    inRow(first, after) {
      const run = this.chunks.slice(first, after), line = this.lines[run[0].line];
      return run.slice(1).every((other, i) => run[i].line === other.line && !line.slice(run[i].end, other.start).trim());
    }
    isUnique(first, after) {
      return this.places(this.termsOf(first, after), 0).length < 2;
    }
    termsOf(first, after) {
      return this.chunks.slice(first, after).flatMap((chunk) => chunk.terms);
    }
    written(first, after) {
      const { line, start } = this.chunks[first];
      return quoted(this.lines[line].slice(start, this.chunks[after - 1].end).split(/\s+/).join(" ")).replace(/-/g, "%2D");
    }
  }


  // ---- spelling: searchkit/search/spelling.py and slips.py, for one slip ----------------------------

  const MISSED = Math.log(0.2), ANOTHER = Math.log(0.04), FIRST = Math.log(0.4), ENDED = Math.log(0.3), FREQUENT = 0.8;
  const KEYBOARDS = ["qwertyuiop asdfghjkl zxcvbnm", "йцукенгшщзхъ фывапролджэ ячсмитьбю"].map((rows) => rows.split(" "));
  const VOWELS = ["aeiouy", "аеиоуыэюя"];
  const ENDING = /^(s|es|'s|d|ed|ing|r|er|ers|ly)?$/;
  const LISTS_EACH = 3;

  function isNear(one, other) {
    if (VOWELS.some((all) => all.includes(one) && all.includes(other))) return true;
    return KEYBOARDS.some((rows) => {
      const row = rows.findIndex((keys) => keys.includes(one)), far = rows.findIndex((keys) => keys.includes(other));
      return row >= 0 && far >= 0 && Math.abs(row - far) < 2 && Math.abs(rows[row].indexOf(one) - rows[far].indexOf(other)) < 2;
    });
  }

  /** How likely it is, as a logarithm, that who typed `typed` meant `meant`, which is one slip away. */
  function slip(typed, meant) {
    let at = 0;
    while (at < typed.length && typed[at] === meant[at]) at++;
    const first = at === 0 ? FIRST : 0;
    if (typed.length < meant.length) return first;
    if (typed.length === meant.length)
      return first + (typed[at] === meant[at + 1] && typed[at + 1] === meant[at] ? 0 : isNear(typed[at], meant[at]) ? MISSED : ANOTHER);
    const beside = [typed[at - 1], typed[at + 1]].filter(Boolean);
    return first + (beside.includes(typed[at]) ? 0 : beside.some((key) => isNear(typed[at], key)) ? MISSED : ANOTHER);
  }

  /** The numbers of sorted lists that may hold keys that begin so, few of many. */
  function listsFor(firsts, prefix) {
    const numbers = [];
    for (let number = lastUpTo(firsts, prefix); number < firsts.length && numbers.length < LISTS_EACH; number++) {
      if (numbers.length && compare(firsts[number], prefix) > 0 && !firsts[number].startsWith(prefix)) break;
      numbers.push(number);
    }
    return numbers;
  }

  Object.assign(Index.prototype, {
    /** Forms that begin so, and in how many sections each stands: few of very many. */
    async beginning(prefix) {
      const counts = new Map(), numbers = listsFor(this.manifest.shards, prefix);
      await Promise.all(numbers.map((number) => this.wantShard(number)));
      for (const number of numbers)
        for (const [form, entries] of this.shards.get(number))
          if (form.startsWith(prefix) && !entries[0].isPair && !entries[0].isBy) counts.set(form, entries.reduce((all, entry) => all + entry.count, 0));
      return counts;
    },
    /** Forms that end so, as far as the lists of reversed forms go. */
    async ending(suffix) {
      const counts = new Map(), backwards = [...suffix].reverse().join("");
      const numbers = listsFor(this.manifest.reversed, backwards);
      const lists = await Promise.all(numbers.map((number) => this.files.file("r", number, (bytes) => unfronted(text(bytes)))));
      for (const list of lists)
        for (const [form, count] of list) if (form.startsWith(backwards)) counts.set([...form].reverse().join(""), 2 ** Number(count) * 0.75);
      return counts;
    },
    async startingWith(prefix) {
      const counts = await this.beginning(prefix);
      return [...counts.keys()].filter((form) => counts.get(form)).sort((a, b) => counts.get(b) - counts.get(a) || compare(a, b));
    },
    async around(term) {
      const half = Math.max(1, Math.floor(term.length / 2));
      const found = await Promise.all([this.beginning(term.slice(0, half)), this.ending(term.slice(half))]);
      return new Map(found.reverse().flatMap((counts) => [...counts]));
    },
    async near(term, far) {
      const counts = await this.around(term);
      const forms = [...counts.keys()].filter((form) => Math.abs(form.length - term.length) <= far && distance(term, form) <= far);
      return forms.sort((a, b) => counts.get(b) - counts.get(a) || compare(a, b));
    },
    /** What a word that no essay holds may stand for, likeliest first. */
    async corrections(term) {
      const found = [];
      for (const [form, count] of await this.around(term)) {
        if (!count || Math.abs(form.length - term.length) > 3) continue;
        let shared = 0;
        while (shared < term.length && term[shared] === form[shared]) shared++;
        const inflected = shared > 3 && ENDING.test(term.slice(shared)) && ENDING.test(form.slice(shared));
        const one = Math.abs(form.length - term.length) < 2 && distance(term, form) === 1;
        if (one || inflected) found.push([Math.max(one ? slip(term, form) : -Infinity, inflected ? ENDED : -Infinity) + FREQUENT * Math.log(count), form]);
      }
      found.sort((a, b) => b[0] - a[0] || compare(a[1], b[1]));
      return found.filter(([likelihood]) => likelihood > found[0][0] - Math.log(20)).slice(0, 3).map(([, form]) => form);
    },
    /** The words of a query that no essay holds, and up to three queries that may have been meant. */
    async spelling(query) {
      const typed = typedWords(query, this.known.fields);
      await this.wantKin(typed.map(({ term }) => term));
      const unknown = typed.filter(({ term }) => term.length > 2 && !/^\p{N}/u.test(term) && !this.holds(term));
      const found = await Promise.all(unknown.map(({ term }) => this.corrections(term)));
      const retyped = (way) => unknown.map((word, i) => ({ ...word, form: found[i][way] || found[i][0] })).filter(({ form }) => form)
        .reduceRight((string, { start, end, form }) => string.slice(0, start) + form + string.slice(end), query);
      const most = Math.max(0, ...found.map((forms) => forms.length));
      const corrected = [...new Set([...Array(most).keys()].map(retyped))];
      return { unknown: [...new Set(unknown.map(({ start, end }) => query.slice(start, end)))], corrected };
    },
  });

  // ---- the answer: searchkit/search/fallback.py -----------------------------------------------------

  function apart(node) {
    if (node.op === "phrase") return joined("words", node.text.split(/\s+/).map((word) => ({ op: "word", text: word, boost: node.boost })));
    if (node.op === "scoped") return { ...node, child: apart(node.child) };
    if (node.op === "or") return joined("or", node.children.map(apart));
    if (node.op === "and" || node.op === "words") return sequence(node.children.map((child) => [false, apart(child)])) || node;
    return node;
  }
  /** With the words of titles and headings anywhere. */
  function anywhere(node, fields) {
    if (node.op === "scoped") {
      fields.add(`a ${node.field}`);
      return node.child;
    }
    const joins = ["and", "or", "words"].includes(node.op);
    return joins ? { ...node, children: node.children.map((child) => anywhere(child, fields)) } : node;
  }
  /** Without its filters; undefined if nothing else is in it. */
  function unfiltered(node, filters) {
    if (node.op === "tagged") filters.add(`${node.field}:${node.value}`);
    else if (node.op === "dated") filters.add("its dates");
    else if (["and", "or", "words"].includes(node.op)) {
      const left = node.children.map((child) => unfiltered(child, filters)).filter(Boolean);
      return left.some(holdsText) ? joined(node.op, left) : undefined;
    } else return node;
    return undefined;
  }
  /** The queries to try where one finds nothing, and what is said of each. */
  function* others(query, corrected) {
    for (const other of corrected) yield [other.root, `for ${inMarks(other.text)}`];
    const base = corrected[0] || query, prefix = corrected[0] ? `for ${inMarks(corrected[0].text)} ` : "";
    if (!base.root) return;
    const same = (one, other) => JSON.stringify(one) === JSON.stringify(other), fields = new Set();
    const loosened = apart(base.root), rest = anywhere(base.root, fields), someWords = "with some of the words";
    if (!same(loosened, base.root)) yield [loosened, prefix + someWords];
    if (!fields.size) return;
    const notOnly = `not only in ${[...fields].join(" or ")}`;
    yield [rest, prefix + notOnly];
    if (!same(apart(rest), rest)) yield [apart(rest), `${prefix}${someWords}, ${notOnly}`];
  }
  /** What would be found if a query had no filters. */
  async function withoutFilters(root, search) {
    const filters = new Set(), left = unfiltered(root, filters);
    if (!filters.size || !left) return [];
    const { total_essays: essays } = await search({ root: left });
    return essays ? [`${essays === 1 ? "1 essay is found" : `${essays} essays are found`} without ${[...filters].join(" and ")}`] : [];
  }
  const inMarks = (query) => (query.includes('"') ? query : `"${query}"`);

  /** A query with what the options narrow it to. @param {Options} options */
  function filtered(query, options, known) {
    const filters = [];
    if (options.kinds && options.kinds.length) {
      const kinds = [...new Set(options.kinds.map((kind) => kind.trim().toLowerCase()))];
      const wrong = kinds.find((kind) => !known.kinds.includes(kind));
      if (wrong !== undefined) throw new RangeError(`no such kind: ${wrong}`);
      filters.push(joined("or", kinds.map((value) => ({ op: "tagged", field: "kind", value }))));
    }
    if (options.after || options.before) {
      const [after, before] = [options.after, options.before].map((date) => {
        const days = date ? period(date) : undefined;
        if (date && !days) throw new RangeError(`not a date: ${date}`);
        return days;
      });
      if (after && before && after[0] > before[1]) throw new RangeError(`no day is both after ${options.after} and before ${options.before}`);
      filters.push({ op: "dated", after: after && after[0], before: before && before[1] });
    }
    if (!filters.length) return query;
    const root = joined("and", query.root ? [...filters, query.root] : filters);
    return { ...query, root, notices: query.notices.filter((notice) => notice !== NOTHING) };
  }

  /** @param {any} index @param {string} string @param {Options} options */
  async function answer(index, string, options) {
    const started = Date.now();
    const read = (typed) => filtered(parse(typed, index.known), options, index.known);
    const search = (query) => new Search(index, query.root, options).results();
    const query = read(string);
    const whole = (results, notices, suggestions) => ({
      query: string,
      total_essays: results.total_essays,
      total_sections: results.total_sections,
      notices,
      suggestions,
      took_ms: Date.now() - started,
      hits: results.hits,
    });
    const nothing = { hits: [], total_essays: 0, total_sections: 0, notices: [] };
    if (!query.root) return whole(nothing, query.notices.length ? query.notices : [NOTHING], []);
    const results = await search(query), told = [...query.notices, ...results.notices];
    const { unknown, corrected } = await index.spelling(query.text);
    const inNone = (word) => `no essay holds ${inMarks(word)}`;
    if (results.hits.length) return whole(results, [...told, ...unknown.map(inNone)], corrected);
    const failed = `nothing found for ${inMarks(query.text)}`;
    for (const [root, what] of others(query, corrected.map(read))) {
      const found = await search({ root });
      if (found.hits.length) return whole({ ...results, hits: found.hits }, [`${failed}: showing results ${what}`, ...query.notices, ...found.notices], corrected);
    }
    const lacking = unknown.filter((word) => word !== query.text).map(inNone);
    return whole(results, [...told, failed, ...lacking, ...(await withoutFilters(query.root, search))], corrected);
  }

  /** Queries that what was typed may become: titles, headings, key phrases, then words. */
  async function suggestions(index, prefix, limit) {
    const ended = /\s$/.test(prefix), typed = prefix.trim().split(/\s+/).join(" "), found = words(typed);
    const folded = found.map(({ text: word }) => fold(word)), whole = folded.join(" ") + (ended ? " " : "");
    if (!folded.length) return { prefix, suggestions: [] };
    const listed = async (key) => {
      const lists = await Promise.all(listsFor(index.manifest.completions, key).map((number) => index.files.file("c", number, (bytes) => unfronted(text(bytes)))));
      const rows = lists.flat().filter(([one]) => one.startsWith(key));
      return rows.map(([one, rest, shown]) => ({ source: Number(rest[0]), count: Number(rest.slice(1)), shown: shown || one }))
        .sort((a, b) => a.source - b.source || b.count - a.count || compare(a.shown, b.shown));
    };
    const rows = await listed(whole), parts = [];
    for (let count = Math.min(3, folded.length); count >= Math.min(2, folded.length); count--) {
      const before = typed.slice(0, found[folded.length - count].start), tail = folded.slice(-count).join(" ") + (ended ? " " : "");
      const more = count === folded.length ? rows : await listed(tail);
      parts.push(...more.filter(({ source }) => source === 2).map(({ shown }) => before + shown));
    }
    const last = folded[folded.length - 1];
    if (!ended && last.length > 1) {
      const before = typed.slice(0, found[found.length - 1].start);
      const forms = (await index.startingWith(last)).filter((form) => !index.functionWords.has(form));
      parts.push(...forms.slice(0, limit).map((form) => before + form));
    }
    const unlike = (list) => {
      const kept = new Map();
      for (const shown of list) {
        const key = terms(shown).join(" ");
        if (key !== whole.trimEnd() && !kept.has(key)) kept.set(key, shown);
      }
      return [...kept.values()].slice(0, limit);
    };
    const titles = unlike(rows.filter(({ source }) => source < 2).map(({ shown }) => shown)), rest = unlike(parts);
    const room = Math.max(limit - rest.length, Math.ceil(limit / 2));
    return { prefix, suggestions: [...new Set([...titles.slice(0, room), ...rest, ...titles.slice(room)])].slice(0, limit) };
  }

  /**
   * The static index in the folder `base`, such as "/search/". Its manifest is loaded at once, unless a
   * script element of the page did that already.
   * @param {string} base
   */
  function open(base) {
    const folder = base.endsWith("/") ? base : `${base}/`;
    let ready;
    const index = () => {
      ready = ready || manifestOf(folder).then((manifest) => new Index(folder, manifest));
      ready.catch(() => (ready = undefined));
      return ready;
    };
    index();
    return {
      /** @param {string} query @param {Options} [options] @returns {Promise<any>} */
      search: async (query, options = {}) => answer(await index(), query, options),
      /** @param {string} prefix @param {{limit?: number}} [options] @returns {Promise<any>} */
      suggest: async (prefix, options = {}) => suggestions(await index(), prefix, options.limit || 10),
    };
  }

  async function manifestOf(folder) {
    const packed = await load(`${folder}manifest.js`, () => global.searchkitManifest);
    const manifest = JSON.parse(text(unpack(packed)));
    if (manifest.format !== 1) throw new Error("the index was made by another version of searchkit");
    return manifest;
  }
})(typeof window === "undefined" ? globalThis : window);
