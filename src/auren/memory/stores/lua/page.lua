-- Give a page of a person's records, the latest first: KEYS[1] the store; ARGV person, lowest instant, start, length.
-- The first item is how many ids the page had; records that the server has let go are missing from it.
local store, person = KEYS[1], ARGV[1]
local index = store .. ':p:' .. person
local ids = redis.call('ZREVRANGEBYSCORE', index, '+inf', ARGV[2], 'LIMIT', ARGV[3], ARGV[4])
local found = { #ids }
for _, id in ipairs(ids) do
  local value = redis.call('GET', store .. ':r:' .. person .. ':' .. id)
  if value then found[#found + 1] = value end
end
return found
