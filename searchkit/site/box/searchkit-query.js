/**
 * The query language, as searchkit/query/parser.py reads it and has its grammar. Loaded by searchkit.js for a query
 * that has more in it than words.
 */
(function (global) {
  "use strict";

  const { fold, words, terms, compare, joined, sequence, isText } = global.searchkit.internals;

  const TEXT_FIELDS = ["title", "heading"];
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

  const without = (node) => {
    if (node.op === "not") return node.child;
    if (node.op === "words") return { op: "not", child: joined("or", node.children) };
    if (node.op === "scoped" && node.child.op === "words")
      return { op: "not", child: { ...node, child: joined("or", node.child.children) } };
    return { op: "not", child: node };
  };

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

  /** A query with what the options narrow it to. @param {any} options */
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

  /** The flags of what only this language asks for: filters, dates, and words of titles and headings. */
  function match(search, node, at, loose) {
    if (node.op === "tagged") return tagged(search, node, at);
    if (node.op === "dated") {
      const flags = Uint8Array.from(search.days, (day) => (day >= (node.after || 1) && day <= (node.before || Infinity) ? 1 : 0));
      return search.as(at, flags, "essay");
    }
    const level = node.field === "title" ? "essay" : "section";
    return search.as(at, inField(search, node.field, node.child, level, loose), level);
  }
  function tagged(search, { field, value }, at) {
    const { index, filters } = search;
    if (field === "kind") {
      const letter = String.fromCharCode(97 + index.known.kinds.indexOf(value));
      return search.as(at, Uint8Array.from(filters.kinds, (kind) => (kind === letter ? 1 : 0)), "section");
    }
    if (field === "lang") {
      const number = index.languages.indexOf(value.toLowerCase());
      return search.as(at, Uint8Array.from(index.spoken, (spoken) => (spoken === number ? 1 : 0)), "essay");
    }
    const wanted = field === "essay" ? [value.trim().toLowerCase()] : terms(value);
    if (!wanted.length) return search.everything(at, 0);
    const sets = wanted.map((term) => search.flagged("essay", [new Map((filters.essays[`${field}:${term}`] || []).map((essay) => [essay, 1]))]));
    return search.as(at, search.all("essay", sets), "essay");
  }
  function inField(search, field, node, at, loose) {
    const each = () => node.children.map((child) => inField(search, field, child, at, loose));
    if (node.op === "not") return inField(search, field, node.child, at, loose).map((flag) => 1 - flag);
    if (node.op === "or" || (node.op === "words" && loose)) return search.any(at, each());
    if (node.op === "and" || node.op === "words") return search.all(at, each());
    const leaf = isText(node) ? search.leafOf.get(node) : null;
    if (!leaf) return search.everything(at);
    const of = (family) => (field === "title" ? family.field("titles") : family.heading);
    if (!leaf.variants) return search.flagged(at, leaf.families.map(of));
    return search.any(at, leaf.variants.map((all) => search.all(at, all.map((form) => search.flagged(at, search.index.familiesOf(form).map(of))))));
  }

  global.searchkit.query = { parse, typedWords, filtered, match };
})(/** @type {any} */ (typeof window === "undefined" ? globalThis : window));
