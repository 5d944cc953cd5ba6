-- Small questions for wrk: path, regions, "again" or a word that makes every question a new one, and "join", "filter" or
-- "path" for those of two triple patterns, of one with a filter, or of a path.
local n, path, regions, again, seed, pattern
function init(args)
  path, regions, seed, again, n = args[1], tonumber(args[2]), args[3], args[3] == "again", 0
  local kinds = { join = "?p ?o OPTIONAL { ?o a ?t }", filter = "?p ?o FILTER(isIRI(?o))",
    path = "a/<http://www.w3.org/2000/01/rdf-schema#subClassOf>* ?o" }
  pattern = kinds[args[4]] or "?p ?o"
end
local function encoded(text)
  return (text:gsub("[^%w%-%._~]", function(c) return string.format("%%%02X", c:byte()) end))
end
function request()
  n = n + 1
  local i = again and n % 1000 or n
  local actor = "region-" .. i % regions .. "/actor/" .. math.floor(i / regions) % 30
  local query = "SELECT * { <https://w3id.org/ecograph/id/" .. actor .. "> " .. pattern .. " } # " .. seed .. " " .. i
  return wrk.format("GET", path .. "?query=" .. encoded(query), {Accept = "application/sparql-results+json"})
end
