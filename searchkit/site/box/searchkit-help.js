/**
 * Help for who mistypes or has not finished typing: searchkit/search/spelling.py (for one slip), slips.py, fallback.py
 * and suggesting.py. Loaded by searchkit.js when a word is in no essay, or nothing is found, or suggestions are wanted.
 */
(function (global) {
  "use strict";

  const { fold, words, terms, compare, listsFor, joined, sequence, holdsText } = global.searchkit.internals;

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

  const MISSED = Math.log(0.2), ANOTHER = Math.log(0.04), FIRST = Math.log(0.4), ENDED = Math.log(0.3), FREQUENT = 0.8;
  const KEYBOARDS = ["qwertyuiop asdfghjkl zxcvbnm", "йцукенгшщзхъ фывапролджэ ячсмитьбю"].map((rows) => rows.split(" "));
  const VOWELS = ["aeiouy", "аеиоуыэюя"];
  const ENDING = /^(s|es|'s|d|ed|ing|r|er|ers|ly)?$/;

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

  /** Words of a list, backwards or not, that begin so, with about how many sections hold each. */
  async function listed(index, letter, prefix) {
    const lists = await Promise.all(listsFor(index.starts[letter], prefix).map((number) => index.lines(letter, number)));
    return lists.flat().filter(([form]) => form.startsWith(prefix)).map(([form, count]) => [form, 2 ** Number(count) * 0.75]);
  }

  /** Words that have one end of a word, so that one slip is in the other. @returns {Promise<Map<string, number>>} */
  async function around(index, term) {
    const half = Math.max(1, term.length >> 1), turned = (form) => [...form].reverse().join("");
    const [ahead, behind] = await Promise.all([listed(index, "w", term.slice(0, half)), listed(index, "r", turned(term.slice(half + 1)))]);
    return new Map(/** @type {[string, number][]} */ ([...ahead, ...behind.map(([form, count]) => [turned(form), count])]));
  }

  /** Words that are so few letters away, commonest first. */
  async function near(index, term, far) {
    const counts = await around(index, term);
    const forms = [...counts.keys()].filter((form) => Math.abs(form.length - term.length) <= far && distance(term, form) <= far);
    return forms.sort((a, b) => counts.get(b) - counts.get(a) || compare(a, b));
  }

  /** What a word that no essay holds may stand for, likeliest first. */
  async function corrections(index, term) {
    /** @type {[number, string][]} */
    const found = [];
    for (const [form, count] of await around(index, term)) {
      if (!count || Math.abs(form.length - term.length) > 3) continue;
      let shared = 0;
      while (shared < term.length && term[shared] === form[shared]) shared++;
      const inflected = shared > 3 && ENDING.test(term.slice(shared)) && ENDING.test(form.slice(shared));
      const one = Math.abs(form.length - term.length) < 2 && distance(term, form) === 1;
      if (one || inflected) found.push([Math.max(one ? slip(term, form) : -Infinity, inflected ? ENDED : -Infinity) + FREQUENT * Math.log(count), form]);
    }
    found.sort((a, b) => b[0] - a[0] || compare(a[1], b[1]));
    return found.filter(([likelihood]) => likelihood > found[0][0] - Math.log(20)).slice(0, 3).map(([, form]) => form);
  }

  /** Up to three queries that may have been meant, whose words are all in some essay. @param {any} index @param {string} query */
  async function corrected(index, query, unknown) {
    const found = await Promise.all(unknown.map(({ term }) => corrections(index, term)));
    const retyped = (way) => unknown.map((word, i) => ({ ...word, form: found[i][way] || found[i][0] })).filter(({ form }) => form)
      .reduceRight((string, { start, end, form }) => string.slice(0, start) + form + string.slice(end), query);
    const most = Math.max(0, ...found.map((forms) => forms.length));
    return [...new Set([...Array(most).keys()].map(retyped))];
  }

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

  /** Queries that what was typed may become: titles, headings, key phrases, then words. */
  async function suggestions(index, prefix, limit) {
    const ended = /\s$/.test(prefix), typed = prefix.trim().split(/\s+/).join(" "), found = words(typed);
    const folded = found.map(({ text: word }) => fold(word)), whole = folded.join(" ") + (ended ? " " : "");
    if (!folded.length) return { prefix, suggestions: [] };
    const listed = async (key) => {
      const lists = await Promise.all(listsFor(index.starts.c, key).map((number) => index.lines("c", number)));
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

  global.searchkit.help = { near, corrected, others, withoutFilters, suggestions };
})(/** @type {any} */ (typeof window === "undefined" ? globalThis : window));
