/**
 * The reader of a static index: `searchkit.open("/search/")` gives an object with `search` and `suggest`,
 * which answer as the HTTP API does. A classic script without dependencies; docs/static-index.md describes
 * the files it reads, searchkit/search the ranking that it repeats. What a search for some words does not
 * need is in two scripts more, which it loads from beside the index: `searchkit-query.js` reads the query
 * language, `searchkit-help.js` helps who mistypes or has not finished typing.
 */
(function (global) {
  "use strict";

  /**
   * @typedef {{limit?: number, perEssay?: number, kinds?: string[], after?: string, before?: string, sort?: string}} Options
   * @typedef {{op: string, text?: string, boost?: number, slop?: number, field?: string, value?: string,
   *   after?: number, before?: number, child?: any, children?: any[], distance?: number}} QueryNode
   * @typedef {{text: string, root?: QueryNode, notices: string[]}} Query
   * @typedef {{term: string, start: number, end: number}} TypedWord
   */

  // ---- bytes ----------------------------------------------------------------------------------------

  /** The bytes that a string stands for: two a unit, of which some are escaped. @param {string} text */
  function unpack(text) {
    const bytes = new Uint8Array(text.length * 2);
    let at = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i), unit = code === 0x2190 ? text.charCodeAt(++i) ^ 0x1000 : code;
      bytes[at++] = unit >> 8;
      bytes[at++] = unit & 255;
    }
    return bytes.subarray(0, at);
  }

  /** Reads bits from the highest of each byte down. */
  class Bits {
    /** @param {Uint8Array} bytes */
    constructor(bytes) {
      this.bytes = bytes;
      this.at = 0;
    }
    /** A number of so many bits. */
    take(count) {
      let value = 0;
      for (; count > 0; count--, this.at++) value = value * 2 + ((this.bytes[this.at >> 3] >> (7 - (this.at & 7))) & 1);
      return value;
    }
    /** An exponential Golomb code of order k. */
    golomb(k = 0) {
      let size = k + 1;
      for (; !this.take(1); size++) if (this.at > this.bytes.length * 8) throw new Error("a file of the index is cut short");
      this.at--;
      return this.take(size) - 2 ** k;
    }
    /** A number less than `limit`, as a minimal binary code. */
    below(limit) {
      const size = 32 - Math.clz32(limit - 1), spare = 2 ** size - limit;
      if (!size) return 0;
      const value = this.take(size - 1);
      return value < spare ? value : value * 2 + this.take(1) - spare;
    }
    /** A list of growing numbers from `low` on, less than `limit`: the middle one, those before, those after. */
    list(count, low, limit, found = []) {
      if (!count) return found;
      const before = count >> 1, middle = low + before + this.below(limit - low - count + 1);
      this.list(before, low, middle, found);
      found.push(middle);
      return this.list(count - before - 1, middle + 1, limit, found);
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
  const text = (bytes) => utf8.decode(inflate(bytes));

  /** Text whose commonest words are single bytes, of those that no character of UTF-8 begins with. */
  function spelled(bytes, words) {
    let string = "", start = 0;
    for (let at = 0; at < bytes.length; ) {
      const byte = bytes[at], word = byte > 0xf4 ? byte - 0xb3 : byte > 0x7f && byte < 0xc2 ? byte - 0x80 : -1;
      if (word >= 0) {
        string += `${utf8.decode(bytes.subarray(start, at))} ${words[word]}`;
        start = at + 1;
      }
      at += word >= 0 || byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    }
    return string + utf8.decode(bytes.subarray(start));
  }

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

  // ---- queries: searchkit/query/tree.py --------------------------------------------------------------

  const SINGLE = ["kind", "type", "essay", "lang"];
  const joined = (op, nodes) => {
    const flat = nodes.flatMap((node) => (node.op === op ? node.children : [node]));
    return flat.length > 1 ? { op, children: flat } : flat[0];
  };
  const isText = (node) => ["word", "phrase", "prefix", "fuzzy"].includes(node.op);
  const holdsText = (node) =>
    isText(node) || (node.op === "scoped" && holdsText(node.child)) || (node.children || []).some(holdsText);

  /** Parts side by side, each with whether it is a must. @returns {QueryNode | undefined} */
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

  /** A query of nothing but words; any other is for the script that reads the query language. @returns {Query | undefined} */
  function plainQuery(string) {
    const typed = string.split(" ").filter(Boolean);
    const isWord = (text) => /^[\p{L}\p{N}]+(?:[-'][\p{L}\p{N}]+)*$/u.test(text) && !/^(?:AND|OR|NOT)$/.test(text);
    if (!typed.length || typed.length > 20 || string.length > 1000 || !typed.every(isWord)) return undefined;
    const root = sequence(typed.map((text) => [false, { op: "word", text, boost: 1 }]));
    return { text: typed.join(" "), root, notices: [] };
  }

  // ---- the files ------------------------------------------------------------------------------------

  const internals = { unpack, inflate, spelled, Bits, fold, words, terms, compare, lastUpTo, listsFor, joined, sequence, isText, holdsText, plainQuery };
  const api = { data: "", open, internals };
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

  /** Lines that say how much of the line before they share. @returns {string[][]} their columns */
  function unfronted(string) {
    let before = "";
    return string.split("\n").filter(Boolean).map((line) => {
      const [key, ...rest] = (before.slice(0, line.charCodeAt(0) - 48) + line.slice(1)).split("\t");
      before = key;
      return [key, ...rest];
    });
  }

  const LISTS_EACH = 3;

  /** The numbers of sorted lists that may hold keys that begin so, few of many. */
  function listsFor(firsts, prefix) {
    const numbers = [];
    for (let number = lastUpTo(firsts, prefix); number < firsts.length && numbers.length < LISTS_EACH; number++) {
      if (numbers.length && compare(firsts[number], prefix) > 0 && !firsts[number].startsWith(prefix)) break;
      numbers.push(number);
    }
    return numbers;
  }

  // ---- the dictionary and its postings --------------------------------------------------------------

  /** The fewest words that BM25 takes for as many, as one byte says it, and that byte: Lucene's SmallFloat. */
  const least = (code) => (code < 40 ? code : 24 + ((8 | (code & 7)) << (((code - 24) >> 3) - 1)));
  const quantized = (length) => {
    if (length < 40) return length;
    const size = 28 - Math.clz32(length - 24);
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
      this.homes = this.totals = [];
      /** @type {Entry[]} */ this.family = [];
    }
    /** All there is of it in a shard. @param {Bits} bits @param {Index} index */
    read(bits, index) {
      const many = index.languages.length > 1;
      if (many) this.language = bits.golomb();
      const essays = bits.golomb(1);
      this.orders = essays < 4 ? [0, 0] : [bits.take(3), bits.take(3)];
      if (essays >= 32 && bits.take(1)) {
        this.apart = bits.golomb(4);
        this.count = bits.golomb(10);
        this.totalOrder = bits.take(3);
      }
      if (!this.isPair && bits.take(1)) this.readFields(bits, index);
      this.homes = bits.list(essays, 0, index.limit);
      if (this.apart >= 0) this.totals = this.homes.map(() => bits.golomb(this.totalOrder) + 1);
      else {
        this.readSections(bits, index);
        if (!this.isBy) this.readPlaces(bits, index);
      }
    }
    readFields(bits, { firstOf }) {
      for (const list of [this.titles, this.subtitles])
        for (let left = bits.golomb(), essay = 0; left > 0; left--) list.push([(essay += bits.golomb(6)), bits.golomb() + 1, bits.golomb(2) + 1]);
      for (let left = bits.golomb(), essay = 0; left > 0; left--)
        this.headings.push({ essay: (essay += bits.golomb(6)), count: bits.golomb(2) + 1, times: bits.golomb() + 1, length: bits.golomb(2) + 1, total: bits.golomb(4) + 1 });
      for (const one of this.headings) one.sections = bits.list(one.count, firstOf[one.essay], firstOf[one.essay + 1]);
    }
    /** Its sections and how often it stands in each. */
    readSections(bits, { firstOf, essayOf }) {
      const counts = this.homes.map(() => bits.golomb(this.orders[0]) + 1);
      this.sections = this.homes.flatMap((essay, i) => bits.list(counts[i], firstOf[essay], firstOf[essay + 1]));
      this.times = this.sections.map(() => 1);
      for (const i of bits.list(bits.below(this.sections.length + 1), 0, this.sections.length)) this.times[i] = -1;
      this.times.forEach((times, i) => times < 0 && (this.times[i] = bits.golomb(this.orders[1]) + 2));
      this.count = this.sections.length;
      if (this.apart >= 0) return;
      const totals = new Map(this.homes.map((essay) => [essay, 0]));
      this.sections.forEach((section, i) => totals.set(essayOf[section], totals.get(essayOf[section]) + this.times[i]));
      this.totals = [...totals.values()];
    }
    readPlaces(bits, { limits }) {
      this.places = new Map(this.sections.map((section, i) => [section, bits.list(this.times[i], 0, limits[section])]));
    }
  }

  /** The entries of a shard by form, with their families. */
  function readShard(bytes, index) {
    const [forms, back] = [(bytes[0] << 8) | bytes[1], (bytes[2] << 8) | bytes[3]];
    const entries = unfronted(text(bytes.subarray(4, 4 + forms))).map(([form]) => new Entry(form));
    const distances = new Bits(bytes.subarray(4 + forms, 4 + forms + back)), bits = new Bits(bytes.subarray(4 + forms + back));
    const byForm = new Map();
    entries.forEach((entry, number) => {
      const distance = distances.golomb();
      entry.family = distance ? entries[number - distance].family : [];
      entry.family.push(entry);
      entry.read(bits, index);
      byForm.set(entry.form, [...(byForm.get(entry.form) || []), entry]);
    });
    return byForm;
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
        for (const { homes, totals } of this.entries) homes.forEach((essay, i) => held.set(essay, (held.get(essay) || 0) + totals[i]));
        return held;
      });
    }
    /** @returns {Map<number, [number, number]>} how often it stands in a field of essays, and the field's length */
    field(name) {
      return this.once(name, () => {
        const held = new Map();
        const add = (essay, times, length) => held.set(essay, [(held.get(essay) || [0])[0] + times, length]);
        for (const entry of this.entries) {
          if (name === "headings") for (const { essay, times, total } of entry.headings) add(essay, times, total);
          else for (const one of entry[name]) add(...one);
        }
        return held;
      });
    }
    /** @returns {Map<number, [number, number]>} the same of the headings that sections stand under */
    get heading() {
      return this.once("heading", () => {
        const held = new Map();
        for (const entry of this.entries)
          for (const { sections, times, length } of entry.headings)
            for (const section of sections) {
              const [before, longest] = held.get(section) || [0, 0];
              held.set(section, [before + times, Math.max(longest, length)]);
            }
        return held;
      });
    }
    bodyScore(essay) {
      const { bodies, totals, size, documents, scale } = this.index, times = this.body.get(essay);
      return times ? scale * idf(this.body.size, size) * saturated(times, bodies[essay], totals.body / documents) : 0;
    }
    fieldScore(name, essay) {
      const { totals, size, documents, scale } = this.index, [times, length] = this.field(name).get(essay) || [0, 0];
      return times ? scale * idf(this.body.size, size) * saturated(times, length, totals[name] / documents) : 0;
    }
    sectionScore(section) {
      const { totals, documents, lengthOf } = this.index, times = this.sections.get(section);
      return times ? idf(this.count, documents) * saturated(times, lengthOf[section], totals.stem / documents) : 0;
    }
    headingScore(section) {
      const { totals, documents } = this.index, [times, length] = this.heading.get(section) || [0, 0];
      return times ? idf(this.heading.size, documents) * saturated(times, length, totals.heading / documents) : 0;
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

  /** One static index, opened. */
  class Index {
    /** @param {string} base @param {Uint8Array} bytes */
    constructor(base, bytes) {
      const size = (bytes[0] << 16) | (bytes[1] << 8) | bytes[2];
      const facts = JSON.parse(text(bytes.subarray(3, 3 + size)));
      if (facts.format !== 2) throw new Error("the index was made by another version of searchkit");
      const listed = (string) => unfronted(string).map(([key]) => key);
      this.base = base;
      this.facts = facts;
      this.ranking = facts.ranking;
      this.totals = facts.totals;
      this.languages = facts.languages;
      this.known = { kinds: facts.kinds, fields: facts.fields };
      this.functionWords = new Set(facts.ranking.functionWords.split(" "));
      this.apart = new Map(listed(facts.apart).map((form, number) => [form, number]));
      this.paired = new Set(facts.paired.split(" "));
      this.endings = facts.endings.map((pair) => pair.split(" "));
      this.starts = Object.fromEntries(Object.entries(facts.starts).map(([letter, string]) => [letter, listed(string)]));
      this.words = facts.words.split(" ");
      this.size = facts.essays;
      this.limit = Math.ceil(facts.essays / 128) * 128;
      this.readEssays(new Bits(bytes.subarray(3 + size)), facts);
      this.documents = this.size + this.sections;
      const longer = this.documents / Math.max(1, this.size);
      this.scale = (TYPICAL + K1 * (1 - B + B * longer)) / (TYPICAL + K1);
      this.asked = new Map();
      this.shards = new Map();
      this.families = new Map();
    }
    /** How many sections each essay has, in which pieces, and about how long they are. */
    readEssays(bits, { essays, orders, typical: [typicalBody, ...typical] }) {
      const signed = (value) => (value & 1 ? -(value + 1) / 2 : value / 2), most = typical.length;
      const homes = [], lengths = [], limits = [];
      /** @type {number[]} */ this.firstOf = [];
      /** @type {number[]} */ this.bodies = [];
      /** @type {number[]} */ this.spoken = [];
      /** @type {{essay: number, first: number, piece: number, offset: number}[]} */ this.blocks = [];
      for (let essay = 0, piece = -1; essay < essays; essay++) {
        this.firstOf.push(homes.length);
        let left = bits.golomb(orders[0]) + 1;
        this.bodies.push(least(typicalBody + signed(bits.golomb(orders[1]))));
        this.spoken.push(this.languages.length > 1 ? bits.golomb(orders[2]) : 0);
        for (; left > 0; left--) {
          const count = bits.golomb(orders[3]), first = homes.length;
          if (!bits.golomb(orders[4])) piece++;
          this.blocks.push({ essay, first, piece, offset: first - this.firstOf[essay] });
          const places = [...new Set(typical.map((_, n) => Math.ceil(((n + 1) * count) / most) - 1))].filter((place) => place >= 0);
          let before = -1, code = 0;
          places.forEach((place, n) => {
            const next = typical[n + most - places.length] + signed(bits.golomb(orders[5])), step = (next - code) / (place - before);
            for (let i = before + 1; i <= place; i++) {
              homes.push(essay);
              lengths.push(least(Math.round(code + step * (i - before))));
              limits.push(least(next + 1) - 1);
            }
            before = place;
            code = next;
          });
        }
      }
      this.sections = homes.length;
      this.firstOf.push(homes.length);
      this.essayOf = Int32Array.from(homes);
      this.lengthOf = Int32Array.from(lengths);
      this.limits = Int32Array.from(limits);
    }
    language(essay) {
      return this.spoken[essay];
    }
    /** What `read` makes of a file's bytes; each file is asked for once. @returns {Promise<any>} */
    file(letter, number, read) {
      const name = `${letter}${number}-${this.facts.hashes[letter].slice(number * 3, number * 3 + 3)}.js`;
      let asked = this.asked.get(name);
      if (!asked) {
        asked = load(`${this.base}data/${name}`, () => read(unpack(global.searchkit.data)));
        asked.catch(() => this.asked.delete(name));
        this.asked.set(name, asked);
      }
      return asked;
    }
    /** The lines of a list. @returns {Promise<string[][]>} */
    lines(letter, number) {
      return this.file(letter, number, (bytes) => unfronted(text(bytes)));
    }
    /** Load the shards that hold these forms. */
    async want(forms) {
      if (!this.starts.s.length) return;
      const numbers = new Set([...forms].map((form) => lastUpTo(this.starts.s, form)));
      await Promise.all([...numbers].map((number) => this.wantShard(number)));
    }
    /** Forms that may share the stem of one. */
    kin(form) {
      return this.endings.filter(([one]) => form.endsWith(one) && form.length >= one.length + 3).map(([one, other]) => form.slice(0, form.length - one.length) + other);
    }
    /** The same, and of forms that no essay holds those of others that share their stem. */
    async wantKin(forms) {
      await this.want(forms);
      await this.want([...forms].filter((form) => !this.entries(form).length).flatMap((form) => this.kin(form)));
    }
    wantShard(number) {
      return this.file("s", number, (bytes) => this.shards.set(number, readShard(bytes, this)));
    }
    entries(form) {
      const shard = this.shards.get(lastUpTo(this.starts.s, form));
      return (shard && shard.get(form)) || [];
    }
    familiesOf(form) {
      const known = this.entries(form).length ? [form] : this.kin(form).filter((other) => this.entries(other).length).slice(0, 1);
      const found = known.flatMap((one) => this.entries(one)).map((entry) => {
        let family = this.families.get(entry.family);
        if (!family) this.families.set(entry.family, (family = new Family(entry.family, this)));
        return family;
      });
      return [...new Set(found)];
    }
    /** Forms that begin so, and in how many sections each stands: few of very many. */
    async beginning(prefix) {
      const counts = new Map(), numbers = listsFor(this.starts.s, prefix);
      await Promise.all(numbers.map((number) => this.wantShard(number)));
      for (const number of numbers)
        for (const [form, entries] of this.shards.get(number))
          if (form.startsWith(prefix) && !entries[0].isPair && !entries[0].isBy) counts.set(form, entries.reduce((all, entry) => all + entry.count, 0));
      return counts;
    }
    async startingWith(prefix) {
      const counts = await this.beginning(prefix);
      return [...counts.keys()].filter((form) => counts.get(form)).sort((a, b) => counts.get(b) - counts.get(a) || compare(a, b));
    }
    /** Another script of this client, `query` or `help`. @returns {Promise<any>} */
    part(name) {
      let part = this.asked.get(name);
      if (!part) {
        part = load(`${this.base}searchkit-${name}.js`, () => global.searchkit[name]);
        part.catch(() => this.asked.delete(name));
        this.asked.set(name, part);
      }
      return part;
    }
    countExact(form) {
      return this.entries(form).reduce((total, entry) => total + entry.count, 0);
    }
    holds(form) {
      return this.familiesOf(form).some((family) => family.count > 0);
    }
    /** Load the sections (and positions) of entries that stand apart. */
    async wantApart(entries, places) {
      const bits = (bytes) => new Bits(bytes), wanted = entries.filter((entry) => entry.apart >= 0);
      await Promise.all(wanted.map(async (entry) => {
        const files = [0, 1].slice(0, places && !entry.isBy ? 2 : 1).map((n) => this.file("x", entry.apart * 2 + n, (bytes) => bytes));
        const [sections, positions] = await Promise.all(files);
        if (!entry.sections) entry.readSections(bits(sections), this);
        if (positions && !entry.places) entry.readPlaces(bits(positions), this);
      }));
    }
    /** Ask for the files of forms that stand apart before their shards have come. */
    early(forms, places) {
      for (const form of [...forms].flatMap((form) => (places ? [form] : [form, ...this.kin(form)]))) {
        const number = this.apart.get(form);
        if (number === undefined) continue;
        this.file("x", number * 2, (bytes) => bytes);
        if (places) this.file("x", number * 2 + 1, (bytes) => bytes);
      }
    }
    /** Ask for what a phrase needs while the query is still being read. */
    expect(all) {
      const parts = this.parts(all, 0).map(({ form }) => form);
      this.early(parts, true);
      this.want([...all, ...parts]).catch(() => {});
    }
    /** The parts that a phrase is looked up by: pairs of common words, and single words. */
    parts(all, slop) {
      const parts = [];
      for (let i = 0; i < all.length; ) {
        let end = i;
        while (!slop && end < all.length && this.paired.has(all[end])) end++;
        if (end - i < 2) parts.push({ form: all[i], offset: i++ });
        for (; end - i > 1; i = end - i === 3 ? i + 1 : i + 2) parts.push({ form: `${all[i]} ${all[i + 1]}`, offset: i });
      }
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
    /** The piece that holds a section: what is known of each of its sections. */
    piece(section) {
      const { piece } = this.blocks[lastUpTo(this.blocks, section, ({ first }, wanted) => first - wanted)];
      const dictionary = (this.dictionary = this.dictionary || squeezed(this.facts.dictionary, this.words));
      return this.file("t", piece, (bytes) => this.readPiece(spelled(inflate(bytes, dictionary), this.words).split("\0"), piece));
    }
    /** @param {string[]} parts @param {number} piece */
    readPiece(parts, piece) {
      const [facts, ...texts] = parts, held = new Map(), blocks = JSON.parse(facts), first = this.blocks.findIndex((block) => block.piece === piece);
      blocks.forEach(([[id, path, title, url, date, subtitle, language, type, authors, tags], unusual], n) => {
        const block = this.blocks[first + n], next = this.blocks[first + n + 1] || { first: this.sections };
        const essay = { id, title, subtitle, date: date || null, authors, tags, type, language, access: "public", path, url };
        const rows = new Map();
        let headings = [], anchor = "", line = 0, place = 0;
        for (const [step, ...row] of unusual) rows.set((place += step), row);
        const page = texts.splice(0, next.first - block.first).map((string, i) => {
          const [where, under, mark, ends, by] = rows.get(i) || [], [kind, from, more] = where || [2, 2, 0];
          const lines = [line + from, line + from + more];
          line = lines[1];
          headings = under || headings;
          anchor = mark === 0 || mark === undefined ? anchor : mark;
          const byline = by ? [by.author, by.handle, by.role, by.work, by.date].join(" ") : "";
          const length = quantized(terms(string).length + terms(byline).length);
          return { number: block.offset + i, kind: this.known.kinds[kind], kindNumber: kind, headings, anchor, lines, by: by || null, ends, text: string, length };
        });
        const byLength = [...page].sort((a, b) => a.length - b.length || a.number - b.number);
        byLength.forEach((section, i) => {
          this.lengthOf[block.first + i] = section.length;
          held.set(block.first + i, { essay, section, page });
        });
      });
      return held;
    }
  }

  /** The bytes of a text whose commonest words are single ones. */
  function squeezed(string, words) {
    const bytes = [], encoder = new TextEncoder();
    string.split(" ").slice(1).forEach((word) => {
      const at = words.indexOf(word);
      if (at < 0) bytes.push(...encoder.encode(` ${word}`));
      else bytes.push(at + (at < 66 ? 0x80 : 0xb3));
    });
    return Uint8Array.from(bytes);
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
  const needsFilters = (node) =>
    node.op === "dated" || (node.op === "tagged" && node.field !== "lang") || (node.child && needsFilters(node.child)) || (node.children || []).some(needsFilters);
  const textNodes = (node) => (isText(node) ? [node] : (node.children || []).flatMap(textNodes));
  const allTextNodes = (node) => (isText(node) ? [node] : [...(node.children || []), ...(node.child ? [node.child] : [])].flatMap(allTextNodes));

  class Search {
    /** @param {any} index @param {QueryNode} root @param {Options} options */
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
      const filters = this.byDate || !typed.length || needsFilters(this.root) ? index.file("f", 0, (bytes) => JSON.parse(text(bytes))) : undefined;
      await this.loadWords(forms, apart, placed);
      this.filters = await filters;
      if (this.filters) this.days = sum(this.filters.days);
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
    /** The forms that the last word of a node stands for, loaded. */
    async loadEndings(node) {
      const { index } = this, all = terms(node.text), last = all[all.length - 1];
      if (!last) return;
      let found;
      if (node.op === "word") found = this.formsOf(last);
      else if (node.op === "prefix") found = await index.startingWith(last);
      else found = await (await index.part("help")).near(index, last, node.distance);
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
        case "dated":
        case "scoped":
          return global.searchkit.query.match(this, node, at, loose);
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
    /** What an essay is scored by, of its own fields. */
    essayScore(essay) {
      const { ranking } = this.index;
      let total = 0;
      for (const leaf of this.telling) if (leaf.isWord) total += leaf.essayScore(essay);
      for (const family of this.inPhrases) total += family.bodyScore(essay);
      for (const family of this.stems)
        total += ranking.title * family.fieldScore("titles", essay) + ranking.subtitle * family.fieldScore("subtitles", essay) + ranking.headings * family.fieldScore("headings", essay);
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
      this.order(candidates);
      const total = this.bySection ? new Set(found.map((section) => index.essayOf[section])).size : found.length;
      return { candidates, total };
    }
    /** Put candidates, whose sections have been scored, into order. */
    order(candidates) {
      for (const one of candidates) one.score = this.byDate ? 0 : one.own + this.sectionWeight * (one.sections.length ? one.sections[0].score : 0);
      if (!this.byDate) candidates.sort((one, other) => other.score - one.score || one.essay - other.essay);
    }
    /** The same once the lengths of their sections are no longer about right but known, for those that are loaded. */
    reorder(candidates) {
      for (const { sections } of candidates) {
        for (const one of sections) one.score = this.sectionScore(one.section);
        sections.sort((a, b) => b.score - a.score || a.section - b.section);
      }
      this.order(candidates);
    }
    ordered(numbers, score, essayOf, most) {
      const scored = numbers.map((number) => ({ number, score: this.byDate ? 0 : score(number) }));
      const { days } = this;
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
      return holding.length ? holding.slice(0, this.perEssay + 1) : [{ section: first, score: 0, none: true }];
    }
    /** The hits of candidates: pieces of all that may be among the first are asked for together. */
    async hits(candidates, most) {
      const { index } = this, { weak } = index.ranking, hits = [];
      for (let at = 0; at < candidates.length && hits.length < most; ) {
        const batch = [], wanted = [];
        for (let room = most - hits.length; room > 0 && at < candidates.length; at++) {
          const likely = this.likely(candidates[at]);
          const shown = likely.filter(({ score }) => this.byDate || score >= weak * likely[0].score).length;
          room -= Math.max(1, Math.min(this.perEssay, shown));
          batch.push(candidates[at]);
          wanted.push(...likely);
        }
        await Promise.all(wanted.map(({ section }) => index.piece(section)));
        if (!this.byDate) this.reorder(batch);
        for (const candidate of batch) {
          const scored = await Promise.all(this.likely(candidate).map(async ({ section, score, none }) => {
            const held = { ...(await index.piece(section)).get(section) };
            if (none) held.section = held.page.find(({ kind }) => kind === "title") || held.page[0];
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
        link: this.index.facts.web && essay.url ? linkTo(essay, section, page, passage.text) : `${essay.path}:${lines[0]}`,
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

  const SENTENCE_END = /[.!?…]+["'”’)\]]*(?=\s+[^\sa-z])|\S(?=\s*(?:\n|$))/gu;

  /** The spans of sentences; `ends` are those that one may not see, in code points. */
  function sentencesOf({ text: string, ends }) {
    const found = ends ? sum(ends).map((end) => [...string].slice(0, end).join("").length) : Array.from(string.matchAll(SENTENCE_END), (one) => one.index + one[0].length);
    let start = 0;
    return found.map((end) => {
      while (/\s/.test(string[start])) start++;
      const span = [start, end];
      start = end;
      return span;
    });
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
    const sentences = sentencesOf(section);
    if (sentences.length <= MOST_SENTENCES && codePoints(string) <= maxLength) return passage(string, merged(spots.map(({ start, end }) => [start, end])));
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
  const CLOSED = /[.!?。！？]["'”’)\]」』]*$/;
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
        if (after - first >= 3 && CLOSED.test(this.lines[line].slice(start, end))) break;
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


  // ---- the answer: searchkit/search/fallback.py -----------------------------------------------------

  const inMarks = (query) => (query.includes('"') ? query : `"${query}"`);

  /** @param {Index} index @param {string} string @param {Options} options */
  async function answer(index, string, options) {
    const started = Date.now(), { known } = index, narrowed = (options.kinds || []).length || options.after || options.before;
    const plain = narrowed ? undefined : plainQuery(string), [, quotation] = /["“”„«»]([^"“”„«»]+)/.exec(string) || [];
    if (quotation) index.expect(terms(quotation));
    const language = plain ? undefined : await index.part("query");
    const read = (typed, { parse, filtered }) => filtered(parse(typed, known), options, known);
    const query = plain || read(string, language);
    const search = (other) => new Search(index, other.root, options).results();
    const whole = ({ hits, total_essays, total_sections }, notices, suggestions) =>
      ({ query: string, total_essays, total_sections, notices, suggestions, took_ms: Date.now() - started, hits });
    if (!query.root) return whole({ hits: [], total_essays: 0, total_sections: 0 }, query.notices.length ? query.notices : ["nothing to search for"], []);
    const results = await search(query), told = [...query.notices, ...results.notices];
    const typed = language ? language.typedWords(query.text, known.fields) : words(query.text).map(({ text, start, end }) => ({ term: fold(text), start, end }));
    await index.wantKin(typed.map(({ term }) => term));
    const unknown = typed.filter(({ term }) => term.length > 2 && !/^\p{N}/u.test(term) && !index.holds(term));
    if (results.hits.length && !unknown.length) return whole(results, told, []);
    const help = await index.part("help"), corrected = await help.corrected(index, query.text, unknown);
    const lacking = [...new Set(unknown.map(({ start, end }) => query.text.slice(start, end)))], inNone = (word) => `no essay holds ${inMarks(word)}`;
    if (results.hits.length) return whole(results, [...told, ...lacking.map(inNone)], corrected);
    const reader = await index.part("query"), failed = `nothing found for ${inMarks(query.text)}`;
    for (const [root, what] of help.others(query, corrected.map((text) => read(text, reader)))) {
      const found = await search({ root });
      if (found.hits.length) return whole({ ...results, hits: found.hits }, [`${failed}: showing results ${what}`, ...query.notices, ...found.notices], corrected);
    }
    const others = lacking.filter((word) => word !== query.text).map(inNone);
    return whole(results, [...told, failed, ...others, ...(await help.withoutFilters(query.root, search))], corrected);
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
      ready = ready || load(`${folder}manifest.js`, () => new Index(folder, unpack(global.searchkitManifest)));
      ready.catch(() => (ready = undefined));
      return ready;
    };
    index();
    return {
      /** @param {string} query @param {Options} [options] @returns {Promise<any>} */
      search: async (query, options = {}) => answer(await index(), query, options),
      /** @param {string} prefix @param {{limit?: number}} [options] @returns {Promise<any>} */
      suggest: async (prefix, options = {}) => {
        const opened = await index();
        return (await opened.part("help")).suggestions(opened, prefix, options.limit || 10);
      },
    };
  }

})(/** @type {any} */ (typeof window === "undefined" ? globalThis : window));
