-- Keep records: KEYS[1] the store; ARGV six a record: person, id, at, expiry or "", milliseconds to live or "", value.
local store = KEYS[1]
for place = 1, #ARGV, 6 do
  local person, id, at, expiry, life, value = unpack(ARGV, place, place + 5)
  local index, due = store .. ':p:' .. person, person .. ':' .. id
  local left = redis.call('PTTL', index)
  redis.call('ZADD', index, at, id)
  if life == '' then
    redis.call('SET', store .. ':r:' .. due, value)
    redis.call('PERSIST', index)
    redis.call('ZREM', store .. ':due', due)
  else
    redis.call('SET', store .. ':r:' .. due, value, 'PX', life)
    redis.call('ZADD', store .. ':due', expiry, due)
    -- The index goes with the last of its records, unless one of them stays.
    if left ~= -1 then redis.call('PEXPIRE', index, math.max(left, tonumber(life))) end
  end
end
return 1
