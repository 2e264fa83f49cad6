-- Forget some of a person's records: KEYS[1] the store; ARGV person, lowest and highest instant, "all" or "ids", ids ...
-- Gives how many there were.
local store, person = KEYS[1], ARGV[1]
local index, gone, named = store .. ':p:' .. person, 0, {}
for place = 5, #ARGV do named[ARGV[place]] = true end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', index, ARGV[2], ARGV[3])) do
  if ARGV[4] == 'all' or named[id] then
    gone = gone + redis.call('DEL', store .. ':r:' .. person .. ':' .. id)
    redis.call('ZREM', store .. ':due', person .. ':' .. id)
    redis.call('ZREM', index, id)
  end
end
return gone
