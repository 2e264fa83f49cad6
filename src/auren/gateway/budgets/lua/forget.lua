-- Drops all that is kept of a person; the pools keep their sums, and open holds end in them.
local now, remembered, owner = whole(ARGV[1]), whole(ARGV[2]), ARGV[3]
local count = 0
for _, member in ipairs(redis.call('ZRANGE', key('s', owner), 0, -1)) do
  if string.sub(member, 1, 2) == 'h:' then
    local hold = hold_of(string.sub(member, 3))
    if hold then expire(hold, now, remembered) end
    count = count + redis.call('DEL', KEYS[1] .. ':' .. member)
  end
end
for _, member in ipairs(redis.call('ZRANGE', key('s', owner), 0, -1)) do
  if string.sub(member, 1, 2) == 'b:' then
    redis.call('DEL', key('e', string.sub(member, 3)))
    count = count + redis.call('DEL', KEYS[1] .. ':' .. member)
  end
end
count = count + redis.call('HLEN', key('l', owner))
for _, number in ipairs(redis.call('SMEMBERS', key('a', owner))) do
  count = count + redis.call('HDEL', KEYS[1] .. ':payloads', number)
end
redis.call('DEL', key('s', owner), key('l', owner), key('a', owner))
return count
