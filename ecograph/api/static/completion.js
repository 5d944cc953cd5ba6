/* What the editor proposes: keywords, our prefixes, variables of the query; later our own terms. No query runs for it. */

const KEYWORDS = "SELECT CONSTRUCT ASK DESCRIBE DISTINCT WHERE OPTIONAL FILTER UNION MINUS GRAPH VALUES BIND EXISTS NOT ORDER BY ASC DESC GROUP HAVING LIMIT OFFSET PREFIX FROM NAMED AS IN COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND IF COALESCE REGEX CONTAINS STRSTARTS STRENDS LCASE UCASE CONCAT REPLACE YEAR NOW".split(" ");

/** Return the source of completions for CodeMirror. */
export function completions({ prefixes }) {
  const fixed = [
    ...KEYWORDS.map((label) => ({ label, type: "keyword" })),
    ...Object.entries(prefixes).map(([prefix, base]) => ({ label: `${prefix}:`, detail: base, type: "namespace" })),
  ];
  return (context) => {
    const word = context.matchBefore(/[?$]\w*|[\w-]+:?[\w-]*/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    if (/^[?$]/.test(word.text)) {
      const names = new Set([...context.state.doc.toString().matchAll(/[?$]\w+/g)].map((m) => m[0]));
      names.delete(word.text);
      return { from: word.from, options: [...names].map((label) => ({ label, type: "variable" })) };
    }
    return { from: word.from, options: fixed, validFor: /^[\w-]*:?$/ };
  };
}
