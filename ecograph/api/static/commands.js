/* The same query from elsewhere: ready to paste into a shell, a notebook, a script. */

const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
const python = (text) => `"""${text.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"')}"""`;
/* A raw string of R (since 4.0), with as many dashes as the query needs. */
const r = (text) => {
  let dashes = "";
  while (text.includes(`)${dashes}"`)) dashes += "-";
  return `r"${dashes}(${text})${dashes}"`;
};

const WRITERS = {
  curl: (query, endpoint) => `curl --get ${quoted(endpoint)} \\\n  --header 'Accept: text/csv' \\\n  --data-urlencode ${quoted("query=" + query)}`,
  Python: (query, endpoint) => `from io import StringIO\nfrom urllib.parse import urlencode\nfrom urllib.request import Request, urlopen\n\nimport pandas as pd\n\nquery = ${python(query)}\nrequest = Request("${endpoint}?" + urlencode({"query": query}), headers={"Accept": "text/csv"})\ntable = pd.read_csv(StringIO(urlopen(request).read().decode("utf-8")))\n`,
  R: (query, endpoint) => `query <- ${r(query)}\ntable <- read.csv(paste0("${endpoint}?format=csv&query=", URLencode(query, reserved = TRUE)), encoding = "UTF-8")\n`,
};

export const commands = Object.keys(WRITERS);

/** Return a query as a command of one of `commands`. */
export const asCommand = (name, query, endpoint) => WRITERS[name](query, endpoint);
