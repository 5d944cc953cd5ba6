/* Names of IRIs in the reader's language, asked once each, a few hundred at a time. Without names the IRIs stay. */

const AT_ONCE = 200;
const ASKABLE = /^https?:[^\s<>"{}|\\^`]+$/;

export class Names {
  #known = new Map();
  #asked = new Set();

  constructor({ endpoint, lang }) {
    Object.assign(this, { endpoint, lang });
  }

  get(iri) {
    return this.#known.get(iri);
  }

  /** Ask for what is not known yet; true where something new was learned. */
  async learn(iris) {
    const wanted = [...new Set(iris)].filter((iri) => ASKABLE.test(iri) && !this.#asked.has(iri));
    wanted.forEach((iri) => this.#asked.add(iri));
    let news = false;
    for (let i = 0; i < wanted.length; i += AT_ONCE) news = (await this.#ask(wanted.slice(i, i + AT_ONCE))) || news;
    return news;
  }

  async #ask(iris) {
    const query = `SELECT ?iri ?name WHERE { VALUES ?iri { ${iris.map((i) => `<${i}>`).join(" ")} } ?iri <http://www.w3.org/2000/01/rdf-schema#label>|<http://www.w3.org/2004/02/skos/core#prefLabel>|<http://purl.org/dc/terms/title> ?name }`;
    const best = new Map();
    const weight = (name) => (name["xml:lang"]?.startsWith(this.lang) ? 2 : name["xml:lang"] ? 0 : 1);
    for (const { iri, name } of await rows(this.endpoint, query)) {
      if (!best.has(iri.value) || weight(name) > best.get(iri.value)[0]) best.set(iri.value, [weight(name), name.value]);
    }
    for (const [iri, [, name]] of best) this.#known.set(iri, name);
    return best.size > 0;
  }
}

/** Ask a question of our own; no rows where no answer comes: a view says less then, and nothing wrong. */
export async function rows(endpoint, query) {
  try {
    const response = await fetch(endpoint, { method: "POST", headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json" }, body: query });
    return response.ok ? (await response.json()).results.bindings : [];
  } catch {
    return [];
  }
}
