/* What the ontology defines, once per page: for completion, and to say when a name is nearly one of ours. */

let asked = null;

/** The classes and properties with names, use and what requires them; none where the list does not come. */
export const terms = (lang) => (asked ??= fetch(`/query/terms.json?lang=${lang}`).then((r) => (r.ok ? r.json() : [])).catch(() => []));
