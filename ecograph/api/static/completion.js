/* What the editor proposes: our terms, keywords, prefixes, variables of the query. No query runs for it: the terms and
   how often they are used come once, with what a class requires; the variable at hand decides what comes first. */

import { terms } from "./terms.js";

const KEYWORDS = "SELECT CONSTRUCT ASK DESCRIBE DISTINCT WHERE OPTIONAL FILTER UNION MINUS GRAPH VALUES BIND EXISTS NOT ORDER BY ASC DESC GROUP HAVING LIMIT OFFSET PREFIX FROM NAMED AS IN COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND IF COALESCE REGEX CONTAINS STRSTARTS STRENDS LCASE UCASE CONCAT REPLACE YEAR NOW".split(" ");

/** Which classes the subject at hand has, as far as the query says: `?a a eco:Actor ; …`. */
export function classesAt(text, position) {
  const before = text.slice(0, position).replace(/#[^\n]*/g, "");
  const block = before.slice(Math.max(before.lastIndexOf("{"), before.lastIndexOf("}"), before.search(/\.\s[^.]*$/)) + 1);
  const subject = /^\s*([?$]\w+)/.exec(block)?.[1];
  if (!subject) return new Set();
  const name = subject.slice(1);
  return new Set([...text.matchAll(new RegExp(`[?$]${name}\\s+(?:a|rdf:type)\\s+([\\w-]+:[\\w-]+)`, "g"))].map((m) => m[1]));
}

/** Return the source of completions for CodeMirror. */
export function completions({ prefixes, words, lang }) {
  const fixed = [
    ...KEYWORDS.map((label) => ({ label, type: "keyword", boost: -20 })),
    ...Object.entries(prefixes).map(([prefix, base]) => ({ label: `${prefix}:`, detail: base, type: "namespace", boost: -10 })),
  ];
  const option = (term, classes) => {
    const required = term.required?.some((c) => classes.has(c));
    const fits = term.on?.some((c) => classes.has(c));
    const use = Math.min(9, Math.log2(1 + term.count));
    return {
      label: term.name,
      displayLabel: term.name,
      detail: `${term.label}${required ? ` · ${words.required}` : fits ? ` · ${words.optional}` : ""}`,
      type: term.kind === "Class" ? "class" : "property",
      boost: (required ? 60 : fits ? 40 : 0) + use,
    };
  };
  return async (context) => {
    const word = context.matchBefore(/[?$]\w*|[\w-]+:?[\w-]*/);
    if (!word && !context.explicit) return null;
    const typed = word?.text ?? "";
    const text = context.state.doc.toString();
    if (/^[?$]/.test(typed)) {
      const names = new Set([...text.matchAll(/[?$]\w+/g)].map((m) => m[0]));
      names.delete(typed);
      return { from: word.from, options: [...names].map((label) => ({ label, type: "variable" })) };
    }
    const classes = classesAt(text, context.pos);
    const known = await terms(lang);
    /* Also by their names in the reader's language: "sfeer" finds eco:primarySphere. */
    const byName = typed.length > 2 && !typed.includes(":") ? known.filter((t) => t.label.toLowerCase().includes(typed.toLowerCase())) : [];
    const rest = known.filter((t) => !byName.includes(t));
    return {
      from: word?.from ?? context.pos,
      options: [...byName.map((t) => ({ ...option(t, classes), label: `${typed} ${t.name}`, apply: t.name })), ...rest.map((t) => option(t, classes)), ...fixed],
      validFor: byName.length ? undefined : /^[\w-]*:?[\w-]*$/,
    };
  };
}
