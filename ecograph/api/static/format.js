/* A query laid out anew: a line per triple, blocks indented. Only white space changes; comments and texts stay. */

const TOKEN = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|<[^<>\s"{}|^`\\]*>|#[^\n]*|[{}()[\].;,]|(?:\d*\.\d+|[^\s{}()[\].;,<>"'#]|\.(?=[\w-])|<=|>=|<(?![^<>\s]*>)|>)+/g;
const CLAUSE = /^(WHERE|FROM|ORDER|GROUP|HAVING|LIMIT|OFFSET|VALUES|SELECT|CONSTRUCT|ASK|DESCRIBE|PREFIX|BASE)$/i;

/** The tokens of a query, as they are written. */
export const tokens = (text) => text.match(TOKEN) ?? [];

/** Lay a query out. `tokens(format(q))` equals `tokens(q)`, always; where it would not, the text stays as it is. */
export function format(text) {
  const lines = [];
  let line = "";
  let depth = 0;
  let hang = 0; /* the predicates after a semicolon stand under the first */
  let round = 0;
  let prefix = false;
  const end = () => {
    if (line.trim()) lines.push("  ".repeat(Math.max(0, depth + hang)) + line.trim());
    line = "";
  };
  const all = tokens(text);
  all.forEach((token, i) => {
    const next = all[i + 1] ?? "";
    if (token.startsWith("#")) {
      const own = /\n[ \t]*$/.test(text.slice(0, at(text, all, i))) || !line.trim();
      if (own) end();
      line += (line ? " " : "") + token;
      end();
      return;
    }
    if (token === "{") {
      line += (line && !line.endsWith("(") ? " " : "") + "{";
      end();
      hang = 0;
      depth += 1;
    } else if (token === "}") {
      end();
      hang = 0;
      depth -= 1;
      line = "}";
      if (!/^(UNION|MINUS)$/i.test(next)) end();
    } else if ((token === "." || token === ";") && !round) {
      line += ` ${token}`;
      end();
      hang = token === ";" ? 1 : 0;
    } else if (token === "," ) {
      line += round ? "," : " ,";
    } else if (token === "(" || token === "[") {
      round += 1;
      line += (line && !/[([!]$/.test(line) && (token === "[" || /^[?$"<]/.test(all[i - 1] ?? "") || !/\b[A-Z_]+$/i.test(line) || /\b(FILTER|BIND|IN|HAVING|BY|SELECT|VALUES|AS|DISTINCT|&&|\|\|)$/i.test(line)) ? " " : "") + token;
    } else if (token === ")" || token === "]") {
      round -= 1;
      line += token;
    } else {
      if (!round && depth === 0 && CLAUSE.test(token) && !(/^WHERE$/i.test(token) && line) ) {
        end();
        prefix = /^(PREFIX|BASE)$/i.test(token);
      }
      if (!round && depth > 0 && /^(OPTIONAL|FILTER|BIND|GRAPH|VALUES|SERVICE)$/i.test(token)) {
        end();
        hang = 0;
      }
      line += (line && !/[([]$/.test(line) ? " " : "") + token;
      if (prefix && token.startsWith("<")) {
        end();
        prefix = false;
      }
    }
  });
  end();
  const laid = lines.join("\n");
  return tokens(laid).join("\u0000") === all.join("\u0000") ? laid : text;
}

/* Where token number `i` begins in the text. */
function at(text, all, i) {
  let from = 0;
  for (let k = 0; k <= i; k += 1) from = text.indexOf(all[k], from) + (k < i ? all[k].length : 0);
  return from;
}
