-- Drop some of what has expired: KEYS[1] the store; ARGV now, at most. Gives how many were there, and whether more wait.
local store, gone = KEYS[1], 0
local due = redis.call('ZRANGEBYSCORE', store .. ':due', '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])
for _, name in ipairs(due) do
  local person, id = string.match(name, '^(%x+):(%x+)$')
  gone = gone + redis.call('DEL', store .. ':r:' .. name)
  redis.call('ZREM', store .. ':p:' .. person, id)
  redis.call('ZREM', store .. ':due', name)
end
return { gone, #due }
