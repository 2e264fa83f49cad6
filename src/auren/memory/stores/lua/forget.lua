-- Forget a person: KEYS[1] the store; ARGV person. Gives how many records there were.
local store, person = KEYS[1], ARGV[1]
local index, gone = store .. ':p:' .. person, 0
for _, id in ipairs(redis.call('ZRANGE', index, 0, -1)) do
  gone = gone + redis.call('DEL', store .. ':r:' .. person .. ':' .. id)
  redis.call('ZREM', store .. ':due', person .. ':' .. id)
end
redis.call('DEL', index)
return gone
