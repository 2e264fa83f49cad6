-- Give a page of a person's records, the latest first: KEYS[1] the store; ARGV person, lowest instant, start, length.
-- How many ids the page had; the lengths of the records in bytes; and all of them as one text, which a driver reads in one
-- step. Records that the server has let go are missing.
local store, person = KEYS[1], ARGV[1]
local index = store .. ':p:' .. person
local ids = redis.call('ZREVRANGEBYSCORE', index, '+inf', ARGV[2], 'LIMIT', ARGV[3], ARGV[4])
local found, lengths = {}, {}
for _, id in ipairs(ids) do
  local value = redis.call('GET', store .. ':r:' .. person .. ':' .. id)
  if value then
    found[#found + 1] = value
    lengths[#lengths + 1] = #value
  end
end
return { #ids, table.concat(lengths, ' '), table.concat(found) }
